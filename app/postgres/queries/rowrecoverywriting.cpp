// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are written, and read back.
#include "core/quoting.h"
#include "postgres/queries/recoverypieces.h"

namespace tidemark::postgres {

Sql RecoverySql::write(StagedKind kind, const RowRange& range, int step) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("step", Sql("").number(step));
    pieces.set("this kind", kindLiteral(kind));
    pieces.set("first", Sql("").number(range.first)).set("last", Sql("").number(range.last));
    pieces.set("chosen", pieces.into("t.state {=} 'w' AND t.kind {=} {this kind} AND t.n {>=} {first} AND t.n {<=} {last}"));
    pieces.set("same place", pieces.into("l.tableoid {=} b.{part} AND l.ctid {=} b.{place}"));
    Sql change("");
    switch (kind) {
    case StagedKind::Missing:
        pieces.set("s.columns", list("s", m_target.columns));
        change = pieces.into("INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE\n"
                             "  SELECT {s.columns}\n"
                             "  FROM {wanted} s JOIN {states} t ON t.n {=} s.{n} WHERE {chosen}\n"
                             "  ORDER BY s.{n}");
        break;
    case StagedKind::Changed:
        pieces.set("assignments", assignments(m_target.changed, "s"));
        change = pieces.into("UPDATE {live} l SET {assignments}\n"
                             "  FROM {wanted} s JOIN {states} t ON t.n {=} s.{n} JOIN {before} b ON b.{n} {=} t.n\n"
                             "  WHERE {same place} AND {chosen}");
        break;
    case StagedKind::Extra:
        change = pieces.into("DELETE FROM {live} l\n"
                             "  USING {before} b JOIN {states} t ON t.n {=} b.{n}\n"
                             "  WHERE {same place} AND {chosen}");
        break;
    }
    if (!m_target.key.isEmpty())
        return change;
    // Without a key the rows are found again by where they are.
    pieces.set("change", change);
    pieces.set("which", kind == StagedKind::Missing ? Sql("NULL::pg_catalog.int8, tableoid, ctid")
                                                    : pieces.into("b.{n}, l.tableoid, l.ctid"));
    return pieces.into("WITH changed(n, part, place) AS ({change}\n  RETURNING {which})\n"
                       "  INSERT INTO {written} SELECT n, {this kind}, part, place, {step} FROM changed");
}

Sql RecoverySql::markDone(StagedKind kind, const RowRange& range, int step) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("step", Sql("").number(step));
    pieces.set("this kind", kindLiteral(kind));
    pieces.set("first", Sql("").number(range.first)).set("last", Sql("").number(range.last));
    return pieces.into("UPDATE {states} SET state = 'd', step = {step} WHERE state {=} 'w' AND kind {=} {this kind}"
                       " AND n {>=} {first} AND n {<=} {last}");
}

Sql RecoverySql::takeAfter() const
{
    SqlPieces pieces = m_pieces;
    pieces.set("l.all", list("l", m_target.allColumns));
    if (m_target.key.isEmpty()) {
        // Deleted rows have no place any more.
        pieces.set("rows", pieces.into("SELECT coalesce(w.n, -row_number() OVER ()) AS {n}, w.kind AS {kind},"
                                       " w.step AS {state}, {l.all} FROM {written} w"
                                       " JOIN {live} l ON l.tableoid = w.part AND l.ctid = w.place WHERE w.kind <> 'x'"));
    } else {
        pieces.set("same key", sameKey(m_target.key, "l", "s"));
        pieces.set("rows", pieces.into("SELECT t.n AS {n}, t.kind AS {kind}, t.step AS {state}, {l.all} FROM {wanted} s"
                                       " JOIN {states} t ON t.n = s.{n} AND t.state = 'd' JOIN {live} l ON {same key}"));
    }
    // The planner would otherwise think of the states as they were at first.
    return pieces.into("ANALYZE {states};\n"
                       "CREATE TEMPORARY TABLE {after} ON COMMIT DROP AS {rows};\nANALYZE {after}");
}

Sql RecoverySql::countDifferent() const
{
    const auto different = [this](StagedKind kind, const QStringList& columns) {
        SqlPieces pieces = m_pieces;
        pieces.set("this kind", kindLiteral(kind));
        pieces.set("s.content", content("s", columns)).set("a.content", content("a", columns));
        return pieces.into("(SELECT count(*) FROM (SELECT {s.content} FROM {wanted} s JOIN {states} t ON t.n = s.{n}"
                           " WHERE t.state = 'd' AND t.kind = {this kind}"
                           " EXCEPT ALL SELECT {a.content} FROM {after} a WHERE a.{kind} = {this kind}) d)");
    };
    QStringList written = keyNames();
    for (const QString& name : m_target.changed) {
        if (!written.contains(name))
            written.append(name);
    }
    Sql count = Sql("SELECT ").add(different(StagedKind::Missing, m_target.columns));
    if (!written.isEmpty())
        count.add(" + ").add(different(StagedKind::Changed, written));
    return count.add(m_pieces.into(" + (SELECT count(*) FROM {before} b"
                                   " JOIN {states} t ON t.n = b.{n} AND t.state = 'd' AND t.kind = 'x'"
                                   " JOIN {live} l ON l.tableoid = b.{part} AND l.ctid = b.{place})"));
}

Sql RecoverySql::keysWritten() const
{
    SqlPieces pieces = m_pieces;
    pieces.set("a.shown", list("a", shownColumns())).set("b.shown", list("b", shownColumns()));
    return pieces.into("COPY (SELECT {kind}, {a.shown} FROM {after} a UNION ALL SELECT t.kind, {b.shown}"
                       " FROM {before} b JOIN {states} t ON t.n = b.{n}"
                       " WHERE t.state = 'd' AND t.kind = 'x') TO STDOUT {file encoding}");
}

Sql RecoverySql::advance(const ColumnSequence& sequence) const
{
    return advanceText(m_pieces.into("{live}"), sequence);
}

Sql switchTriggersOff(const QList<TableTrigger>& triggers)
{
    Sql names("");
    for (const TableTrigger& trigger : triggers) {
        names.add(names.text().isEmpty() ? Sql("(") : Sql(", ("));
        names.literalValue(trigger.schema).add(", ").literalValue(trigger.table);
        names.add(", ").literalValue(trigger.name).add(")");
    }
    if (triggers.isEmpty())
        names.add("('', '', '')");
    return SqlPieces().set("names", names).into(
        "CREATE TEMPORARY TABLE tidemark_triggers ON COMMIT DROP AS\n"
        "  SELECT t.tgrelid, t.tgname, t.tgenabled FROM pg_catalog.pg_trigger t\n"
        "  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
        "  WHERE t.tgenabled IN ('O', 'A') AND (n.nspname, c.relname, t.tgname) IN ({names});\n"
        "DO $$ DECLARE it record; BEGIN\n"
        "  FOR it IN SELECT * FROM pg_temp.tidemark_triggers LOOP\n"
        "    EXECUTE pg_catalog.format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', it.tgrelid::pg_catalog.regclass,"
        " it.tgname);\n"
        "  END LOOP;\nEND $$");
}

Sql switchTriggersBack()
{
    return Sql("DO $$ DECLARE it record; BEGIN\n"
               "  FOR it IN SELECT * FROM pg_temp.tidemark_triggers LOOP\n"
               "    EXECUTE pg_catalog.format('ALTER TABLE ONLY %s ENABLE %sTRIGGER %I',"
               " it.tgrelid::pg_catalog.regclass,\n"
               "      CASE it.tgenabled WHEN 'A' THEN 'ALWAYS ' ELSE '' END, it.tgname);\n"
               "  END LOOP;\nEND $$");
}

} // namespace tidemark::postgres
