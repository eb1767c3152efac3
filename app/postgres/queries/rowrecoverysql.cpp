// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/recoverypieces.h"

#include <utility>

namespace tidemark::postgres {

const char* stagedKindText(StagedKind kind)
{
    switch (kind) {
    case StagedKind::Missing:
        return "m";
    case StagedKind::Changed:
        return "c";
    case StagedKind::Extra:
        break;
    }
    return "x";
}

RecoverySql::RecoverySql(RecoveryTarget target)
    : m_target(std::move(target))
{
    for (const char* role : {"wanted", "seen", "written", "before", "after", "found", "pairs"})
        m_pieces.set(role, stage(role));
    m_pieces.set("states", stage("state"));
    for (const char* name : {"n", "kind", "state", "part", "place", "same"})
        m_pieces.set(name, own(name));
    const Sql name = Sql("").qualified(m_target.schema, m_target.name);
    m_pieces.set("name", name).set("live", m_target.isPartitioned ? name : Sql("ONLY ").add(name));
    m_pieces.set("columns", list("", m_target.columns));
    m_pieces.set("file encoding", Sql("WITH (ENCODING ").literalValue(m_target.fileEncoding).add(")"));
    m_pieces.set("=", "OPERATOR(pg_catalog.=)");
    m_pieces.set(">=", "OPERATOR(pg_catalog.>=)").set("<=", "OPERATOR(pg_catalog.<=)");
}

Sql RecoverySql::stage(const char* role) const
{
    return Sql("pg_temp.")
        .identifier(QStringLiteral("tidemark_%1_%2").arg(QLatin1String(role)).arg(m_target.number));
}

Sql RecoverySql::own(const char* name) const
{
    QString free = QStringLiteral("tidemark_") + QLatin1String(name);
    while (m_target.allColumns.contains(free) || m_target.columns.contains(free))
        free += QLatin1Char('_');
    return Sql("").identifier(free);
}

Sql RecoverySql::list(const char* alias, const QStringList& columns) const
{
    Sql all("");
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (i > 0)
            all.add(", ");
        all.add(*alias ? column(alias, columns.at(i)) : Sql("").identifier(columns.at(i)));
    }
    return all;
}

// As text, because what is compared was COPY's text: an image may differ where the value and its text do not.
Sql RecoverySql::content(const char* alias, const QStringList& columns) const
{
    return Sql("ROW(").add(list(alias, columns)).add(")::pg_catalog.text COLLATE pg_catalog.\"C\"");
}

Sql RecoverySql::sameKey(const QList<KeyColumn>& key, const char* one, const char* other) const
{
    Sql all("");
    for (qsizetype i = 0; i < key.size(); ++i) {
        if (i > 0)
            all.add(" AND ");
        all.add(column(one, key.at(i).column))
            .add(equals(key.at(i).equals))
            .add(column(other, key.at(i).column));
    }
    return all;
}

Sql RecoverySql::assignments(const QStringList& columns, const char* alias) const
{
    Sql all("");
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (i > 0)
            all.add(", ");
        all.identifier(columns.at(i)).add(" = ").add(column(alias, columns.at(i)));
    }
    return all;
}

QStringList RecoverySql::keyNames() const
{
    QStringList names;
    for (const KeyColumn& part : m_target.key)
        names.append(part.column);
    return names;
}

QStringList RecoverySql::shownColumns() const
{
    return m_target.key.isEmpty() ? m_target.columns : keyNames();
}

Sql RecoverySql::lockTable() const
{
    return m_target.key.isEmpty() ? m_pieces.into("LOCK TABLE {live} IN SHARE ROW EXCLUSIVE MODE")
                                  : m_pieces.into("LOCK TABLE {live} IN ACCESS SHARE MODE");
}

// A table of the same columns and types, without its constraints.
Sql RecoverySql::emptyLike(const char* role, const QStringList& columns) const
{
    SqlPieces pieces = m_pieces;
    Sql typed("");
    for (const QString& name : columns) {
        typed.add(typed.text().isEmpty() ? Sql("") : Sql(", ")).add(column("l", name));
        if (const auto base = m_target.baseTypes.constFind(name); base != m_target.baseTypes.constEnd())
            typed.add("::").add(Sql::script(base->toUtf8())).add(" AS ").identifier(name);
    }
    pieces.set("new", stage(role)).set("l.columns", typed);
    return pieces.into("CREATE TEMPORARY TABLE {new} ON COMMIT DROP AS SELECT 0::pg_catalog.int8 AS {n},"
                       " ''::pg_catalog.text AS {kind}, ''::pg_catalog.text AS {state}, {l.columns}"
                       " FROM {live} l WITH NO DATA");
}

Sql RecoverySql::createStages() const
{
    const Sql ours = m_pieces.into(
        "CREATE TEMPORARY TABLE {states} (n pg_catalog.int8 PRIMARY KEY, kind pg_catalog.text,"
        " state pg_catalog.text, reason pg_catalog.text, detail pg_catalog.text, step pg_catalog.int4) ON COMMIT DROP;\n"
        "CREATE TEMPORARY TABLE {written} (n pg_catalog.int8, kind pg_catalog.text, part pg_catalog.oid,"
        " place pg_catalog.tid, step pg_catalog.int4) ON COMMIT DROP");
    return emptyLike("wanted", m_target.columns)
        .add(";\n")
        .add(emptyLike("seen", m_target.columns))
        .add(";\n")
        .add(ours);
}

Sql RecoverySql::copyWanted(const QString& encoding) const
{
    return m_pieces.into("COPY {wanted} ({n}, {kind}, {state}, {columns}) FROM STDIN WITH (ENCODING ")
        .literalValue(encoding)
        .add(")");
}

Sql RecoverySql::copySeen(const QString& encoding) const
{
    return m_pieces.into("COPY {seen} ({n}, {kind}, {state}, {columns}) FROM STDIN WITH (ENCODING ")
        .literalValue(encoding)
        .add(")");
}

Sql RecoverySql::fillState() const
{
    return m_pieces.into("INSERT INTO {states} (n, kind, state)\n"
                         "  SELECT {n}, {kind}, {state} FROM {wanted}\n"
                         "  UNION ALL SELECT {n}, {kind}, {state} FROM {seen} WHERE {kind} = 'x';\n"
                         "ANALYZE {wanted};\nANALYZE {seen};\nANALYZE {states}");
}

// Equal rows are told apart by counting them on both sides.
Sql RecoverySql::findByContent(const char* stageRole, const QStringList& columns,
                               const QStringList& taken) const
{
    const auto alsoTaken = [&](const char* alias) {
        return taken.isEmpty() ? Sql("") : Sql(", ").add(list(alias, taken));
    };
    SqlPieces pieces = m_pieces;
    pieces.set("staged", stage(stageRole)).set("text", own("text")).set("times", own("times"));
    pieces.set("x.content", content("x", columns)).set("z.content", content("z", columns));
    pieces.set("l.taken", alsoTaken("l")).set("x.taken", alsoTaken("x"));
    return pieces.into("SELECT s.{n}, s.{kind}, s.{state}, l.{part}, l.{place}, true AS {same}{l.taken}\n"
                       "  FROM (SELECT {n}, {kind}, {state}, {text},"
                       " row_number() OVER (PARTITION BY {text} ORDER BY {n}) AS {times}"
                       " FROM (SELECT {n}, {kind}, {state}, {x.content} AS {text} FROM {staged} x) y) s\n"
                       "  JOIN (SELECT *, row_number() OVER (PARTITION BY {text}) AS {times}"
                       " FROM (SELECT x.tableoid AS {part}, x.ctid AS {place}, {x.content} AS {text}{x.taken}"
                       " FROM {live} x) y WHERE {text} IN (SELECT {z.content} FROM {staged} z)) l\n"
                       "  ON l.{text} = s.{text} AND l.{times} = s.{times}");
}

Sql RecoverySql::takeBefore(RowLocks locks) const
{
    SqlPieces pieces = m_pieces;
    if (m_target.key.isEmpty()) {
        pieces.set("rows", findByContent("seen", m_target.columns, m_target.allColumns));
    } else {
        pieces.set("l.content", content("l", m_target.columns)).set("s.content", content("s", m_target.columns));
        pieces.set("l.all", list("l", m_target.allColumns)).set("same key", sameKey(m_target.key, "l", "s"));
        const Sql rows = pieces.into("SELECT s.{n}, s.{kind}, l.tableoid AS {part}, l.ctid AS {place},"
                                     " {l.content} = {s.content} AS {same}, {l.all}\n"
                                     "  FROM {seen} s JOIN {live} l ON {same key}");
        pieces.set("rows", locks == RowLocks::ForUpdate ? Sql(rows).add(" FOR UPDATE OF l") : rows);
    }
    return pieces.into("CREATE TEMPORARY TABLE {before} ON COMMIT DROP AS\n  {rows};\nANALYZE {before}");
}

} // namespace tidemark::postgres
