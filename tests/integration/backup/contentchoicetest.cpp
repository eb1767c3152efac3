// SPDX-License-Identifier: GPL-3.0-or-later
// What we say that pg_dump will dump is what it dumps: patterns and exceptions are held against the archives that it makes.
#include "archive/dump.h"
#include "archive/readback.h"
#include "backup/expectation.h"
#include "support/runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using backup::ContentChoice;
using backup::Keep;

namespace {

using Names = QSet<postgres::RelationName>;

QByteArray listed(const Names& names)
{
    QStringList all;
    for (const postgres::RelationName& name : names)
        all.append(name.first + QLatin1Char('.') + name.second);
    all.sort();
    return all.join(QLatin1Char('\n')).toUtf8();
}

} // namespace

class TestContentChoice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void asPgDumpDoes_data();
    void asPgDumpDoes();
    void namesThatMeanNothing();
    void noPatterns_data();
    void noPatterns();
    void jsonRoundTrip();
    void searchPathStaysPinned();

private:
    TestCluster& m_cluster = TestCluster::shared();
};

void TestContentChoice::initTestCase()
{
    QVERIFY(m_cluster.createDatabase(QStringLiteral("names")));
    const auto made = m_cluster.script(QStringLiteral("names"), QStringLiteral(
        "CREATE SCHEMA app; CREATE SCHEMA \"App\"; CREATE SCHEMA \"a.b\"; CREATE SCHEMA hidden; CREATE SCHEMA \"$s[1]\";"
        "CREATE TABLE public.orders (id serial PRIMARY KEY); CREATE TABLE public.orders_old (id int); CREATE TABLE public.\"Orders\" (id int);"
        "CREATE TABLE app.orders (id int GENERATED ALWAYS AS IDENTITY); CREATE TABLE \"App\".orders (id int); CREATE TABLE hidden.orders (id int);"
        "CREATE TABLE \"a.b\".\"c.d\" (id int); CREATE TABLE app.\"x|y\" (id int); CREATE TABLE app.\"say \"\"hi\"\"\" (id int); CREATE TABLE app.\"$money\" (id int);"
        "CREATE TABLE \"$s[1]\".\"t*\" (id int); CREATE TABLE app.\"new\nline\" (id int); CREATE TABLE app.größe (id int); CREATE TABLE app.\"GRÖSSE\" (id int);"
        "CREATE UNLOGGED TABLE app.fleeting (id int);"
        "CREATE TABLE app.parts (d int, id serial) PARTITION BY RANGE (d); CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (10);"
        "CREATE TABLE app.parts_2 PARTITION OF app.parts FOR VALUES FROM (10) TO (20);"
        "CREATE VIEW app.seen AS SELECT * FROM app.orders; CREATE MATERIALIZED VIEW app.sums AS SELECT count(*) FROM app.orders; CREATE SEQUENCE app.alone;"
        "CREATE SEQUENCE public.owned OWNED BY public.orders_old.id;"
        "ALTER DATABASE names SET search_path = app, public"));
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
}

void TestContentChoice::asPgDumpDoes_data()
{
    QTest::addColumn<QStringList>("tables");
    QTest::addColumn<QStringList>("excluded");
    QTest::addColumn<QStringList>("withoutRows");
    QTest::addColumn<QStringList>("schemas");
    QTest::addColumn<QStringList>("excludedSchemas");
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char* name, const char* option, const QString& pattern, const char* toolOption = nullptr) {
        QList<QStringList> lists(5);
        const QList<QByteArray> order{"table", "exclude-table", "exclude-table-data", "schema", "exclude-schema"};
        lists[order.indexOf(option)] = QStringList{pattern};
        QTest::newRow(name) << lists.at(0) << lists.at(1) << lists.at(2) << lists.at(3) << lists.at(4) << (toolOption ? QStringList{QLatin1String(toolOption)} : QStringList());
    };
    QTest::newRow("nothing said") << QStringList() << QStringList() << QStringList() << QStringList() << QStringList() << QStringList();
    row("visible name", "table", QStringLiteral("orders"));
    row("star", "table", QStringLiteral("ord*"));
    row("upper case is folded", "table", QStringLiteral("PUBLIC.ORDERS"));
    row("quoted", "table", QStringLiteral("public.\"Orders\""));
    row("quoted schema", "table", QStringLiteral("\"App\".*"));
    row("dots in names", "table", QStringLiteral("\"a.b\".\"c.d\""));
    row("alternatives", "table", QStringLiteral("app.(seen|sums)"));
    row("a bar in quotes", "table", QStringLiteral("app.\"x|y\""));
    row("doubled quotes", "table", QStringLiteral("app.\"say \"\"hi\"\"\""));
    row("dollar", "table", QStringLiteral("app.$money"));
    row("specials in quotes", "table", QStringLiteral("\"$s[1]\".\"t*\""));
    row("question mark", "table", QStringLiteral("app.parts_?"));
    row("class", "table", QStringLiteral("app.parts_[12]"));
    row("line break", "table", postgres::exactPattern(QStringLiteral("app"), QStringLiteral("new\nline")));
    row("umlauts", "table", QStringLiteral("app.größe"));
    row("partitioned parent", "table", QStringLiteral("app.parts"));
    row("a sequence comes with its table", "table", QStringLiteral("public.orders_old"));
    row("identity alone", "table", QStringLiteral("app.orders_id_seq"));
    row("without a table", "exclude-table", QStringLiteral("app.orders"));
    row("without a table and its serial", "exclude-table", QStringLiteral("public.orders"));
    row("without many", "exclude-table", QStringLiteral("*"));
    row("without rows", "exclude-table-data", QStringLiteral("app.*"));
    row("a schema", "schema", QStringLiteral("app"));
    row("schemas", "schema", QStringLiteral("a*"));
    row("schema in quotes", "schema", QStringLiteral("\"App\""));
    row("without a schema", "exclude-schema", QStringLiteral("app"));
    row("without schemas", "exclude-schema", QStringLiteral("*"));
    row("unlogged rows", "schema", QStringLiteral("app"), "no-unlogged-table-data");
    QTest::newRow("table beats schema") << QStringList{QStringLiteral("hidden.orders")} << QStringList() << QStringList() << QStringList{QStringLiteral("app")}
                                        << QStringList{QStringLiteral("hidden")} << QStringList();
    QTest::newRow("exclusion beats table") << QStringList{QStringLiteral("app.*")} << QStringList{QStringLiteral("app.parts*")} << QStringList() << QStringList() << QStringList()
                                           << QStringList();
}

void TestContentChoice::asPgDumpDoes()
{
    QFETCH(QStringList, tables);
    QFETCH(QStringList, excluded);
    QFETCH(QStringList, withoutRows);
    QFETCH(QStringList, schemas);
    QFETCH(QStringList, excludedSchemas);
    QFETCH(QStringList, options);
    ContentChoice choice;
    choice.tables = tables;
    choice.excludedTables = excluded;
    choice.tablesWithoutRows = withoutRows;
    choice.schemas = schemas;
    choice.excludedSchemas = excludedSchemas;
    QList<backup::ToolOption> toolOptions;
    for (const QString& option : options)
        toolOptions.append(backup::toolOptionFromText(option));

    auto arguments = choice.arguments();
    QVERIFY(arguments);
    arguments->append(QStringLiteral("--format=custom"));
    for (const backup::ToolOption& option : toolOptions)
        arguments->append(backup::argumentOf(option));
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("d"));
    const auto dumped = m_cluster.dump(QStringLiteral("names"), *arguments, file);
    QVERIFY2(dumped, dumped ? "" : qPrintable(dumped.error().toText()));
    const auto dump = archive::Dump::open(file, {}, {});
    QVERIFY(dump);
    const archive::Toc& toc = (*dump)->contents().parts.constFirst().toc;

    auto connection = m_cluster.connect(QStringLiteral("names"));
    QVERIFY(connection);
    const auto relations = postgres::listRelations(*connection);
    QVERIFY(relations);
    const auto expected = backup::expectedRelations(choice, toolOptions, *relations, *connection);
    QVERIFY(expected);
    Names definitions;
    Names rows;
    for (const backup::ExpectedRelation& one : *expected) {
        if (one.definition)
            definitions.insert({one.relation.schema, one.relation.name});
        if (one.rows && one.relation.kind == postgres::RelationKind::Table)
            rows.insert({one.relation.schema, one.relation.name});
    }
    Names defined;
    for (const archive::Relation& relation : toc.relations())
        defined.insert({relation.schema, relation.name});
    Names filled;
    const auto content = archive::readBack(file, {}, {});
    QVERIFY(content);
    for (const archive::TableReadBack& table : content->tables)
        filled.insert({table.schema, table.name});
    QCOMPARE(listed(definitions), listed(defined));
    QCOMPARE(listed(rows), listed(filled));
    QVERIFY(backup::compareRelations(*expected, toc).isEmpty());
}

void TestContentChoice::namesThatMeanNothing()
{
    ContentChoice choice;
    choice.tables = {QStringLiteral("app.orders"), QStringLiteral("app.ordres"), QStringLiteral("public.\"ORDERS\"")};
    choice.schemas = {QStringLiteral("nowhere")};
    auto connection = m_cluster.connect(QStringLiteral("names"));
    QVERIFY(connection);
    const auto without = backup::patternsWithoutMatch(choice, *connection);
    QVERIFY(without);
    QCOMPARE(*without, (QStringList{QStringLiteral("app.ordres"), QStringLiteral("public.\"ORDERS\""), QStringLiteral("nowhere")}));

    // A plan is not made of it, and the sentence names the pattern.
    QTemporaryDir folder;
    backup::BackupDraft draft = draftOf(QStringLiteral("names"), folder.path());
    draft.content = choice;
    const auto report = backUp(openAccess(m_cluster.spec()), draft);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, core::ErrorKind::InvalidInput);
    QVERIFY2(report.error().message.contains(QStringLiteral("app.ordres")), qPrintable(report.error().toText()));
}

void TestContentChoice::noPatterns_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::newRow("open quote") << QStringLiteral("app.\"orders");
    QTest::newRow("three parts") << QStringLiteral("names.app.orders");
    QTest::newRow("nothing") << QString();
    QTest::newRow("no regular expression") << QStringLiteral("app.(orders");
}

void TestContentChoice::noPatterns()
{
    QFETCH(QString, pattern);
    QTemporaryDir folder;
    backup::BackupDraft draft = draftOf(QStringLiteral("names"), folder.path());
    draft.content.tables = {pattern};
    const auto report = backUp(openAccess(m_cluster.spec()), draft);
    QVERIFY(!report);
    QVERIFY2(report.error().kind == core::ErrorKind::InvalidInput || report.error().kind == core::ErrorKind::QueryFailed, qPrintable(report.error().toText()));
    QCOMPARE(leftovers(folder.path()), QString());
}

void TestContentChoice::jsonRoundTrip()
{
    ContentChoice choice;
    choice.part = backup::Part::Rows;
    choice.tables = {QStringLiteral("a.\"b\nc\"")};
    choice.excludedTables = {QStringLiteral("d")};
    choice.tablesWithoutRows = {QStringLiteral("e")};
    choice.schemas = {QStringLiteral("f")};
    choice.excludedSchemas = {QStringLiteral("g")};
    choice.exceptions = {{QStringLiteral("h"), QStringLiteral("i\"j"), Keep::Definition}, {QStringLiteral("k"), QStringLiteral("l"), Keep::Nothing}};
    choice.skippedSchemas = {QStringLiteral("m")};
    choice.largeObjects = backup::LargeObjects::Leave;
    QCOMPARE(ContentChoice::fromJson(choice.toJson()), choice);
    QVERIFY(!choice.isEverything());
    QVERIFY(ContentChoice::fromJson({}).isEverything());
}

void TestContentChoice::searchPathStaysPinned()
{
    auto connection = m_cluster.connect(QStringLiteral("names"));
    QVERIFY(connection);
    ContentChoice choice;
    choice.tables = {QStringLiteral("orders")};
    QVERIFY(backup::expectedRelations(choice, {}, {}, *connection));
    const auto path = connection->query("SHOW search_path", {}, QStringLiteral("failed"));
    QVERIFY(path);
    QCOMPARE(path->text(0, 0), QString());
}

QTEST_GUILESS_MAIN(TestContentChoice)
#include "contentchoicetest.moc"
