// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of staged rows: which wait, which are refused and why.
#include "postgres/queries/recoverypieces.h"

namespace tidemark::postgres {

Sql RecoverySql::refusing(const char* reason) const
{
    return m_pieces.into("UPDATE {states} t SET state = 'r', reason = ").literalValue(QLatin1String(reason));
}

Sql RecoverySql::countOf(const Sql& change) const
{
    return Sql("WITH u AS (").add(change).add(" RETURNING 1) SELECT count(*) FROM u");
}

// The live key is unique, so at most one live row is equal to each of the backup's; of several of those a chosen one
// comes first ('w' is behind 'o' and 'g').
Sql RecoverySql::pairEqualKeys(Pairs pairs) const
{
    if (m_target.key.isEmpty())
        return m_pieces.into("CREATE TEMPORARY TABLE {pairs} (together pg_catalog.bool) ON COMMIT DROP");
    SqlPieces pieces = m_pieces;
    pieces.set("same key", sameKey(m_target.key, "x", "s"));
    pieces.set("may", pairs == Pairs::SetBack ? Sql("true") : Sql("false"));
    return pieces.into(
        "CREATE TEMPORARY TABLE {pairs} ON COMMIT DROP AS\n"
        "  SELECT extra, missing, chosen AND {may} AND row_number() OVER (PARTITION BY missing ORDER BY extra) = 1"
        " AS together\n"
        "  FROM (SELECT DISTINCT ON (x.{n}) x.{n} AS extra, s.{n} AS missing, s.{state} = 'w' AS chosen\n"
        "    FROM {wanted} s JOIN {seen} x ON {same key} WHERE s.{kind} = 'm' AND x.{kind} = 'x'\n"
        "    ORDER BY x.{n}, s.{state} DESC, s.{n}) p;\n"
        "UPDATE {states} t SET kind = 'c' FROM {pairs} p WHERE p.together AND t.n = p.missing;\n"
        "DELETE FROM {states} t USING {pairs} p WHERE p.together AND t.n = p.extra;\n"
        "UPDATE {seen} x SET {n} = p.missing, {kind} = 'c' FROM {pairs} p WHERE p.together AND x.{n} = p.extra;\n"
        "UPDATE {states} t SET state = 'r', reason = 'equal' FROM {pairs} p"
        " WHERE NOT p.together AND t.state = 'w' AND t.n = p.extra;\n"
        "UPDATE {states} t SET state = CASE t.state WHEN 'w' THEN 'r' ELSE 'g' END, reason = 'equal' FROM {pairs} p"
        " WHERE NOT p.together AND t.n = p.missing AND t.kind = 'm'");
}

Sql RecoverySql::countPairs() const
{
    return m_pieces.into("SELECT count(*) FROM {pairs} WHERE together");
}

Sql RecoverySql::refuseGone() const
{
    return countOf(refusing("gone").add(
        m_pieces.into(" WHERE t.state = 'w' AND t.kind IN ('c', 'x')"
                      " AND NOT EXISTS (SELECT FROM {before} b WHERE b.{n} = t.n)")));
}

Sql RecoverySql::refuseChanged() const
{
    return countOf(refusing("changed").add(
        m_pieces.into(" FROM {before} b WHERE t.state = 'w' AND b.{n} = t.n AND NOT b.{same}")));
}

Sql RecoverySql::refuseThere() const
{
    if (m_target.key.isEmpty())
        return Sql("SELECT 0");
    SqlPieces pieces = m_pieces;
    pieces.set("same key", sameKey(m_target.key, "l", "s"));
    pieces.set("l.key", content("l", keyNames())).set("s.key", content("s", keyNames()));
    return countOf(m_pieces.into("UPDATE {states} t SET state = 'r', reason = ").add(
        pieces.into("CASE WHEN {l.key} = {s.key} THEN 'there' ELSE 'equal' END"
                    " FROM {wanted} s JOIN {live} l ON {same key}"
                    " WHERE t.state IN ('w', 'o') AND t.kind = 'm' AND t.n = s.{n}")));
}

// A row that is to be changed or deleted may give its values free; what remains is seen when it is tried.
Sql RecoverySql::refuseUnique(const UniqueKey& key) const
{
    bool mayChange = false;
    for (const KeyColumn& part : key.columns)
        mayChange = mayChange || m_target.changed.contains(part.column);
    SqlPieces pieces = m_pieces;
    pieces.set("index", Sql("").literalValue(key.index)).set("same key", sameKey(key.columns, "l", "s"));
    pieces.set("only new", mayChange ? Sql("") : Sql(" AND t.kind = 'm'"));
    return countOf(refusing("unique").add(
        pieces.into(", detail = {index} FROM {wanted} s JOIN {live} l ON {same key}"
                    " WHERE t.state IN ('w', 'o') AND t.n = s.{n}{only new}"
                    " AND NOT EXISTS (SELECT FROM {before} b WHERE b.{part} = l.tableoid AND b.{place} = l.ctid)")));
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
    SqlPieces pieces;
    pieces.set("parent", Sql("").qualified(key.schema, key.table)).set("there", there);
    condition.add(pieces.into("NOT EXISTS (SELECT FROM {parent} p WHERE {there})"));
    if (parents) {
        pieces = parents->m_pieces;
        pieces.set("staged", staged);
        condition.add(pieces.into(" AND NOT EXISTS (SELECT FROM {wanted} w JOIN {states} ws ON ws.n = w.{n}"
                                  " WHERE ws.kind = 'm' AND ws.state = 'w' AND {staged})"));
    }
    return condition;
}

Sql RecoverySql::refuseOrphans(const ForeignKey& key, const RecoverySql* parents) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("key", Sql("").literalValue(key.name)).set("orphan", orphanCondition(key, parents));
    return countOf(refusing("parent").add(
        pieces.into(", detail = {key} FROM {wanted} s WHERE t.state = 'w' AND t.n = s.{n} AND {orphan}")));
}

Sql RecoverySql::countOrphans(const ForeignKey& key, const RecoverySql* parents) const
{
    return m_pieces
        .into("SELECT count(*) FROM {wanted} s JOIN {states} t ON t.n = s.{n} WHERE t.state = 'w' AND ")
        .add(orphanCondition(key, parents));
}

Sql RecoverySql::callParents(const ForeignKey& key, const RecoverySql& parents) const
{
    Sql refers = writesAny(key) ? Sql("t.state = 'w'") : Sql("t.state = 'w' AND t.kind = 'm'");
    for (const ForeignKey::Pair& pair : key.columns)
        refers.add(" AND ").add(column("w", pair.other)).add(equals(pair.equals)).add(column("s", pair.own));
    SqlPieces pieces = m_pieces;
    pieces.set("refers", refers);
    const Sql children = pieces.into("SELECT FROM {wanted} s JOIN {states} t ON t.n = s.{n} WHERE {refers}");
    pieces = parents.m_pieces;
    pieces.set("children", children);
    return countOf(pieces.into("UPDATE {states} q SET state = 'w' FROM {wanted} w"
                               " WHERE q.n = w.{n} AND q.state = 'o' AND EXISTS ({children})"));
}

Sql RecoverySql::refuse(const RowRange& range, StagedKind kind, const QString& reason,
                        const QString& detail) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("reason", Sql("").literalValue(reason)).set("detail", Sql("").literalValue(detail));
    pieces.set("this kind", kindLiteral(kind));
    pieces.set("first", Sql("").number(range.first)).set("last", Sql("").number(range.last));
    return countOf(pieces.into("UPDATE {states} t SET state = 'r', reason = {reason}, detail = {detail}"
                               " WHERE t.state = 'w' AND t.kind = {this kind} AND t.n BETWEEN {first} AND {last}"));
}

Sql RecoverySql::retryRefused() const
{
    return countOf(m_pieces.into("UPDATE {states} SET state = 'w', reason = NULL, detail = NULL"
                                 " WHERE state = 'r' AND reason = 'refused'"));
}

Sql RecoverySql::countEqualNow() const
{
    SqlPieces pieces = m_pieces;
    pieces.set("l.content", content("l", m_target.columns)).set("s.content", content("s", m_target.columns));
    return pieces.into("SELECT count(*) FROM {live} l WHERE {l.content} IN"
                       " (SELECT {s.content} FROM {wanted} s WHERE s.{kind} = 'm' AND s.{state} = 'w')");
}

// On a line of its own, so that a comment at its end does not reach further.
Sql RecoverySql::matching(const QString& condition) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("alias", Sql("").identifier(m_target.name)).set("condition", Sql::script(condition.toUtf8()));
    return pieces.into("COPY (SELECT {n} FROM (SELECT * FROM {wanted} UNION ALL"
                       " SELECT * FROM {seen} WHERE {kind} {=} 'x') AS {alias} WHERE ({condition}\n)) TO STDOUT");
}

Sql RecoverySql::waitingNumbers() const
{
    return m_pieces.into("COPY (SELECT n FROM {states} WHERE state = 'w') TO STDOUT");
}

Sql RecoverySql::countDone() const
{
    return m_pieces.into("SELECT count(*) FROM {states} WHERE state = 'd'");
}

Sql RecoverySql::countStates() const
{
    return m_pieces.into("SELECT kind, state, coalesce(reason, ''), count(*) FROM {states}"
                         " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
}

Sql RecoverySql::refusedRows(qint64 limit) const
{
    const QStringList shown = shownColumns();
    Sql values("");
    for (qsizetype i = 0; i < shown.size(); ++i) {
        SqlPieces pieces;
        pieces.set("wanted", column("w", shown.at(i))).set("seen", column("s", shown.at(i)));
        values.add(i > 0 ? Sql(", ") : Sql(""));
        values.add(pieces.into("coalesce({wanted}::pg_catalog.text, {seen}::pg_catalog.text)"));
    }
    SqlPieces pieces = m_pieces;
    pieces.set("values", values).set("limit", Sql("").number(limit));
    return pieces.into("SELECT t.n, t.kind, t.reason, coalesce(t.detail, ''), {values} FROM {states} t"
                       " LEFT JOIN {wanted} w ON w.{n} = t.n LEFT JOIN {seen} s ON s.{n} = t.n"
                       " WHERE t.state = 'r' ORDER BY t.n LIMIT {limit}");
}

Sql RecoverySql::firstAndLastWaiting(StagedKind kind) const
{
    return m_pieces.into("SELECT min(n), max(n), count(*) FROM {states} WHERE state = 'w' AND kind = ")
        .add(kindLiteral(kind));
}

Sql RecoverySql::refuseSuppressed(StagedKind kind) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("this kind", kindLiteral(kind));
    const Sql done = refusing("trigger").add(pieces.into(" WHERE t.state = 'd' AND t.kind = {this kind} AND "));
    if (m_target.key.isEmpty() && kind == StagedKind::Missing) {
        // Inserted rows have no number: as many as were kept out, first those that nothing is like.
        pieces.set("s.content", content("s", m_target.columns)).set("a.content", content("a", m_target.columns));
        return countOf(Sql(done).add(pieces.into(
            "t.n IN (SELECT s.{n} FROM {wanted} s JOIN {states} d ON d.n = s.{n} AND d.state = 'd' AND d.kind = 'm'\n"
            "  ORDER BY {s.content} IN (SELECT {a.content} FROM {after} a WHERE a.{kind} = 'm'), s.{n} DESC\n"
            "  LIMIT (SELECT count(*) FROM {states} d WHERE d.state = 'd' AND d.kind = 'm')"
            " - (SELECT count(*) FROM {written} w WHERE w.kind = 'm'))")));
    }
    if (m_target.key.isEmpty())
        return countOf(Sql(done).add(
            pieces.into("NOT EXISTS (SELECT FROM {written} w WHERE w.n = t.n AND w.kind = {this kind})")));
    switch (kind) {
    case StagedKind::Missing:
        break;
    case StagedKind::Changed:
        // A row that was written has another place, and its old one is empty until the transaction has ended.
        return countOf(Sql(done).add(
            pieces.into("EXISTS (SELECT FROM {before} b JOIN {live} l ON l.tableoid = b.{part} AND l.ctid = b.{place}"
                        " WHERE b.{n} = t.n)")));
    case StagedKind::Extra:
        // By its key: a trigger may have changed it instead.
        pieces.set("same key", sameKey(m_target.key, "l", "b"));
        return countOf(Sql(done).add(
            pieces.into("EXISTS (SELECT FROM {before} b JOIN {live} l ON {same key} WHERE b.{n} = t.n)")));
    }
    return countOf(Sql(done).add(pieces.into("NOT EXISTS (SELECT FROM {after} a WHERE a.{n} = t.n)")));
}

Sql RecoverySql::unreplacedNumbers(const UniqueKey& key) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("same key", sameKey(key.columns, "b", "s"));
    return pieces.into("COPY (SELECT DISTINCT b.{n} FROM {before} b"
                       " JOIN {states} x ON x.n = b.{n} AND x.state = 'd' AND x.kind = 'x' JOIN {wanted} s ON {same key}"
                       " JOIN {states} m ON m.n = s.{n} AND m.state = 'r' AND m.kind = 'm') TO STDOUT");
}

Sql RecoverySql::dropSuppressed() const
{
    return m_pieces.into("DELETE FROM {after} a USING {states} t WHERE t.n = a.{n} AND t.state <> 'd'");
}

} // namespace tidemark::postgres
