// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/selection.h"

#include "archive/entrysql.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

/// A table of contents by hand: without drop statements and OIDs, as one made from plain SQL.
class Contents
{
public:
    int add(const QString& type, const QString& schema, const QString& tag, const QByteArray& definition,
            const QList<int>& dependencies = {}, const QString& owner = u"me"_s)
    {
        EntryFields entry;
        entry.dumpId = ++m_last;
        entry.type = type;
        entry.schema = schema;
        entry.tag = tag;
        entry.definition = definition;
        entry.dependencies = dependencies;
        entry.owner = owner;
        const bool isData = type.endsWith(u" DATA"_s) || type == u"SEQUENCE SET"_s;
        const bool isPost = type.contains(u"CONSTRAINT"_s) || type == u"INDEX"_s || type == u"TRIGGER"_s;
        entry.section = isData ? Section::Data : isPost ? Section::PostData : Section::PreData;
        toc.entries.append(entry);
        return m_last;
    }
    int addTable(const QString& name, const QByteArray& columns, const QList<int>& dependencies = {})
    {
        const int table =
            add(u"TABLE"_s, u"app"_s, name, "CREATE TABLE app." + name.toUtf8() + " (\n" + columns + "\n);\n",
                dependencies);
        add(u"TABLE DATA"_s, u"app"_s, name, {}, {table});
        return table;
    }
    Toc toc;

private:
    int m_last = 0;
};

class SelectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatATableNeeds();
    void foreignKeys_data();
    void foreignKeys();
    void bodiesAreGuessedAt();
    void rowsThatAreReadComeFirst();
    void definitionOnly();
    void schemasAndLargeObjects();
    void unknownKindsComeAlong();
    void circlesAndLooseEnds();
    void isLinear();
    void relationsByName_data();
    void relationsByName();
    void entriesAsSql();
};

static Selection select(const Contents& contents, const QList<int>& chosen, SelectionOptions options = {})
{
    auto selection = selectEntries(contents.toc, chosen, options);
    return selection ? *selection : Selection();
}

static QStringList shown(const Contents& contents, const Selection& selection)
{
    QStringList lines;
    for (const SelectedEntry& entry : selection.entries)
        lines.append(contents.toc.byDumpId(entry.dumpId)->type() + u": "_s + entry.reason);
    return lines;
}

void SelectionTest::whatATableNeeds()
{
    Contents c;
    c.add(u"SCHEMA"_s, {}, u"app"_s, "CREATE SCHEMA app;", {}, u"boss"_s);
    const int status = c.add(u"TYPE"_s, u"app"_s, u"status"_s, "CREATE TYPE app.status AS ENUM ('a');");
    const int touch = c.add(u"FUNCTION"_s, u"app"_s, u"touch()"_s,
                            "CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN END$$;");
    const int posts = c.addTable(u"posts"_s, "id integer NOT NULL, status app.status", {status});
    const int other = c.addTable(u"other"_s, "id integer");
    const int sequence =
        c.add(u"SEQUENCE"_s, u"app"_s, u"posts_id_seq"_s, "CREATE SEQUENCE app.posts_id_seq;");
    c.add(u"SEQUENCE OWNED BY"_s, u"app"_s, u"posts_id_seq"_s,
          "ALTER SEQUENCE app.posts_id_seq OWNED BY app.posts.id;", {sequence, posts});
    c.add(u"SEQUENCE SET"_s, u"app"_s, u"posts_id_seq"_s,
          "SELECT pg_catalog.setval('app.posts_id_seq', 3, true);", {sequence});
    c.add(u"DEFAULT"_s, u"app"_s, u"posts id"_s,
          "ALTER TABLE ONLY app.posts ALTER COLUMN id SET DEFAULT nextval('app.posts_id_seq'::regclass);",
          {posts, sequence});
    c.add(u"INDEX"_s, u"app"_s, u"posts_i"_s, "CREATE INDEX posts_i ON app.posts USING btree (id);", {posts});
    c.add(u"INDEX"_s, u"app"_s, u"other_i"_s, "CREATE INDEX other_i ON app.other USING btree (id);", {other});
    c.add(u"TRIGGER"_s, u"app"_s, u"posts posts_touch"_s,
          "CREATE TRIGGER posts_touch BEFORE UPDATE OF id ON app.posts FOR EACH ROW EXECUTE FUNCTION "
          "app.touch();",
          {posts, touch});
    c.add(u"COMMENT"_s, u"app"_s, u"TABLE posts"_s, "COMMENT ON TABLE app.posts IS 'x';", {posts});
    c.add(u"ACL"_s, u"app"_s, u"TABLE posts"_s,
          "GRANT SELECT ON TABLE app.posts TO reader, \"Odd, one\" WITH GRANT OPTION;\nREVOKE ALL ON TABLE "
          "app.posts FROM PUBLIC;",
          {posts});
    const Selection selection = select(c, {posts});
    QCOMPARE(shown(c, selection),
             (QStringList{u"SCHEMA: schema of table app.posts"_s, u"TYPE: type of column app.posts.status"_s,
                          u"FUNCTION: function called by trigger posts_touch"_s, u"TABLE: chosen"_s,
                          u"TABLE DATA: rows of table app.posts"_s,
                          u"SEQUENCE: sequence behind app.posts.id, and its value"_s,
                          u"SEQUENCE OWNED BY: ties the sequence to column app.posts.id"_s,
                          u"SEQUENCE SET: value of the sequence behind app.posts.id"_s,
                          u"DEFAULT: default of column app.posts.id"_s, u"INDEX: index of table app.posts"_s,
                          u"TRIGGER: trigger of table app.posts"_s, u"COMMENT: comment on table app.posts"_s,
                          u"ACL: privileges on table app.posts"_s}));
    QCOMPARE(selection.roles, (QStringList{u"Odd, one"_s, u"boss"_s, u"me"_s, u"reader"_s}));
}

void SelectionTest::foreignKeys_data()
{
    QTest::addColumn<ForeignKeys>("choice");
    QTest::addColumn<int>("entries");
    QTest::addColumn<bool>("isSkipped");
    QTest::newRow("skip") << ForeignKeys::Skip << 2 << true;
    QTest::newRow("not valid") << ForeignKeys::NotValid << 4 << false;
    QTest::newRow("bring") << ForeignKeys::BringParents << 7 << false;
}

void SelectionTest::foreignKeys()
{
    QFETCH(ForeignKeys, choice);
    QFETCH(int, entries);
    QFETCH(bool, isSkipped);
    Contents c;
    const int parent = c.addTable(u"parent"_s, "id integer");
    const int child = c.addTable(u"child"_s, "id integer");
    const int key =
        c.add(u"CONSTRAINT"_s, u"app"_s, u"parent parent_pkey"_s,
              "ALTER TABLE ONLY app.parent ADD CONSTRAINT parent_pkey PRIMARY KEY (id);", {parent});
    const int reference =
        c.add(u"FK CONSTRAINT"_s, u"app"_s, u"child f"_s,
              "ALTER TABLE ONLY app.child ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES app.parent(id);",
              {child, parent, key});
    c.add(u"COMMENT"_s, u"app"_s, u"CONSTRAINT f ON child"_s, "COMMENT ON CONSTRAINT f ON app.child IS 'x';",
          {reference});
    SelectionOptions options;
    options.foreignKeys = choice;
    const Selection selection = select(c, {child}, options);
    QCOMPARE(selection.entries.size(), entries);
    QCOMPARE(selection.skipped.size(), isSkipped ? 1 : 0);
    if (isSkipped)
        QCOMPARE(selection.skipped.constFirst().reason, u"foreign key to app.parent, which is not chosen"_s);
    for (const SelectedEntry& entry : selection.entries)
        QCOMPARE(entry.makeNotValid, choice == ForeignKeys::NotValid && entry.dumpId == reference);
    QCOMPARE(select(c, {child, parent}, options).entries.size(), 7);
}

void SelectionTest::bodiesAreGuessedAt()
{
    Contents c;
    const int codes = c.add(u"SEQUENCE"_s, u"app"_s, u"codes"_s, "CREATE SEQUENCE app.codes;");
    const int log = c.addTable(u"log"_s, "what text");
    const int lonely = c.addTable(u"lonely"_s, "what text");
    c.addTable(u"commented"_s, "what text");
    const int function =
        c.add(u"FUNCTION"_s, u"app"_s, u"f()"_s,
              "CREATE FUNCTION app.f() RETURNS void LANGUAGE plpgsql AS $_$ BEGIN -- app.commented\n"
              "PERFORM nextval('app.codes'); EXECUTE 'INSERT INTO ' || 'app.log' || ' SELECT 1'; DELETE FROM "
              "lonely; END $_$;");
    const Selection selection = select(c, {function});
    QSet<int> ids;
    for (const SelectedEntry& entry : selection.entries) {
        ids.insert(entry.dumpId);
        QCOMPARE(entry.isGuess, entry.dumpId != function);
    }
    QCOMPARE(ids, (QSet<int>{codes, log, lonely, function}));
    QCOMPARE(selection.findings.size(), 1);
}

void SelectionTest::rowsThatAreReadComeFirst()
{
    Contents c;
    const int function = c.add(u"FUNCTION"_s, u"app"_s, u"ok(text)"_s,
                               "CREATE FUNCTION app.ok(text) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS "
                               "(SELECT FROM app.zzz)';");
    const int fresh =
        c.add(u"FUNCTION"_s, u"app"_s, u"fresh()"_s,
              "CREATE FUNCTION app.fresh() RETURNS text LANGUAGE sql AS 'SELECT a FROM app.defaults';");
    const int aaa = c.addTable(u"aaa"_s, "a text DEFAULT app.fresh() CHECK (app.ok(a))", {function, fresh});
    const int defaults = c.addTable(u"defaults"_s, "a text");
    const int zzz = c.addTable(u"zzz"_s, "a text");
    const Selection selection = select(c, {aaa});
    QCOMPARE(selection.loadOrder, (QList<int>{zzz + 1, aaa + 1}));
    QVERIFY(shown(c, selection).contains(u"TABLE: guessed from the text of function app.fresh"_s));
    QCOMPARE(select(c, {aaa, defaults}).loadOrder.indexOf(zzz + 1), 0);
}

void SelectionTest::definitionOnly()
{
    Contents c;
    const int table = c.addTable(u"t"_s, "id integer");
    c.add(u"INDEX"_s, u"app"_s, u"i"_s, "CREATE INDEX i ON app.t USING btree (id);", {table});
    SelectionOptions options;
    options.part = SelectedPart::DefinitionOnly;
    QCOMPARE(shown(c, select(c, {table}, options)),
             (QStringList{u"TABLE: chosen"_s, u"INDEX: index of table app.t"_s}));
}

void SelectionTest::schemasAndLargeObjects()
{
    Contents c;
    const int schema = c.add(u"SCHEMA"_s, {}, u"app"_s, "CREATE SCHEMA app;");
    c.addTable(u"t"_s, "id integer");
    c.add(u"FUNCTION"_s, u"app"_s, u"f()"_s,
          "CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';");
    c.add(u"FUNCTION"_s, u"else"_s, u"f()"_s,
          "CREATE FUNCTION else.f() RETURNS int LANGUAGE sql AS 'SELECT 1';");
    const int one = c.add(u"BLOB"_s, {}, u"1"_s, "SELECT pg_catalog.lo_create('1');");
    c.add(u"BLOB"_s, {}, u"2"_s, "SELECT pg_catalog.lo_create('2');");
    c.add(u"BLOBS"_s, {}, u"BLOBS"_s, {});
    QCOMPARE(select(c, {schema}).entries.size(), 4);
    QCOMPARE(select(c, {one}).entries.size(), 3);
}

void SelectionTest::unknownKindsComeAlong()
{
    Contents c;
    const int needed = c.add(u"HYPER TYPE"_s, u"app"_s, u"h"_s, "CREATE HYPER TYPE app.h;");
    const int table = c.addTable(u"t"_s, "id app.h", {needed});
    c.addTable(u"u"_s, "id integer");
    c.add(u"HYPER PART"_s, u"app"_s, u"p"_s, "CREATE HYPER PART p ON app.t;", {table});
    c.add(u"HYPER PART"_s, u"app"_s, u"q"_s, "CREATE HYPER PART q ON app.u, app.t;", {table, table + 2});
    const Selection selection = select(c, {table});
    QCOMPARE(selection.entries.size(), 4);
    QCOMPARE(selection.findings.size(), 1);
}

void SelectionTest::circlesAndLooseEnds()
{
    Contents c;
    c.add(u"TABLE"_s, u"app"_s, u"a"_s, "CREATE TABLE app.a (b app.b);", {2, 2, 1, 999, -5});
    c.add(u"TABLE"_s, u"app"_s, u"b"_s, "CREATE TABLE app.b (a app.a);", {1});
    c.add(u"TABLE ATTACH"_s, u"app"_s, u"a"_s, "ALTER TABLE ONLY app.b ATTACH PARTITION app.a DEFAULT;",
          {1, 2});
    c.add(u"TABLE ATTACH"_s, u"app"_s, u"b"_s, "ALTER TABLE ONLY app.a ATTACH PARTITION app.b DEFAULT;",
          {2, 1});
    QCOMPARE(select(c, {1}).entries.size(), 4);
    const auto missing = selectEntries(c.toc, {17}, {});
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, core::ErrorKind::NotFound);
}

void SelectionTest::isLinear()
{
    Contents c;
    constexpr int many = 50'000;
    QList<int> tables;
    const int schema = c.add(u"SCHEMA"_s, {}, u"app"_s, "CREATE SCHEMA app;");
    for (int i = 0; i < many; ++i)
        tables.append(c.addTable(u"t%1"_s.arg(i), "id integer", {schema}));
    for (int i = 1; i < many; ++i)
        c.add(u"FK CONSTRAINT"_s, u"app"_s, u"t%1 f"_s.arg(i),
              "ALTER TABLE ONLY app.t" + QByteArray::number(i) +
                  " ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES app.t" + QByteArray::number(i - 1) + "(id);",
              {tables.at(i), tables.at(i - 1)});
    QElapsedTimer timer;
    timer.start();
    SelectionOptions options;
    options.foreignKeys = ForeignKeys::BringParents;
    QCOMPARE(select(c, {tables.constLast()}, options).entries.size(), 3 * many);
    QCOMPARE(select(c, {schema}).entries.size(), 3 * many);
    QCOMPARE(select(c, tables).entries.size(), 3 * many);
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    qInfo("three selections from %lld entries: %lld ms", static_cast<long long>(c.toc.entries.size()),
          static_cast<long long>(timer.elapsed()));
}

void SelectionTest::relationsByName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("found"); // 0: not there, -1: ambiguous
    QTest::addColumn<QString>("word");
    QTest::newRow("alone") << u"Posts"_s << 3 << QString();
    QTest::newRow("with schema") << u"other.orders"_s << 2 << QString();
    QTest::newRow("quoted") << u"\"other\".\"orders\""_s << 2 << QString();
    QTest::newRow("literal") << u"Odd.Name"_s << 4 << QString();
    QTest::newRow("literal with schema") << u"app.Odd.Name"_s << 4 << QString();
    QTest::newRow("a break within") << u"app.new\nline"_s << 5 << QString();
    QTest::newRow("two schemas") << u"orders"_s << -1 << u"app.orders, other.orders"_s;
    QTest::newRow("two readings") << u"app.x"_s << -1 << u"\"app\".\"x\", app.\"app.x\""_s;
    QTest::newRow("one of them") << u"app.\"x\""_s << 6 << QString();
    QTest::newRow("not there") << u"app.postes"_s << 0 << u"app.posts"_s;
    QTest::newRow("other case") << u"\"POSTS\""_s << 0 << u"app.posts"_s;
    QTest::newRow("nothing") << QString() << 0 << QString();
    QTest::newRow("no name") << u"app."_s << 0 << QString();
}

void SelectionTest::relationsByName()
{
    QFETCH(QString, name);
    QFETCH(int, found);
    QFETCH(QString, word);
    Contents c;
    for (const auto& [schema, table] : {std::pair(u"app"_s, u"orders"_s),
                                        {u"other"_s, u"orders"_s},
                                        {u"app"_s, u"posts"_s},
                                        {u"app"_s, u"Odd.Name"_s},
                                        {u"app"_s, u"new\nline"_s},
                                        {u"app"_s, u"x"_s},
                                        {u"app"_s, u"app.x"_s}})
        c.add(u"TABLE"_s, schema, table, {});
    const auto relation = findRelation(c.toc, name);
    QCOMPARE(relation ? *relation : relation.error().kind == core::ErrorKind::NotFound ? 0 : -1, found);
    if (!relation)
        QVERIFY2((relation.error().message + relation.error().hint).contains(word),
                 qPrintable(relation.error().toText()));
}

void SelectionTest::entriesAsSql()
{
    Contents c;
    c.add(u"FUNCTION"_s, u"app"_s, u"Do it; --(integer, text[])"_s,
          "CREATE FUNCTION app.\"Do it; --\"(integer, text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';\n", {},
          u"o\"ne"_s);
    c.add(u"OPERATOR"_s, u"app"_s, u"<"_s,
          "CREATE OPERATOR app.< (\n FUNCTION = app.lt,\n RIGHTARG = character varying(3)\n);", {});
    c.add(u"OPERATOR CLASS"_s, u"app"_s, u"ops"_s,
          "CREATE OPERATOR CLASS app.ops FOR TYPE integer USING btree AS OPERATOR 1 <;", {});
    c.add(u"FK CONSTRAINT"_s, u"app"_s, u"t\nDROP f"_s,
          "ALTER TABLE ONLY app.t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES app.u(id);\n", {});
    const TocGraph graph(c.toc);
    EntrySql sql(graph, {});
    QVERIFY(
        sql.text(0).contains("ALTER FUNCTION \"app\".\"Do it; --\"(integer, text[]) OWNER TO \"o\"\"ne\";"));
    QVERIFY(sql.text(1).contains("ALTER OPERATOR \"app\".< (NONE, character varying(3)) OWNER TO \"me\";"));
    QVERIFY(sql.text(2).contains("ALTER OPERATOR CLASS \"app\".\"ops\" USING btree OWNER TO"));
    QVERIFY(sql.text(3, true).contains("REFERENCES app.u(id) NOT VALID;"));
    QVERIFY(!sql.text(3).contains("\nDROP"));
    EntrySql without(graph, {Ownership::None, Privileges::Keep, Tablespaces::Keep});
    QVERIFY(!without.text(0).contains("OWNER"));
}

QTEST_GUILESS_MAIN(SelectionTest)
#include "selectiontest.moc"
