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

Sql RecoverySql::liveName() const
{
    return Sql("").qualified(m_target.schema, m_target.name);
}

Sql RecoverySql::live() const
{
    return (m_target.isPartitioned ? Sql("") : Sql("ONLY ")).add(liveName());
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

QStringList RecoverySql::keyNames() const
{
    QStringList names;
    for (const KeyColumn& part : m_target.key)
        names.append(part.column);
    return names;
}

Sql RecoverySql::lockTable() const
{
    Sql lock("LOCK TABLE ");
    lock.add(live());
    return m_target.key.isEmpty() ? lock.add(" IN SHARE ROW EXCLUSIVE MODE")
                                  : lock.add(" IN ACCESS SHARE MODE");
}

// A table of the same columns and types, without its constraints.
Sql RecoverySql::emptyLike(const char* role, const QStringList& columns) const
{
    return Sql("CREATE TEMPORARY TABLE ")
        .add(stage(role))
        .add(" ON COMMIT DROP AS SELECT 0::pg_catalog.int8 AS ")
        .add(own("n"))
        .add(", ''::pg_catalog.text AS ")
        .add(own("kind"))
        .add(", ''::pg_catalog.text AS ")
        .add(own("state"))
        .add(", ")
        .add(list("l", columns))
        .add(" FROM ")
        .add(live())
        .add(" l WITH NO DATA");
}

Sql RecoverySql::createStages() const
{
    return emptyLike("wanted", m_target.columns)
        .add(";\n")
        .add(emptyLike("seen", m_target.columns))
        .add(";\nCREATE TEMPORARY TABLE ")
        .add(stage("state"))
        .add(" (n pg_catalog.int8 PRIMARY KEY, kind pg_catalog.text, state pg_catalog.text, reason "
             "pg_catalog.text, detail pg_catalog.text)"
             " ON COMMIT DROP;\nCREATE TEMPORARY TABLE ")
        .add(stage("written"))
        .add(" (n pg_catalog.int8, kind pg_catalog.text, part pg_catalog.oid, place pg_catalog.tid) ON "
             "COMMIT DROP");
}

Sql RecoverySql::copyWanted(const QString& encoding) const
{
    return Sql("COPY ")
        .add(stage("wanted"))
        .add(" (")
        .add(own("n"))
        .add(", ")
        .add(own("kind"))
        .add(", ")
        .add(own("state"))
        .add(", ")
        .add(list("", m_target.columns))
        .add(") FROM STDIN WITH (ENCODING ")
        .literalValue(encoding)
        .add(")");
}

Sql RecoverySql::copySeen(const QString& encoding) const
{
    return Sql("COPY ")
        .add(stage("seen"))
        .add(" (")
        .add(own("n"))
        .add(", ")
        .add(own("kind"))
        .add(", ")
        .add(own("state"))
        .add(", ")
        .add(list("", m_target.columns))
        .add(") FROM STDIN WITH (ENCODING ")
        .literalValue(encoding)
        .add(")");
}

Sql RecoverySql::fillState() const
{
    Sql fill("INSERT INTO ");
    fill.add(stage("state"))
        .add(" (n, kind, state)\n  SELECT ")
        .add(own("n"))
        .add(", ")
        .add(own("kind"))
        .add(", ")
        .add(own("state"));
    fill.add(" FROM ")
        .add(stage("wanted"))
        .add("\n  UNION ALL SELECT ")
        .add(own("n"))
        .add(", ")
        .add(own("kind"))
        .add(", ")
        .add(own("state"));
    fill.add(" FROM ").add(stage("seen")).add(" WHERE ").add(own("kind")).add(" = 'x';\nANALYZE ");
    return fill.add(stage("wanted"))
        .add(";\nANALYZE ")
        .add(stage("seen"))
        .add(";\nANALYZE ")
        .add(stage("state"));
}

// Equal rows are told apart by counting them on both sides.
Sql RecoverySql::findByContent(const char* stageRole, const QStringList& columns,
                               const QStringList& taken) const
{
    const Sql n = own("n"), part = own("part"), place = own("place"), t = own("text"), k = own("times");
    Sql find("SELECT s.");
    find.add(n)
        .add(", s.")
        .add(own("kind"))
        .add(", l.")
        .add(part)
        .add(", l.")
        .add(place)
        .add(", true AS ")
        .add(own("same"));
    if (!taken.isEmpty())
        find.add(", ").add(list("l", taken));
    find.add("\n  FROM (SELECT ")
        .add(n)
        .add(", ")
        .add(own("kind"))
        .add(", ")
        .add(t)
        .add(", row_number() OVER (PARTITION BY ")
        .add(t);
    find.add(" ORDER BY ")
        .add(n)
        .add(") AS ")
        .add(k)
        .add(" FROM (SELECT ")
        .add(n)
        .add(", ")
        .add(own("kind"))
        .add(", ");
    find.add(content("x", columns))
        .add(" AS ")
        .add(t)
        .add(" FROM ")
        .add(stage(stageRole))
        .add(" x) y) s\n  JOIN (SELECT *, row_number() OVER (PARTITION BY ");
    find.add(t)
        .add(") AS ")
        .add(k)
        .add(" FROM (SELECT x.tableoid AS ")
        .add(part)
        .add(", x.ctid AS ")
        .add(place)
        .add(", ")
        .add(content("x", columns));
    find.add(" AS ").add(t);
    if (!taken.isEmpty())
        find.add(", ").add(list("x", taken));
    find.add(" FROM ")
        .add(live())
        .add(" x) y WHERE ")
        .add(t)
        .add(" IN (SELECT ")
        .add(content("z", columns))
        .add(" FROM ")
        .add(stage(stageRole));
    find.add(" z)) l\n  ON l.").add(t).add(" = s.").add(t).add(" AND l.").add(k).add(" = s.").add(k);
    return find;
}

Sql RecoverySql::takeBefore(RowLocks locks) const
{
    Sql take("CREATE TEMPORARY TABLE ");
    take.add(stage("before")).add(" ON COMMIT DROP AS\n  ");
    if (m_target.key.isEmpty())
        return take.add(findByContent("seen", m_target.columns, m_target.allColumns))
            .add(";\nANALYZE ")
            .add(stage("before"));
    take.add("SELECT s.")
        .add(own("n"))
        .add(", s.")
        .add(own("kind"))
        .add(", l.tableoid AS ")
        .add(own("part"))
        .add(", l.ctid AS ")
        .add(own("place"));
    take.add(", ")
        .add(content("l", m_target.columns))
        .add(" = ")
        .add(content("s", m_target.columns))
        .add(" AS ")
        .add(own("same"));
    take.add(", ")
        .add(list("l", m_target.allColumns))
        .add("\n  FROM ")
        .add(stage("seen"))
        .add(" s JOIN ")
        .add(live())
        .add(" l ON ");
    take.add(sameKey(m_target.key, "l", "s"));
    if (locks == RowLocks::ForUpdate)
        take.add(" FOR UPDATE OF l");
    return take.add(";\nANALYZE ").add(stage("before"));
}

} // namespace tidemark::postgres
