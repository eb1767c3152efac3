// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/rowrecoverysql.h"

#include "core/quoting.h"

#include <utility>

namespace tidemark::postgres {

namespace {

Sql text(const QString& value)
{
    return Sql::script(value.toUtf8());
}

Sql column(const char* alias, const QString& name)
{
    return Sql::script(QByteArray(alias) + '.').identifier(name);
}

Sql equals(const EqualityOperator& operation)
{
    return Sql(" OPERATOR(").identifier(operation.schema).add(".").add(text(operation.name)).add(") ");
}

// Where the search path is a role's, what could be meant by = is said.
const char plainEquals[] = " OPERATOR(pg_catalog.=) ";

} // namespace

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
    return Sql("pg_temp.").identifier(QStringLiteral("tidemark_%1_%2").arg(QLatin1String(role)).arg(m_target.number));
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
        all.add(column(one, key.at(i).column)).add(equals(key.at(i).equals)).add(column(other, key.at(i).column));
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
    return m_target.key.isEmpty() ? lock.add(" IN SHARE ROW EXCLUSIVE MODE") : lock.add(" IN ACCESS SHARE MODE");
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
        .add(" (n pg_catalog.int8 PRIMARY KEY, kind pg_catalog.text, state pg_catalog.text, reason pg_catalog.text, detail pg_catalog.text)"
             " ON COMMIT DROP;\nCREATE TEMPORARY TABLE ")
        .add(stage("written"))
        .add(" (n pg_catalog.int8, kind pg_catalog.text, part pg_catalog.oid, place pg_catalog.tid) ON COMMIT DROP");
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
    fill.add(stage("state")).add(" (n, kind, state)\n  SELECT ").add(own("n")).add(", ").add(own("kind")).add(", ").add(own("state"));
    fill.add(" FROM ").add(stage("wanted")).add("\n  UNION ALL SELECT ").add(own("n")).add(", ").add(own("kind")).add(", ").add(own("state"));
    fill.add(" FROM ").add(stage("seen")).add(" WHERE ").add(own("kind")).add(" = 'x';\nANALYZE ");
    return fill.add(stage("wanted")).add(";\nANALYZE ").add(stage("seen")).add(";\nANALYZE ").add(stage("state"));
}

// Equal rows are told apart by counting them on both sides.
Sql RecoverySql::findByContent(const char* stageRole, const QStringList& columns, const QStringList& taken) const
{
    const Sql n = own("n"), part = own("part"), place = own("place"), t = own("text"), k = own("times");
    Sql find("SELECT s.");
    find.add(n).add(", s.").add(own("kind")).add(", l.").add(part).add(", l.").add(place).add(", true AS ").add(own("same"));
    if (!taken.isEmpty())
        find.add(", ").add(list("l", taken));
    find.add("\n  FROM (SELECT ").add(n).add(", ").add(own("kind")).add(", ").add(t).add(", row_number() OVER (PARTITION BY ").add(t);
    find.add(" ORDER BY ").add(n).add(") AS ").add(k).add(" FROM (SELECT ").add(n).add(", ").add(own("kind")).add(", ");
    find.add(content("x", columns)).add(" AS ").add(t).add(" FROM ").add(stage(stageRole)).add(" x) y) s\n  JOIN (SELECT *, row_number() OVER (PARTITION BY ");
    find.add(t).add(") AS ").add(k).add(" FROM (SELECT x.tableoid AS ").add(part).add(", x.ctid AS ").add(place).add(", ").add(content("x", columns));
    find.add(" AS ").add(t);
    if (!taken.isEmpty())
        find.add(", ").add(list("x", taken));
    find.add(" FROM ").add(live()).add(" x) y WHERE ").add(t).add(" IN (SELECT ").add(content("z", columns)).add(" FROM ").add(stage(stageRole));
    find.add(" z)) l\n  ON l.").add(t).add(" = s.").add(t).add(" AND l.").add(k).add(" = s.").add(k);
    return find;
}

Sql RecoverySql::takeBefore(RowLocks locks) const
{
    Sql take("CREATE TEMPORARY TABLE ");
    take.add(stage("before")).add(" ON COMMIT DROP AS\n  ");
    if (m_target.key.isEmpty())
        return take.add(findByContent("seen", m_target.columns, m_target.allColumns)).add(";\nANALYZE ").add(stage("before"));
    take.add("SELECT s.").add(own("n")).add(", s.").add(own("kind")).add(", l.tableoid AS ").add(own("part")).add(", l.ctid AS ").add(own("place"));
    take.add(", ").add(content("l", m_target.columns)).add(" = ").add(content("s", m_target.columns)).add(" AS ").add(own("same"));
    take.add(", ").add(list("l", m_target.allColumns)).add("\n  FROM ").add(stage("seen")).add(" s JOIN ").add(live()).add(" l ON ");
    take.add(sameKey(m_target.key, "l", "s"));
    if (locks == RowLocks::ForUpdate)
        take.add(" FOR UPDATE OF l");
    return take.add(";\nANALYZE ").add(stage("before"));
}

Sql RecoverySql::refusing(const char* reason) const
{
    return Sql("UPDATE ").add(stage("state")).add(" t SET state = 'r', reason = ").literalValue(QLatin1String(reason));
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
    return countOf(refusing("changed").add(" FROM ").add(stage("before")).add(" b WHERE t.state = 'w' AND b.").add(own("n")).add(" = t.n AND NOT b.").add(own("same")));
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
    Sql refuse = refusing("unique").add(", detail = ").literalValue(key.index).add(" FROM ").add(stage("wanted")).add(" s JOIN ").add(live());
    refuse.add(" l ON ").add(sameKey(key.columns, "l", "s")).add(" WHERE t.state IN ('w', 'o') AND t.n = s.").add(own("n"));
    bool mayChange = false;
    for (const KeyColumn& part : key.columns)
        mayChange = mayChange || m_target.changed.contains(part.column);
    if (!mayChange)
        refuse.add(" AND t.kind = 'm'");
    refuse.add(" AND NOT EXISTS (SELECT FROM ").add(stage("before")).add(" b WHERE b.").add(own("part")).add(" = l.tableoid AND b.").add(own("place"));
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
    condition.add("NOT EXISTS (SELECT FROM ").qualified(key.schema, key.table).add(" p WHERE ").add(there).add(")");
    if (parents) {
        condition.add(" AND NOT EXISTS (SELECT FROM ").add(parents->stage("wanted")).add(" w JOIN ").add(parents->stage("state")).add(" ws ON ws.n = w.");
        condition.add(parents->own("n")).add(" WHERE ws.kind = 'm' AND ws.state = 'w' AND ").add(staged).add(")");
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
    call.add(parents.stage("state")).add(" q SET state = 'w' FROM ").add(parents.stage("wanted")).add(" w WHERE q.n = w.").add(parents.own("n"));
    call.add(" AND q.state = 'o' AND EXISTS (SELECT FROM ").add(stage("wanted")).add(" s JOIN ").add(stage("state")).add(" t ON t.n = s.").add(own("n"));
    call.add(writesAny(key) ? Sql(" WHERE t.state = 'w'") : Sql(" WHERE t.state = 'w' AND t.kind = 'm'"));
    for (const ForeignKey::Pair& pair : key.columns)
        call.add(" AND ").add(column("w", pair.other)).add(equals(pair.equals)).add(column("s", pair.own));
    return countOf(call.add(")"));
}

Sql RecoverySql::refuse(const RowRange& range, StagedKind kind, const QString& reason, const QString& detail) const
{
    Sql refuse("UPDATE ");
    refuse.add(stage("state")).add(" t SET state = 'r', reason = ").literalValue(reason).add(", detail = ").literalValue(detail);
    refuse.add(" WHERE t.state = 'w' AND t.kind = ").literalValue(QLatin1String(stagedKindText(kind)));
    return countOf(refuse.add(" AND t.n BETWEEN ").number(range.first).add(" AND ").number(range.last));
}

Sql RecoverySql::retryRefused() const
{
    return countOf(Sql("UPDATE ").add(stage("state")).add(" SET state = 'w', reason = NULL, detail = NULL WHERE state = 'r' AND reason = 'refused'"));
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
    find.add(own("n")).add(" FROM (SELECT * FROM ").add(stage("wanted")).add(" UNION ALL SELECT * FROM ").add(stage("seen")).add(" WHERE ").add(own("kind"));
    find.add(plainEquals).add("'x') AS ").identifier(m_target.name).add(" WHERE (").add(text(condition));
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
    return Sql("SELECT kind, state, coalesce(reason, ''), count(*) FROM ").add(stage("state")).add(" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
}

Sql RecoverySql::refusedRows(qint64 limit) const
{
    const QStringList shown = m_target.key.isEmpty() ? m_target.columns : keyNames();
    Sql rows("SELECT t.n, t.kind, t.reason, coalesce(t.detail, ''), ");
    for (qsizetype i = 0; i < shown.size(); ++i) {
        rows.add(i > 0 ? Sql(", ") : Sql("")).add("coalesce(").add(column("w", shown.at(i))).add("::pg_catalog.text, ");
        rows.add(column("s", shown.at(i))).add("::pg_catalog.text)");
    }
    rows.add(" FROM ").add(stage("state")).add(" t LEFT JOIN ").add(stage("wanted")).add(" w ON w.").add(own("n")).add(" = t.n LEFT JOIN ");
    rows.add(stage("seen")).add(" s ON s.").add(own("n")).add(" = t.n WHERE t.state = 'r' ORDER BY t.n LIMIT ");
    return rows.number(limit);
}

Sql RecoverySql::firstAndLastWaiting(StagedKind kind) const
{
    return Sql("SELECT min(n), max(n), count(*) FROM ").add(stage("state")).add(" WHERE state = 'w' AND kind = ").literalValue(QLatin1String(stagedKindText(kind)));
}

Sql RecoverySql::write(StagedKind kind, const RowRange& range) const
{
    Sql chosen(" t.state OPERATOR(pg_catalog.=) 'w' AND t.kind OPERATOR(pg_catalog.=) ");
    chosen.literalValue(QLatin1String(stagedKindText(kind))).add(" AND t.n OPERATOR(pg_catalog.>=) ").number(range.first);
    chosen.add(" AND t.n OPERATOR(pg_catalog.<=) ").number(range.last);
    Sql place("l.tableoid OPERATOR(pg_catalog.=) b.");
    place.add(own("part")).add(" AND l.ctid OPERATOR(pg_catalog.=) b.").add(own("place"));
    Sql change("");
    switch (kind) {
    case StagedKind::Missing:
        change.add("INSERT INTO ").add(liveName()).add(" (").add(list("", m_target.columns)).add(") OVERRIDING SYSTEM VALUE\n  SELECT ");
        change.add(list("s", m_target.columns)).add("\n  FROM ").add(stage("wanted")).add(" s JOIN ").add(stage("state")).add(" t ON t.n");
        change.add(plainEquals).add("s.").add(own("n")).add(" WHERE").add(chosen).add("\n  ORDER BY s.").add(own("n"));
        break;
    case StagedKind::Changed:
        change.add("UPDATE ").add(live()).add(" l SET ");
        for (qsizetype i = 0; i < m_target.changed.size(); ++i)
            change.add(i > 0 ? Sql(", ") : Sql("")).identifier(m_target.changed.at(i)).add(" = ").add(column("s", m_target.changed.at(i)));
        change.add("\n  FROM ").add(stage("wanted")).add(" s JOIN ").add(stage("state")).add(" t ON t.n").add(plainEquals).add("s.").add(own("n"));
        change.add(" JOIN ").add(stage("before")).add(" b ON b.").add(own("n")).add(plainEquals).add("t.n\n  WHERE ").add(place).add(" AND").add(chosen);
        break;
    case StagedKind::Extra:
        change.add("DELETE FROM ").add(live()).add(" l\n  USING ").add(stage("before")).add(" b JOIN ").add(stage("state")).add(" t ON t.n").add(plainEquals);
        change.add("b.").add(own("n")).add("\n  WHERE ").add(place).add(" AND").add(chosen);
        return change;
    }
    if (!m_target.key.isEmpty())
        return change;
    // Without a key the rows are found again by where they are.
    if (kind == StagedKind::Missing)
        change.add("\n  RETURNING NULL::pg_catalog.int8, tableoid, ctid");
    else
        change.add("\n  RETURNING b.").add(own("n")).add(", l.tableoid, l.ctid");
    return Sql("WITH changed(n, part, place) AS (")
        .add(change)
        .add(")\n  INSERT INTO ")
        .add(stage("written"))
        .add(" SELECT n, ")
        .literalValue(QLatin1String(stagedKindText(kind)))
        .add(", part, place FROM changed");
}

Sql RecoverySql::markDone(StagedKind kind, const RowRange& range) const
{
    return Sql("UPDATE ")
        .add(stage("state"))
        .add(" SET state = 'd' WHERE state OPERATOR(pg_catalog.=) 'w' AND kind OPERATOR(pg_catalog.=) ")
        .literalValue(QLatin1String(stagedKindText(kind)))
        .add(" AND n OPERATOR(pg_catalog.>=) ")
        .number(range.first)
        .add(" AND n OPERATOR(pg_catalog.<=) ")
        .number(range.last);
}

Sql RecoverySql::takeAfter() const
{
    // The planner would otherwise think of the states as they were at first.
    Sql take("ANALYZE ");
    take.add(stage("state")).add(";\nCREATE TEMPORARY TABLE ").add(stage("after")).add(" ON COMMIT DROP AS SELECT ");
    if (m_target.key.isEmpty()) {
        take.add("coalesce(w.n, -row_number() OVER ()) AS ").add(own("n")).add(", w.kind AS ").add(own("kind")).add(", ").add(list("l", m_target.allColumns));
        take.add(" FROM ").add(stage("written")).add(" w JOIN ").add(live()).add(" l ON l.tableoid = w.part AND l.ctid = w.place;\nANALYZE ");
        return take.add(stage("after"));
    }
    take.add("t.n AS ").add(own("n")).add(", t.kind AS ").add(own("kind")).add(", ").add(list("l", m_target.allColumns)).add(" FROM ");
    take.add(stage("wanted")).add(" s JOIN ").add(stage("state")).add(" t ON t.n = s.").add(own("n")).add(" AND t.state = 'd' JOIN ").add(live());
    return take.add(" l ON ").add(sameKey(m_target.key, "l", "s")).add(";\nANALYZE ").add(stage("after"));
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

Sql RecoverySql::countDifferent() const
{
    const auto different = [this](StagedKind kind, const QStringList& columns) {
        Sql rows("(SELECT count(*) FROM (SELECT ");
        rows.add(content("s", columns)).add(" FROM ").add(stage("wanted")).add(" s JOIN ").add(stage("state")).add(" t ON t.n = s.").add(own("n"));
        rows.add(" WHERE t.state = 'd' AND t.kind = ").literalValue(QLatin1String(stagedKindText(kind))).add(" EXCEPT ALL SELECT ");
        rows.add(content("a", columns)).add(" FROM ").add(stage("after")).add(" a WHERE a.").add(own("kind")).add(" = ");
        return rows.literalValue(QLatin1String(stagedKindText(kind))).add(") d)");
    };
    QStringList written = keyNames();
    for (const QString& name : m_target.changed) {
        if (!written.contains(name))
            written.append(name);
    }
    Sql count = Sql("SELECT ").add(different(StagedKind::Missing, m_target.columns));
    if (!written.isEmpty())
        count.add(" + ").add(different(StagedKind::Changed, written));
    return count.add(" + (SELECT count(*) FROM ")
        .add(stage("before"))
        .add(" b JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = b.")
        .add(own("n"))
        .add(" AND t.state = 'd' AND t.kind = 'x' JOIN ")
        .add(live())
        .add(" l ON l.tableoid = b.")
        .add(own("part"))
        .add(" AND l.ctid = b.")
        .add(own("place"))
        .add(")");
}

Sql RecoverySql::keysWritten() const
{
    const QStringList shown = m_target.key.isEmpty() ? m_target.columns : keyNames();
    Sql keys("COPY (SELECT ");
    keys.add(own("kind")).add(", ").add(list("a", shown)).add(" FROM ").add(stage("after")).add(" a UNION ALL SELECT t.kind, ").add(list("b", shown));
    keys.add(" FROM ").add(stage("before")).add(" b JOIN ").add(stage("state")).add(" t ON t.n = b.").add(own("n"));
    return keys.add(" WHERE t.state = 'd' AND t.kind = 'x') TO STDOUT");
}

// Never backwards: only where the column has a value that the sequence has not reached.
Sql RecoverySql::advance(const ColumnSequence& sequence) const
{
    const QString name = core::quoteQualified(sequence.schema, sequence.name);
    Sql advance("SELECT pg_catalog.setval(");
    advance.literalValue(name).add("::pg_catalog.regclass, m.top) FROM (SELECT CASE WHEN d.seqincrement > 0 THEN max(l.").identifier(sequence.column);
    advance.add(") ELSE min(l.").identifier(sequence.column).add(") END AS top, d.seqincrement, d.seqmin, d.seqmax FROM ").add(live());
    advance.add(" l, pg_catalog.pg_sequence d WHERE d.seqrelid = ").literalValue(name).add("::pg_catalog.regclass GROUP BY 2, 3, 4) m, ");
    advance.qualified(sequence.schema, sequence.name).add(" q WHERE m.top BETWEEN m.seqmin AND m.seqmax AND (CASE WHEN m.seqincrement > 0");
    return advance.add(" THEN m.top > q.last_value ELSE m.top < q.last_value END OR m.top = q.last_value AND NOT q.is_called)");
}

Sql RecoverySql::trigger(const TableTrigger& trigger, bool on) const
{
    Sql alter("ALTER TABLE ONLY ");
    alter.qualified(trigger.schema, trigger.table);
    if (!on)
        alter.add(" DISABLE TRIGGER ");
    else
        alter.add(trigger.enabled == QLatin1Char('A') ? Sql(" ENABLE ALWAYS TRIGGER ") : Sql(" ENABLE TRIGGER "));
    return alter.identifier(trigger.name);
}

Sql RecoverySql::copyAfter() const
{
    return Sql("COPY (SELECT ").add(own("n")).add(", ").add(own("kind")).add(", ''::pg_catalog.text, ").add(list("a", m_target.allColumns)).add(" FROM ").add(stage("after")).add(" a) TO STDOUT");
}

Sql RecoverySql::copyBefore() const
{
    return Sql("COPY (SELECT b.")
        .add(own("n"))
        .add(", t.kind, ''::pg_catalog.text, ")
        .add(list("b", m_target.allColumns))
        .add(" FROM ")
        .add(stage("before"))
        .add(" b JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = b.")
        .add(own("n"))
        .add(" WHERE t.state = 'd') TO STDOUT");
}

Sql RecoverySql::undoStages() const
{
    return emptyLike("after", m_target.allColumns).add(";\n").add(emptyLike("before", m_target.allColumns));
}

QByteArray RecoverySql::undoCopyAfter() const
{
    return Sql("COPY ").add(stage("after")).add(" FROM stdin").text();
}

QByteArray RecoverySql::undoCopyBefore() const
{
    return Sql("COPY ").add(stage("before")).add(" FROM stdin").text();
}

Sql RecoverySql::undoFind() const
{
    Sql find("ANALYZE ");
    find.add(stage("after")).add(";\nANALYZE ").add(stage("before")).add(";\nLOCK TABLE ");
    find.add(live()).add(" IN SHARE ROW EXCLUSIVE MODE;\nCREATE TEMPORARY TABLE ").add(stage("found")).add(" ON COMMIT DROP AS\n  ");
    if (m_target.key.isEmpty())
        return find.add(findByContent("after", m_target.allColumns, {})).add(";\nANALYZE ").add(stage("found"));
    find.add("SELECT s.").add(own("n")).add(", s.").add(own("kind")).add(", l.tableoid AS ").add(own("part")).add(", l.ctid AS ").add(own("place"));
    find.add("\n  FROM ").add(stage("after")).add(" s JOIN ").add(live()).add(" l ON ").add(sameKey(m_target.key, "l", "s")).add("\n  AND ");
    find.add(content("l", m_target.allColumns)).add(" = ").add(content("s", m_target.allColumns));
    return find.add(";\nANALYZE ").add(stage("found"));
}

Sql RecoverySql::undoCheck() const
{
    Sql check("(SELECT count(*) FROM ");
    check.add(stage("found")).add(") <> (SELECT count(*) FROM ").add(stage("after")).add(")");
    if (!m_target.key.isEmpty()) {
        check.add("\n     OR EXISTS (SELECT FROM ").add(stage("before")).add(" b JOIN ").add(live()).add(" l ON ").add(sameKey(m_target.key, "l", "b"));
        check.add(" WHERE b.").add(own("kind")).add(" = 'x')");
    }
    return check;
}

Sql RecoverySql::undoUpdate() const
{
    Sql update("UPDATE ");
    update.add(live()).add(" l SET ");
    bool first = true;
    const QStringList key = keyNames();
    for (const QString& name : m_target.allColumns) {
        // A trigger may have changed more than we did.
        if (m_target.identityAlways.contains(name) || key.contains(name))
            continue;
        update.add(first ? Sql("") : Sql(", ")).identifier(name).add(" = ").add(column("b", name));
        first = false;
    }
    update.add("\n  FROM ").add(stage("found")).add(" f JOIN ").add(stage("before")).add(" b ON b.").add(own("n")).add(plainEquals).add("f.").add(own("n"));
    update.add("\n  WHERE f.").add(own("kind")).add(plainEquals).add("'c' AND l.tableoid").add(plainEquals).add("f.").add(own("part"));
    return update.add(" AND l.ctid").add(plainEquals).add("f.").add(own("place"));
}

Sql RecoverySql::undoDelete() const
{
    Sql remove("DELETE FROM ");
    remove.add(live()).add(" l USING ").add(stage("found")).add(" f\n  WHERE f.").add(own("kind")).add(plainEquals).add("'m' AND l.tableoid").add(plainEquals);
    return remove.add("f.").add(own("part")).add(" AND l.ctid").add(plainEquals).add("f.").add(own("place"));
}

Sql RecoverySql::undoInsert() const
{
    return Sql("INSERT INTO ")
        .add(liveName())
        .add(" (")
        .add(list("", m_target.allColumns))
        .add(") OVERRIDING SYSTEM VALUE\n  SELECT ")
        .add(list("b", m_target.allColumns))
        .add(" FROM ")
        .add(stage("before"))
        .add(" b WHERE b.")
        .add(own("kind"))
        .add(plainEquals)
        .add("'x'");
}

} // namespace tidemark::postgres
