// SPDX-License-Identifier: GPL-3.0-or-later
// Tables beside their originals, in another schema.
#include "core/quoting.h"
#include "partfixture.h"
#include "support/relationpicture.h"

using namespace tidemark;
using namespace tidemark::test;
using restore::RestoreDraft;

class TestBeside : public PartFixture
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void besideTheOriginals_data();
    void besideTheOriginals();
    void sequencesOfIdentityColumnsStay();
    void whatTheServerRefusesChangesNothing();
    void besideStopsAtTakenNames();

private:
    core::Result<restore::RestoreReport> putBeside(const QString& schema, const QStringList& names);
    QByteArray originalText();
    QStringList picture(const QString& schema, const QString& name, const char* kind);
    void checkBeside(const QString& schema, const QString& name);

    QByteArray m_before; // the hard database, as a dump says it
};

static const QString beside = QStringLiteral("put \"here\"");

void TestBeside::initTestCase()
{
    makeDumps();
    m_before = originalText();
    QVERIFY(m_before.size() > 10'000);
}

void TestBeside::cleanup()
{
    dropBack();
    QVERIFY(m_cluster.script(
        QStringLiteral("hard"),
        QStringLiteral("DROP SCHEMA IF EXISTS %1 CASCADE").arg(core::quoteIdentifier(beside))));
}

core::Result<restore::RestoreReport> TestBeside::putBeside(const QString& schema, const QStringList& names)
{
    RestoreDraft draft = draftInto(QStringLiteral("hard"));
    for (const QString& name : names)
        draft.tables.append(core::quoteQualified(schema, name));
    draft.source = file();
    draft.intoSchema = beside;
    return run(draft);
}

/// All of the hard database but what was put beside.
QByteArray TestBeside::originalText()
{
    const QString text = m_folder.filePath(QStringLiteral("original.sql"));
    const QStringList options{QStringLiteral("--format=plain"), QStringLiteral("--restrict-key=abc"),
                              QStringLiteral("--exclude-schema=put*")};
    if (!m_cluster.dump(QStringLiteral("hard"), options, text))
        return {};
    QFile opened(text);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// What a relation is made of, of one kind.
QStringList TestBeside::picture(const QString& schema, const QString& name, const char* kind)
{
    auto live = m_cluster.connect(QStringLiteral("hard"));
    if (!live)
        return {live.error().toText()};
    auto lines = relationPicture(*live, schema, name);
    if (!lines)
        return {lines.error().toText()};
    lines->removeIf([kind](const QString& line) { return !line.startsWith(QLatin1String(kind)); });
    return *lines;
}

void TestBeside::checkBeside(const QString& schema, const QString& name)
{
    QVERIFY2(!picture(beside, name, "column ").isEmpty() || picture(schema, name, "column ").isEmpty(),
             qPrintable(name));
    // Which partition of these a row goes to depends on numbers that every database gives anew.
    if (!name.startsWith(QLatin1String("hashed_")))
        QCOMPARE(picture(beside, name, "rows "), picture(schema, name, "rows "));
    // A partition on its own has no triggers of its root.
    const bool isPartition = !picture(schema, name, "parent ").isEmpty();
    for (const char* kind : {"column ", "index ", "trigger ", "policy ", "statistics "}) {
        if (!isPartition || qstrcmp(kind, "trigger ") != 0)
            QCOMPARE(picture(beside, name, kind).size(), picture(schema, name, kind).size());
    }
}

/// Some at a time: each alone is the matter of restores into an empty database.
void TestBeside::besideTheOriginals_data()
{
    constexpr qsizetype atATime = 7;
    const QStringList others{QStringLiteral("orders number"), QStringLiteral("orders_other_id_seq"),
                             QStringLiteral("per_status")};
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QStringList>("names");
    QMap<QString, QStringList> bySchema;
    for (const archive::Relation& relation : m_toc.relations()) {
        if (!others.contains(relation.name))
            bySchema[relation.schema].append(relation.name);
    }
    for (auto it = bySchema.cbegin(); it != bySchema.cend(); ++it) {
        for (qsizetype from = 0; from < it->size(); from += atATime) {
            const QStringList names = it->mid(from, atATime);
            QTest::newRow(qPrintable(it.key() + QLatin1Char('.') + names.first())) << it.key() << names;
        }
    }
}

void TestBeside::besideTheOriginals()
{
    QFETCH(QString, schema);
    QFETCH(QStringList, names);
    const auto report = putBeside(schema, names);
    QVERIFY2(report, qPrintable(problemOf(report)));
    QVERIFY2(report->verdict == core::Verdict::Ok, qPrintable(idsOf(report->findings)));
    QVERIFY(originalText() == m_before);
    QCOMPARE(
        m_cluster.value(QStringLiteral("postgres"),
                        QStringLiteral("SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'")),
        QStringLiteral("0"));
    const QString sql =
        QStringLiteral("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = "
                       "(SELECT oid FROM pg_namespace WHERE nspname = %1) AND relname = ANY (ARRAY[%2])");
    QStringList literals;
    for (const QString& name : names)
        literals.append(core::quoteLiteral(name) + QLatin1String("::text"));
    const QString list = literals.join(QLatin1Char(','));
    QCOMPARE(m_cluster.value(QStringLiteral("hard"), sql.arg(core::quoteLiteral(beside), list)),
             m_cluster.value(QStringLiteral("hard"), sql.arg(core::quoteLiteral(schema), list)));
    for (const QString& name : names) {
        checkBeside(schema, name);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestBeside::sequencesOfIdentityColumnsStay()
{
    for (const archive::Relation& relation : m_toc.relations()) {
        if (relation.name != QLatin1String("orders number") &&
            relation.name != QLatin1String("orders_other_id_seq"))
            continue;
        const auto report = putBeside(relation.schema, {relation.name});
        QVERIFY(!report);
        QVERIFY2(report.error().message.contains(QStringLiteral("identity")), qPrintable(problemOf(report)));
    }
}

/// The owner of that view may not see all rows of the table it is filled from.
void TestBeside::whatTheServerRefusesChangesNothing()
{
    const QList<archive::Relation> relations = m_toc.relations();
    const auto found = std::find_if(relations.begin(), relations.end(), [](const archive::Relation& each) {
        return each.name == QLatin1String("per_status");
    });
    QVERIFY(found != relations.end());
    const auto report = putBeside(found->schema, {found->name});
    QVERIFY(!report);
    QVERIFY2(report.error().detail.contains(QStringLiteral("row-level security")),
             qPrintable(problemOf(report)));
    QVERIFY(originalText() == m_before);
}

void TestBeside::besideStopsAtTakenNames()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("back")));
    QVERIFY(run(draftInto(QStringLiteral("back"))));
    QCOMPARE(script(QStringLiteral("CREATE SCHEMA beside; CREATE TABLE beside.pets (a int)")), QString());
    const QString before = digest();
    RestoreDraft draft = draftInto(QStringLiteral("back"), QStringLiteral("pets"));
    draft.intoSchema = QStringLiteral("beside");
    const auto report = run(draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::Conflict);
    QCOMPARE(digest(), before);
    // Both tables, and the key between them points to the new one.
    draft.intoSchema = QStringLiteral("beside 2");
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    const auto both = run(draft);
    QVERIFY2(both, qPrintable(problemOf(both)));
    QCOMPARE(value(QStringLiteral("SELECT confrelid::regclass FROM pg_constraint WHERE conrelid = '\"beside "
                                  "2\".pets'::regclass AND contype = 'f'")),
             QStringLiteral("\"beside 2\".people"));
    QCOMPARE(value(QStringLiteral("SELECT pg_get_serial_sequence('\"beside 2\".people', 'id')")),
             QStringLiteral("\"beside 2\".people_id_seq"));
}

QTEST_GUILESS_MAIN(TestBeside)
#include "besidetest.moc"
