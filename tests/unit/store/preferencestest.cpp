// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/preferences.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using tidemark::store::Preferences;

class PreferencesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ini"));
        const QByteArray geometry("\x00\x01\xff[;=\n", 7);
        {
            Preferences preferences(path);
            QCOMPARE(preferences.closeAction(), Preferences::CloseAction::Ask);
            QVERIFY(preferences.toolFolders().isEmpty());
            preferences.setToolFolders({QStringLiteral("/opt/pg, 18/bin"), QStringLiteral("/ünï")});
            preferences.setDefaultBackupFolder(QStringLiteral("/srv/b = ;#"));
            QVERIFY(preferences.extraBackupFolders().isEmpty());
            preferences.setExtraBackupFolders({QStringLiteral("/media/a, b"), QStringLiteral("/ö")});
            preferences.setWindow(geometry, QByteArray("s"));
            preferences.setLastSection(QStringLiteral("backups"));
            preferences.setCloseAction(Preferences::CloseAction::KeepInTray);
        }
        Preferences preferences(path);
        QCOMPARE(preferences.toolFolders(), QStringList({QStringLiteral("/opt/pg, 18/bin"), QStringLiteral("/ünï")}));
        QCOMPARE(preferences.defaultBackupFolder(), QStringLiteral("/srv/b = ;#"));
        QCOMPARE(preferences.extraBackupFolders(), QStringList({QStringLiteral("/media/a, b"), QStringLiteral("/ö")}));
        QCOMPARE(preferences.windowGeometry(), geometry);
        QCOMPARE(preferences.windowState(), QByteArray("s"));
        QCOMPARE(preferences.lastSection(), QStringLiteral("backups"));
        QCOMPARE(preferences.closeAction(), Preferences::CloseAction::KeepInTray);
        preferences.setCloseAction(Preferences::CloseAction::Ask);
        QCOMPARE(preferences.closeAction(), Preferences::CloseAction::Ask);
    }

    void oneToolFolderStaysAList()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ini"));
        Preferences(path).setToolFolders({QStringLiteral("/only")});
        QCOMPARE(Preferences(path).toolFolders(), QStringList{QStringLiteral("/only")});
    }

    void recentFilesAreBoundedAndNewestFirst()
    {
        const QTemporaryDir folder;
        Preferences preferences(folder.filePath(QStringLiteral("p.ini")));
        for (int i = 0; i < 14; ++i)
            preferences.addRecentFile(QStringLiteral("/d/%1.dump").arg(i));
        preferences.addRecentFile(QStringLiteral("/d/9.dump"));
        QCOMPARE(preferences.recentFiles().size(), 10);
        QCOMPARE(preferences.recentFiles().first(), QStringLiteral("/d/9.dump"));
        QCOMPARE(preferences.recentFiles().count(QStringLiteral("/d/9.dump")), 1);
    }

    void backupAnswersArePerProfile()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ini"));
        const QString one = QStringLiteral("{6f9619ff-8b86-d011-b42d-00cf4fc964ff}");
        // Of another version, for all that is known here: it comes back as it was.
        const QJsonObject answers{{QStringLiteral("draft"), QJsonObject{{QStringLiteral("planFormat"), 99}, {QStringLiteral("ü"), QStringLiteral("a\"b\\c\n%1;,=[]")}}},
                                  {QStringLiteral("databases"), QJsonArray{QStringLiteral("we\"ird \\ na'me\nü &x")}}};
        {
            Preferences preferences(path);
            QVERIFY(preferences.backupAnswers(one).isEmpty());
            preferences.setBackupAnswers(one, answers);
            preferences.setBackupAnswers(QStringLiteral("other"), {});
        }
        QCOMPARE(Preferences(path).backupAnswers(one), answers);
        QVERIFY(Preferences(path).backupAnswers(QStringLiteral("other")).isEmpty());
        QVERIFY(Preferences(path).backupAnswers(QStringLiteral("never")).isEmpty());
    }

    void damagedBackupAnswersAreNone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ini"));
        for (const char* json : {"{\\\"draft\\\": {", "[1, 2]", "7", "null", "\\xff\\xfe"}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write("[backup]\nanswers\\p=\"" + QByteArray(json) + "\"\nfolder=/srv/b\n");
            file.close();
            Preferences preferences(path);
            QVERIFY2(preferences.backupAnswers(QStringLiteral("p")).isEmpty(), json);
            QCOMPARE(preferences.defaultBackupFolder(), QStringLiteral("/srv/b"));
            preferences.setBackupAnswers(QStringLiteral("p"), {{QStringLiteral("a"), 1}});
            QCOMPARE(preferences.backupAnswers(QStringLiteral("p")).value(u"a").toInt(), 1);
        }
    }

    void aDamagedFileCostsNothingElse()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ini"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray("\xff\x00[window\ngeometry=@ByteArray(", 30));
        file.close();
        Preferences preferences(path);
        QVERIFY(preferences.windowGeometry().isEmpty());
        QCOMPARE(preferences.closeAction(), Preferences::CloseAction::Ask);
    }
};

QTEST_GUILESS_MAIN(PreferencesTest)
#include "preferencestest.moc"
