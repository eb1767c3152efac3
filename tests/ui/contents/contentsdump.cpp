// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contentsdump.h"

#include "core/quoting.h"
#include "unit/archive/archivewriter.h"

namespace tidemark::test {

namespace {

const char script[] = R"sql(
CREATE SCHEMA sales;
CREATE TYPE sales.mood AS ENUM ('good', 'bad');
CREATE TABLE public.people (id int PRIMARY KEY, name text, note text);
COMMENT ON TABLE public.people IS 'Everybody, also those who left';
INSERT INTO public.people VALUES (1, 'Ada', NULL), (2, '', 'an empty name'), (3, 'NULL', 'a name that looks like nothing');
CREATE TABLE sales.orders (id bigserial PRIMARY KEY, person int REFERENCES public.people, mood sales.mood DEFAULT 'good', body text);
INSERT INTO sales.orders (person, body) SELECT 1 + i % 3, 'order ' || i FROM generate_series(1, 1000) i;
CREATE INDEX orders_by_person ON sales.orders (person);
CREATE TABLE sales.long_values (id int, value text);
INSERT INTO sales.long_values VALUES (1, repeat('0123456789', 200)), (2, repeat('x', 600000)), (3, E'line one\nline two\ttabbed "quoted", comma');
CREATE TABLE sales.empty_one (x int);
CREATE FUNCTION sales.total(p int) RETURNS bigint LANGUAGE plpgsql AS $body$
BEGIN
    -- how many orders a person has
    RETURN (SELECT count(*) FROM sales.orders WHERE person = p);
END
$body$;
CREATE VIEW public.happy AS SELECT * FROM sales.orders WHERE mood = 'good';
SELECT lo_create(4711);
)sql";

} // namespace

core::Status createBrowsable(TestCluster& server, const QString& database)
{
    TIDEMARK_TRY(server.createDatabase(database));
    TIDEMARK_TRY(server.script(database, QLatin1String(script)));
    for (const QString& name : {brokenName, quotedName, turnedName}) {
        const QString table = core::quoteQualified(QStringLiteral("public"), name);
        TIDEMARK_TRY(server.script(database, QStringLiteral("CREATE TABLE %1 (%2 text); INSERT INTO %1 VALUES ('inside')").arg(table, core::quoteIdentifier(name))));
    }
    return {};
}

QByteArray archiveOf(int tables)
{
    tests::ArchiveWriter writer;
    writer.addEncoding("UTF8");
    for (int i = 1; i < tables; ++i) {
        tests::WrittenEntry entry;
        entry.dumpId = i + 1;
        entry.tag = "table_" + QByteArray::number(i);
        entry.schema = "schema_" + QByteArray::number(i % 20);
        entry.type = "TABLE";
        entry.definition = "CREATE TABLE " + *entry.schema + '.' + entry.tag + " (id integer, name text);\n";
        entry.dependencies = {i}; // each needs the one before
        writer.entries.append(entry);
    }
    return writer.build();
}

} // namespace tidemark::test
