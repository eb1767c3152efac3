// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/presetstore.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace tidemark;
using store::IfTaken;
using store::Preset;
using store::PresetStore;

namespace {

Preset preset(const QString& name, const QString& profile = {}, const QString& kind = QStringLiteral("database"))
{
    return {name, kind, profile, {{QStringLiteral("say"), name + profile}}};
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void fill(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

QStringList names(const QList<Preset>& presets)
{
    QStringList list;
    for (const Preset& one : presets)
        list.append(one.name);
    return list;
}

const QString hostile = QStringLiteral("we\"ird \\ na'me\nü &x, ]} \u202e");

} // namespace

class PresetStoreTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;
private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QStringLiteral("%1/presets.json").arg(QLatin1String(QTest::currentTestFunction())));
    }

    void roundTrip()
    {
        const PresetStore store(m_path);
        QVERIFY(store.all()); // no file yet is no error
        QVERIFY(store.all()->isEmpty());
        QVERIFY(store.save(preset(hostile), IfTaken::Refuse));
        QVERIFY(store.save(preset(QStringLiteral("b"), QStringLiteral("p1")), IfTaken::Refuse));
        const auto all = PresetStore(m_path).all();
        QVERIFY(all);
        QCOMPARE(all->size(), 2);
        QVERIFY(all->contains(preset(hostile)));
        QCOMPARE(QFileInfo(m_path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aServersOwnComeFirst()
    {
        const PresetStore store(m_path);
        for (const Preset& one : {preset(QStringLiteral("a")), preset(QStringLiteral("night")), preset(QStringLiteral("night"), QStringLiteral("p1")),
                                  preset(QStringLiteral("x"), QStringLiteral("p2")), preset(QStringLiteral("k"), {}, QStringLiteral("base"))})
            QVERIFY(store.save(one, IfTaken::Refuse));
        const auto offered = store.offered(QStringLiteral("database"), QStringLiteral("p1"));
        QVERIFY(offered);
        QCOMPARE(names(*offered), (QStringList{QStringLiteral("night"), QStringLiteral("a"), QStringLiteral("night")}));
        QCOMPARE(offered->first().profileId, QStringLiteral("p1"));
        QCOMPARE(store.find(QStringLiteral("database"), QStringLiteral("night"), QStringLiteral("p1"))->profileId, QStringLiteral("p1"));
        QCOMPARE(store.find(QStringLiteral("database"), QStringLiteral("night"), QStringLiteral("p9"))->profileId, QString());
        const auto none = store.find(QStringLiteral("database"), QStringLiteral("x"), QStringLiteral("p1"));
        QVERIFY(!none);
        QVERIFY(none.error().kind == core::ErrorKind::NotFound);
        QVERIFY(none.error().hint.contains(QStringLiteral("night")));
        QVERIFY(!store.find(QStringLiteral("base"), QStringLiteral("a"), {}));
    }

    void aTakenNameIsRefusedOrReplaced()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save(preset(QStringLiteral("n")), IfTaken::Refuse));
        Preset other = preset(QStringLiteral("n"));
        other.answers = {{QStringLiteral("new"), true}};
        const core::Status refused = store.save(other, IfTaken::Refuse);
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == core::ErrorKind::Conflict);
        QCOMPARE(store.all()->first(), preset(QStringLiteral("n")));
        QVERIFY(store.save(other, IfTaken::Replace));
        QCOMPARE(*store.all(), QList<Preset>{other});
        QVERIFY(!store.save(preset(QStringLiteral("  ")), IfTaken::Replace));
        QVERIFY(!store.save(preset(QString(500, u'x')), IfTaken::Replace));
    }

    void removesExactlyOne()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save(preset(QStringLiteral("n")), IfTaken::Refuse));
        QVERIFY(store.save(preset(QStringLiteral("n"), QStringLiteral("p")), IfTaken::Refuse));
        QVERIFY(store.remove(preset(QStringLiteral("n"))));
        QCOMPARE(store.all()->size(), 1);
        QCOMPARE(store.all()->first().profileId, QStringLiteral("p"));
        QVERIFY(store.remove(preset(QStringLiteral("n"))).error().kind == core::ErrorKind::NotFound);
    }

    void whatIsNotKnownIsKept()
    {
        const PresetStore store(m_path);
        QVERIFY(store.save(preset(QStringLiteral("n")), IfTaken::Refuse));
        QJsonObject object = QJsonDocument::fromJson(contentOf(m_path)).object();
        object.insert(QStringLiteral("also"), 7);
        QJsonArray entries = object.value(u"presets").toArray();
        QJsonObject entry = entries.first().toObject();
        entry.insert(QStringLiteral("colour"), QStringLiteral("red"));
        entries.replace(0, entry);
        object.insert(QStringLiteral("presets"), entries);
        fill(m_path, QJsonDocument(object).toJson());
        QVERIFY(store.save(preset(QStringLiteral("m")), IfTaken::Refuse));
        QVERIFY(store.save(preset(QStringLiteral("n")), IfTaken::Replace));
        const QJsonObject after = QJsonDocument::fromJson(contentOf(m_path)).object();
        QCOMPARE(after.value(u"also").toInt(), 7);
        QCOMPARE(after.value(u"presets").toArray().first().toObject().value(u"colour").toString(), QStringLiteral("red"));
    }

    void aNewerFileIsReadAndLeftAlone()
    {
        QVERIFY(PresetStore(m_path).save(preset(QStringLiteral("n")), IfTaken::Refuse));
        const QByteArray newer = R"({"formatVersion": 99, "presets": [{"name": "n", "kind": "database", "profile": "", "answers": {}}, {"strange": 1}, 5], "more": {}})";
        fill(m_path, newer);
        const PresetStore store(m_path);
        QCOMPARE(names(*store.all()), QStringList{QStringLiteral("n")});
        for (const core::Status& status : {store.save(preset(QStringLiteral("x")), IfTaken::Refuse), store.remove(preset(QStringLiteral("n")))}) {
            QVERIFY(!status);
            QVERIFY(status.error().kind == core::ErrorKind::Conflict);
        }
        QCOMPARE(contentOf(m_path), newer);
    }

    void aDamagedFileIsLeftAlone()
    {
        QVERIFY(PresetStore(m_path).save(preset(hostile), IfTaken::Refuse));
        const QByteArray whole = contentOf(m_path);
        for (qsizetype length = 0; length + 2 < whole.size(); ++length) {
            const QByteArray cut = whole.left(length);
            fill(m_path, cut);
            const PresetStore store(m_path);
            const auto all = store.all();
            QVERIFY2(!all, qPrintable(QString::number(length)));
            QVERIFY(all.error().kind == core::ErrorKind::Corrupt);
            QVERIFY(!store.save(preset(QStringLiteral("x")), IfTaken::Replace));
            QCOMPARE(contentOf(m_path), cut);
        }
        fill(m_path, R"({"formatVersion": 1, "presets": [{"name": "", "kind": "database"}]})");
        QVERIFY(!PresetStore(m_path).all());
    }

    void writersDoNotLoseEachOthersPresets()
    {
        QList<QThread*> threads;
        for (int i = 0; i < 4; ++i) {
            threads.append(QThread::create([this, i] {
                for (int n = 0; n < 5; ++n)
                    (void)PresetStore(m_path).save(preset(QStringLiteral("%1-%2").arg(i).arg(n)), IfTaken::Refuse);
            }));
            threads.last()->start();
        }
        for (QThread* thread : threads)
            thread->wait();
        qDeleteAll(threads);
        QCOMPARE(PresetStore(m_path).all()->size(), 20);
    }
};

QTEST_GUILESS_MAIN(PresetStoreTest)
#include "presetstoretest.moc"
