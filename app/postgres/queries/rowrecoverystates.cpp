// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of staged rows: which wait, which are refused and why.
#include "postgres/queries/recoverypieces.h"

namespace tidemark::postgres {

Sql RecoverySql::refusing(const char* reason) const
{
    return Sql("UPDATE ")
        .add(stage("state"))
        .add(" t SET state = 'r', reason = ")
        .literalValue(QLatin1String(reason));
}

Sql RecoverySql::countOf(const Sql& change) const
{
    return Sql("WITH u AS (").add(change).add(" RETURNING 1) SELECT count(*) FROM u");
}

Sql RecoverySql::refuseGone() const
{
    return countOf(refusing("gone")
                       .add(" WHERE t.state = 'w' AND t.kind IN ('c', 'x') AND NOT EXISTS (SELECT FROM ")
                       .add(stage("before"))
                       .add(" b WHERE b.")
                       .add(own("n"))
                       .add(" = t.n)"));
}

Sql RecoverySql::refuseChanged() const
{
    return countOf(refusing("changed")
                       .add(" FROM ")
                       .add(stage("before"))
                       .add(" b WHERE t.state = 'w' AND b.")
                       .add(own("n"))
                       .add(" = t.n AND NOT b.")
                       .add(own("same")));
}

Sql RecoverySql::refuseThere() const
{
    if (m_target.key.isEmpty())
        return Sql("SELECT 0");
    return countOf(refusing("there")
                       .add(" FROM ")
                       .add(stage("wanted"))
                       .add(" s JOIN ")
                       .add(live())
                       .add(" l ON ")
                       .add(sameKey(m_target.key, "l", "s"))
                       .add(" WHERE t.state IN ('w', 'o') AND t.kind = 'm' AND t.n = s.")
                       .add(own("n")));
}

// A row that is to be changed or deleted may give its values free; what remains is seen when it is tried.
Sql RecoverySql::refuseUnique(const UniqueKey& key) const
{
    Sql refuse = refusing("unique")
                     .add(", detail = ")
                     .literalValue(key.index)
                     .add(" FROM ")
                     .add(stage("wanted"))
                     .add(" s JOIN ")
                     .add(live());
    refuse.add(" l ON ")
        .add(sameKey(key.columns, "l", "s"))
        .add(" WHERE t.state IN ('w', 'o') AND t.n = s.")
        .add(own("n"));
    bool mayChange = false;
    for (const KeyColumn& part : key.columns)
        mayChange = mayChange || m_target.changed.contains(part.column);
    if (!mayChange)
        refuse.add(" AND t.kind = 'm'");
    refuse.add(" AND NOT EXISTS (SELECT FROM ")
        .add(stage("before"))
        .add(" b WHERE b.")
        .add(own("part"))
        .add(" = l.tableoid AND b.")
        .add(own("place"));
    return countOf(refuse.add(" = l.ctid)"));
}

bool RecoverySql::writesAny(const ForeignKey& key) const
{
    for (const ForeignKey::Pair& pair : key.columns) {
        if (m_target.changed.contains(pair.own))
            return true;
    }
    return false;
}

Sql RecoverySql::orphanCondition(const ForeignKey& key, const RecoverySql* parents) const
{
    Sql condition = writesAny(key) ? Sql("") : Sql("t.kind = 'm' AND ");
    Sql there("");
    Sql staged("");
    for (qsizetype i = 0; i < key.columns.size(); ++i) {
        const ForeignKey::Pair& pair = key.columns.at(i);
        condition.add(column("s", pair.own)).add(" IS NOT NULL AND ");
        if (i > 0) {
            there.add(" AND ");
            staged.add(" AND ");
        }
        there.add(column("p", pair.other)).add(equals(pair.equals)).add(column("s", pair.own));
        staged.add(column("w", pair.other)).add(equals(pair.equals)).add(column("s", pair.own));
    }
    condition.add("NOT EXISTS (SELECT FROM ")
        .qualified(key.schema, key.table)
        .add(" p WHERE ")
        .add(there)
        .add(")");
    if (parents) {
        condition.add(" AND NOT EXISTS (SELECT FROM ")
            .add(parents->stage("wanted"))
            .add(" w JOIN ")
            .add(parents->stage("state"))
            .add(" ws ON ws.n = w.");
        condition.add(parents->own("n"))
            .add(" WHERE ws.kind = 'm' AND ws.state = 'w' AND ")
            .add(staged)
            .add(")");
    }
    return condition;
}

Sql RecoverySql::refuseOrphans(const ForeignKey& key, const RecoverySql* parents) const
{
    return countOf(refusing("parent")
                       .add(", detail = ")
                       .literalValue(key.name)
                       .add(" FROM ")
                       .add(stage("wanted"))
                       .add(" s WHERE t.state = 'w' AND t.n = s.")
                       .add(own("n"))
                       .add(" AND ")
                       .add(orphanCondition(key, parents)));
}

Sql RecoverySql::countOrphans(const ForeignKey& key, const RecoverySql* parents) const
{
    return Sql("SELECT count(*) FROM ")
        .add(stage("wanted"))
        .add(" s JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = s.")
        .add(own("n"))
        .add(" WHERE t.state = 'w' AND ")
        .add(orphanCondition(key, parents));
}

Sql RecoverySql::callParents(const ForeignKey& key, const RecoverySql& parents) const
{
    Sql call("UPDATE ");
    call.add(parents.stage("state"))
        .add(" q SET state = 'w' FROM ")
        .add(parents.stage("wanted"))
        .add(" w WHERE q.n = w.")
        .add(parents.own("n"));
    call.add(" AND q.state = 'o' AND EXISTS (SELECT FROM ")
        .add(stage("wanted"))
        .add(" s JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = s.")
        .add(own("n"));
    call.add(writesAny(key) ? Sql(" WHERE t.state = 'w'") : Sql(" WHERE t.state = 'w' AND t.kind = 'm'"));
    for (const ForeignKey::Pair& pair : key.columns)
        call.add(" AND ").add(column("w", pair.other)).add(equals(pair.equals)).add(column("s", pair.own));
    return countOf(call.add(")"));
}

Sql RecoverySql::refuse(const RowRange& range, StagedKind kind, const QString& reason,
                        const QString& detail) const
{
    Sql refuse("UPDATE ");
    refuse.add(stage("state"))
        .add(" t SET state = 'r', reason = ")
        .literalValue(reason)
        .add(", detail = ")
        .literalValue(detail);
    refuse.add(" WHERE t.state = 'w' AND t.kind = ").literalValue(QLatin1String(stagedKindText(kind)));
    return countOf(refuse.add(" AND t.n BETWEEN ").number(range.first).add(" AND ").number(range.last));
}

Sql RecoverySql::retryRefused() const
{
    return countOf(
        Sql("UPDATE ")
            .add(stage("state"))
            .add(" SET state = 'w', reason = NULL, detail = NULL WHERE state = 'r' AND reason = 'refused'"));
}

Sql RecoverySql::countEqualNow() const
{
    return Sql("SELECT count(*) FROM ")
        .add(live())
        .add(" l WHERE ")
        .add(content("l", m_target.columns))
        .add(" IN (SELECT ")
        .add(content("s", m_target.columns))
        .add(" FROM ")
        .add(stage("wanted"))
        .add(" s WHERE s.")
        .add(own("kind"))
        .add(" = 'm' AND s.")
        .add(own("state"))
        .add(" = 'w')");
}

// On a line of its own, so that a comment at its end does not reach further.
Sql RecoverySql::matching(const QString& condition) const
{
    Sql find("COPY (SELECT ");
    find.add(own("n"))
        .add(" FROM (SELECT * FROM ")
        .add(stage("wanted"))
        .add(" UNION ALL SELECT * FROM ")
        .add(stage("seen"))
        .add(" WHERE ")
        .add(own("kind"));
    find.add(plainEquals)
        .add("'x') AS ")
        .identifier(m_target.name)
        .add(" WHERE (")
        .add(Sql::script(condition.toUtf8()));
    return find.add("\n)) TO STDOUT");
}

Sql RecoverySql::waitingNumbers() const
{
    return Sql("COPY (SELECT n FROM ").add(stage("state")).add(" WHERE state = 'w') TO STDOUT");
}

Sql RecoverySql::countDone() const
{
    return Sql("SELECT count(*) FROM ").add(stage("state")).add(" WHERE state = 'd'");
}

Sql RecoverySql::countStates() const
{
    return Sql("SELECT kind, state, coalesce(reason, ''), count(*) FROM ")
        .add(stage("state"))
        .add(" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
}

Sql RecoverySql::refusedRows(qint64 limit) const
{
    const QStringList shown = m_target.key.isEmpty() ? m_target.columns : keyNames();
    Sql rows("SELECT t.n, t.kind, t.reason, coalesce(t.detail, ''), ");
    for (qsizetype i = 0; i < shown.size(); ++i) {
        rows.add(i > 0 ? Sql(", ") : Sql(""))
            .add("coalesce(")
            .add(column("w", shown.at(i)))
            .add("::pg_catalog.text, ");
        rows.add(column("s", shown.at(i))).add("::pg_catalog.text)");
    }
    rows.add(" FROM ")
        .add(stage("state"))
        .add(" t LEFT JOIN ")
        .add(stage("wanted"))
        .add(" w ON w.")
        .add(own("n"))
        .add(" = t.n LEFT JOIN ");
    rows.add(stage("seen"))
        .add(" s ON s.")
        .add(own("n"))
        .add(" = t.n WHERE t.state = 'r' ORDER BY t.n LIMIT ");
    return rows.number(limit);
}

Sql RecoverySql::firstAndLastWaiting(StagedKind kind) const
{
    return Sql("SELECT min(n), max(n), count(*) FROM ")
        .add(stage("state"))
        .add(" WHERE state = 'w' AND kind = ")
        .literalValue(QLatin1String(stagedKindText(kind)));
}

Sql RecoverySql::refuseSuppressed() const
{
    if (m_target.key.isEmpty())
        return Sql("SELECT 0");
    return countOf(refusing("trigger")
                       .add(" WHERE t.state = 'd' AND t.kind IN ('m', 'c') AND NOT EXISTS (SELECT FROM ")
                       .add(stage("after"))
                       .add(" a WHERE a.")
                       .add(own("n"))
                       .add(" = t.n)"));
}

} // namespace tidemark::postgres
