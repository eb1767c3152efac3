// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/manifest.h"
#include "catalog/runid.h"
#include "catalog/setname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace tidemark;
using catalog::Manifest;
using core::ErrorKind;

namespace {

Manifest full()
{
    Manifest manifest;
    manifest.kind = catalog::SetKind::BaseBackup;
    manifest.coverage = catalog::Coverage::Part;
    manifest.runId = QStringLiteral("20261122T020000Z-1a2b3c4d");
    manifest.server = QStringLiteral("größe \"server\"");
    manifest.systemIdentifier = QStringLiteral("7300000000000000001");
    manifest.database = QStringLiteral("a\nb");
    manifest.dumpFile = QStringLiteral("a%0Ab.dump");
    manifest.dumpFormat = QStringLiteral("custom");
    manifest.compression = QStringLiteral("zstd");
    manifest.serverVersion = QStringLiteral("15.20");
    manifest.toolVersion = QStringLiteral("16.2");
    manifest.tidemarkVersion = QStringLiteral("0.1.0");
    manifest.command = QStringLiteral("pg_dump --file=x");
    manifest.options = {{QStringLiteral("format"), QStringLiteral("custom")}};
    manifest.started = QDateTime(QDate(2026, 11, 22), QTime(2, 0, 0, 7), Qt::UTC);
    manifest.ended = manifest.started.addSecs(61);
    manifest.readBackSeconds = 1.25;
    manifest.databaseBytes = Q_INT64_C(9'007'199'254'740'993); // more than a double can tell from its neighbour
    manifest.digestMethod = QStringLiteral("xxh3-128-sum/1");
    manifest.verdict = core::Verdict::Warnings;
    manifest.findings = {{core::Severity::Warning, QStringLiteral("tool.warning"), QStringLiteral("s"), QStringLiteral("h"), {}},
                         {core::Severity::Info, QStringLiteral("i"), {}, {}, {}}};
    manifest.files = {{QStringLiteral("a%0Ab.dump"), Q_INT64_C(9'007'199'254'740'993), QStringLiteral("00ff")}, {QStringLiteral("globals.sql"), 7, QStringLiteral("11")}};
    manifest.tables = {{QStringLiteral("public"), QStringLiteral("t\"x"), {QStringLiteral("id"), QStringLiteral("b c")}, 5, 60, QStringLiteral("ab")},
                       {QStringLiteral("public"), QStringLiteral("empty"), {}, 0, 0, {}}};
    manifest.base = catalog::BaseBackupPart{3, core::Lsn(0x16B374D848), core::Lsn(0xffffffffffffffff), QStringLiteral("l\"ü"), QStringLiteral("stream"),
                                            QStringLiteral("SHA256"), true, true,
                                            {{QStringLiteral("16385"), QStringLiteral("a b"), QStringLiteral("/srv/x"), QStringLiteral("tablespaces/16385")}}};
    return manifest;
}

QByteArray changed(const char* key, const QJsonValue& value)
{
    QJsonObject object = QJsonDocument::fromJson(full().toJson()).object();
    object.insert(QLatin1String(key), value);
    return QJsonDocument(object).toJson();
}

} // namespace

class ManifestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        const Manifest before = full();
        const auto after = Manifest::fromJson(before.toJson());
        QVERIFY(after.has_value());
        QCOMPARE(after->toJson(), before.toJson()); // every field that is written is read
        QCOMPARE(after->database, before.database);
        QCOMPARE(after->started, before.started);
        QCOMPARE(after->databaseBytes, before.databaseBytes);
        QCOMPARE(after->files.first().size, before.files.first().size);
        QCOMPARE(after->tables.first().columns, before.tables.first().columns);
        QVERIFY(after->base == before.base);
        QCOMPARE(after->verdict, before.verdict);
        QCOMPARE(after->findings.first().severity, core::Severity::Warning);
        QCOMPARE(after->findings.last().severity, core::Severity::Info);
        QCOMPARE(after->totalSize().bytes(), before.files.first().size + 7);
        QJsonObject object = QJsonDocument::fromJson(before.toJson()).object();
        // A value left at its default would be equal whatever happens to it.
        for (auto it = object.begin(); it != object.end(); ++it)
            QVERIFY2(it.value() != QJsonValue(QString()) && it.value() != QJsonValue(0), qPrintable(it.key()));
    }

    void newerFormats()
    {
        QCOMPARE(Manifest::fromJson(changed("format", catalog::manifestFormat + 1)).error().kind, ErrorKind::ToolTooOld);
        QVERIFY(Manifest::fromJson(changed("something new", 7)).has_value()); // fields are added without a new format
    }

    void garbage_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("no json");
        QTest::newRow("array") << QByteArray("[1]");
        QTest::newRow("other object") << QByteArray("{}");
        QTest::newRow("cut off") << full().toJson().left(300);
        QTest::newRow("format 0") << changed("format", 0);
        QTest::newRow("format text") << changed("format", QStringLiteral("1"));
        QTest::newRow("binary") << QByteArray("\0\xff\xfe{", 4);
        // Whoever brings a set from elsewhere must not make us read, or take for ours, what lies outside of it.
        QTest::newRow("dump outside") << changed("dumpFile", QStringLiteral("../other/x.dump"));
        QTest::newRow("dump absolute") << changed("dumpFile", QStringLiteral("/etc/passwd"));
        QTest::newRow("file outside") << changed("files", QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("a/../../b")}}});
    }
    void garbage()
    {
        QFETCH(QByteArray, json);
        const auto manifest = Manifest::fromJson(json);
        QVERIFY(!manifest);
        QCOMPARE(manifest.error().kind, ErrorKind::Corrupt);
        QVERIFY(!manifest.error().hint.isEmpty());
    }

    void subjectFolders()
    {
        QCOMPARE(catalog::subjectFolder(catalog::SetKind::Database, QStringLiteral("a b")), QStringLiteral("a%20b"));
        // A database of that name does not meet them.
        for (const catalog::SetKind kind : {catalog::SetKind::Cluster, catalog::SetKind::BaseBackup}) {
            const QString folder = catalog::subjectFolder(kind, {});
            QVERIFY(catalog::subjectFolder(catalog::SetKind::Database, folder) != folder);
        }
    }

    void pathComponents()
    {
        QCOMPARE(catalog::pathComponent(QStringLiteral("blog_db")), QStringLiteral("blog_db"));
        QCOMPARE(catalog::pathComponent(QString()), QStringLiteral("_"));
        QCOMPARE(catalog::pathComponent(QStringLiteral(".")), QStringLiteral("%2E"));
        QCOMPARE(catalog::pathComponent(QStringLiteral("..")), QStringLiteral("%2E."));
        QCOMPARE(catalog::pathComponent(QStringLiteral("a/b")), QStringLiteral("a%2Fb"));
        QCOMPARE(catalog::pathComponent(QStringLiteral("größe")), QStringLiteral("gr%C3%B6%C3%9Fe"));
        const QString one = catalog::pathComponent(QString(63, u'数') + QStringLiteral("1"));
        const QString two = catalog::pathComponent(QString(63, u'数') + QStringLiteral("2"));
        QVERIFY(one.size() <= 200 && two.size() <= 200);
        QVERIFY(one != two);
        QCOMPARE(catalog::pathComponent(QString(63, u'数') + QStringLiteral("1")), one);
        QCOMPARE(catalog::pathComponent(QString(200, u'a')), QString(200, u'a'));
    }

    void runIds()
    {
        const QDateTime now(QDate(2026, 11, 22), QTime(3, 0), Qt::OffsetFromUTC, 3600);
        QCOMPARE(catalog::setFolderName(now), QStringLiteral("20261122T020000Z"));
        QSet<QString> ids;
        for (int i = 0; i < 100; ++i) {
            const QString id = catalog::newRunId(now);
            QCOMPARE(id.size(), 25);
            QVERIFY(id.startsWith(QStringLiteral("20261122T020000Z-")));
            // PostgreSQL cuts longer names, and then a run's sessions would not be found again.
            QVERIFY(catalog::applicationNameOf(id).size() < 64);
            ids.insert(id);
        }
        QVERIFY(ids.size() > 98);
    }
};

QTEST_GUILESS_MAIN(ManifestTest)
#include "manifesttest.moc"
