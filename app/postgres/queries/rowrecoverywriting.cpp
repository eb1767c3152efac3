// SPDX-License-Identifier: GPL-3.0-or-later
// Rows are written, read back, and written back.
#include "core/quoting.h"
#include "postgres/queries/recoverypieces.h"

namespace tidemark::postgres {

Sql RecoverySql::write(StagedKind kind, const RowRange& range) const
{
    Sql chosen(" t.state OPERATOR(pg_catalog.=) 'w' AND t.kind OPERATOR(pg_catalog.=) ");
    chosen.literalValue(QLatin1String(stagedKindText(kind)))
        .add(" AND t.n OPERATOR(pg_catalog.>=) ")
        .number(range.first);
    chosen.add(" AND t.n OPERATOR(pg_catalog.<=) ").number(range.last);
    Sql place("l.tableoid OPERATOR(pg_catalog.=) b.");
    place.add(own("part")).add(" AND l.ctid OPERATOR(pg_catalog.=) b.").add(own("place"));
    Sql change("");
    switch (kind) {
    case StagedKind::Missing:
        change.add("INSERT INTO ")
            .add(liveName())
            .add(" (")
            .add(list("", m_target.columns))
            .add(") OVERRIDING SYSTEM VALUE\n  SELECT ");
        change.add(list("s", m_target.columns))
            .add("\n  FROM ")
            .add(stage("wanted"))
            .add(" s JOIN ")
            .add(stage("state"))
            .add(" t ON t.n");
        change.add(plainEquals)
            .add("s.")
            .add(own("n"))
            .add(" WHERE")
            .add(chosen)
            .add("\n  ORDER BY s.")
            .add(own("n"));
        break;
    case StagedKind::Changed:
        change.add("UPDATE ").add(live()).add(" l SET ");
        for (qsizetype i = 0; i < m_target.changed.size(); ++i)
            change.add(i > 0 ? Sql(", ") : Sql(""))
                .identifier(m_target.changed.at(i))
                .add(" = ")
                .add(column("s", m_target.changed.at(i)));
        change.add("\n  FROM ")
            .add(stage("wanted"))
            .add(" s JOIN ")
            .add(stage("state"))
            .add(" t ON t.n")
            .add(plainEquals)
            .add("s.")
            .add(own("n"));
        change.add(" JOIN ")
            .add(stage("before"))
            .add(" b ON b.")
            .add(own("n"))
            .add(plainEquals)
            .add("t.n\n  WHERE ")
            .add(place)
            .add(" AND")
            .add(chosen);
        break;
    case StagedKind::Extra:
        change.add("DELETE FROM ")
            .add(live())
            .add(" l\n  USING ")
            .add(stage("before"))
            .add(" b JOIN ")
            .add(stage("state"))
            .add(" t ON t.n")
            .add(plainEquals);
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
    take.add(stage("state"))
        .add(";\nCREATE TEMPORARY TABLE ")
        .add(stage("after"))
        .add(" ON COMMIT DROP AS SELECT ");
    if (m_target.key.isEmpty()) {
        take.add("coalesce(w.n, -row_number() OVER ()) AS ")
            .add(own("n"))
            .add(", w.kind AS ")
            .add(own("kind"))
            .add(", ")
            .add(list("l", m_target.allColumns));
        take.add(" FROM ")
            .add(stage("written"))
            .add(" w JOIN ")
            .add(live())
            .add(" l ON l.tableoid = w.part AND l.ctid = w.place;\nANALYZE ");
        return take.add(stage("after"));
    }
    take.add("t.n AS ")
        .add(own("n"))
        .add(", t.kind AS ")
        .add(own("kind"))
        .add(", ")
        .add(list("l", m_target.allColumns))
        .add(" FROM ");
    take.add(stage("wanted"))
        .add(" s JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = s.")
        .add(own("n"))
        .add(" AND t.state = 'd' JOIN ")
        .add(live());
    return take.add(" l ON ").add(sameKey(m_target.key, "l", "s")).add(";\nANALYZE ").add(stage("after"));
}

Sql RecoverySql::countDifferent() const
{
    const auto different = [this](StagedKind kind, const QStringList& columns) {
        Sql rows("(SELECT count(*) FROM (SELECT ");
        rows.add(content("s", columns))
            .add(" FROM ")
            .add(stage("wanted"))
            .add(" s JOIN ")
            .add(stage("state"))
            .add(" t ON t.n = s.")
            .add(own("n"));
        rows.add(" WHERE t.state = 'd' AND t.kind = ")
            .literalValue(QLatin1String(stagedKindText(kind)))
            .add(" EXCEPT ALL SELECT ");
        rows.add(content("a", columns))
            .add(" FROM ")
            .add(stage("after"))
            .add(" a WHERE a.")
            .add(own("kind"))
            .add(" = ");
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
    keys.add(own("kind"))
        .add(", ")
        .add(list("a", shown))
        .add(" FROM ")
        .add(stage("after"))
        .add(" a UNION ALL SELECT t.kind, ")
        .add(list("b", shown));
    keys.add(" FROM ")
        .add(stage("before"))
        .add(" b JOIN ")
        .add(stage("state"))
        .add(" t ON t.n = b.")
        .add(own("n"));
    return keys.add(" WHERE t.state = 'd' AND t.kind = 'x') TO STDOUT");
}

// Never backwards: only where the column has a value that the sequence has not reached.
Sql RecoverySql::advance(const ColumnSequence& sequence) const
{
    const QString name = core::quoteQualified(sequence.schema, sequence.name);
    Sql advance("SELECT pg_catalog.setval(");
    advance.literalValue(name)
        .add("::pg_catalog.regclass, m.top) FROM (SELECT CASE WHEN d.seqincrement > 0 THEN max(l.")
        .identifier(sequence.column);
    advance.add(") ELSE min(l.")
        .identifier(sequence.column)
        .add(") END AS top, d.seqincrement, d.seqmin, d.seqmax FROM ")
        .add(live());
    advance.add(" l, pg_catalog.pg_sequence d WHERE d.seqrelid = ")
        .literalValue(name)
        .add("::pg_catalog.regclass GROUP BY 2, 3, 4) m, ");
    advance.qualified(sequence.schema, sequence.name)
        .add(" q WHERE m.top BETWEEN m.seqmin AND m.seqmax AND (CASE WHEN m.seqincrement > 0");
    return advance.add(" THEN m.top > q.last_value ELSE m.top < q.last_value END OR m.top = q.last_value AND "
                       "NOT q.is_called)");
}

Sql RecoverySql::trigger(const TableTrigger& trigger, bool on) const
{
    Sql alter("ALTER TABLE ONLY ");
    alter.qualified(trigger.schema, trigger.table);
    if (!on)
        alter.add(" DISABLE TRIGGER ");
    else
        alter.add(trigger.enabled == QLatin1Char('A') ? Sql(" ENABLE ALWAYS TRIGGER ")
                                                      : Sql(" ENABLE TRIGGER "));
    return alter.identifier(trigger.name);
}

Sql RecoverySql::copyAfter() const
{
    return Sql("COPY (SELECT ")
        .add(own("n"))
        .add(", ")
        .add(own("kind"))
        .add(", ''::pg_catalog.text, ")
        .add(list("a", m_target.allColumns))
        .add(" FROM ")
        .add(stage("after"))
        .add(" a) TO STDOUT");
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
    find.add(live())
        .add(" IN SHARE ROW EXCLUSIVE MODE;\nCREATE TEMPORARY TABLE ")
        .add(stage("found"))
        .add(" ON COMMIT DROP AS\n  ");
    if (m_target.key.isEmpty())
        return find.add(findByContent("after", m_target.allColumns, {}))
            .add(";\nANALYZE ")
            .add(stage("found"));
    find.add("SELECT s.")
        .add(own("n"))
        .add(", s.")
        .add(own("kind"))
        .add(", l.tableoid AS ")
        .add(own("part"))
        .add(", l.ctid AS ")
        .add(own("place"));
    find.add("\n  FROM ")
        .add(stage("after"))
        .add(" s JOIN ")
        .add(live())
        .add(" l ON ")
        .add(sameKey(m_target.key, "l", "s"))
        .add("\n  AND ");
    find.add(content("l", m_target.allColumns)).add(" = ").add(content("s", m_target.allColumns));
    return find.add(";\nANALYZE ").add(stage("found"));
}

Sql RecoverySql::undoCheck() const
{
    Sql check("(SELECT count(*) FROM ");
    check.add(stage("found")).add(") <> (SELECT count(*) FROM ").add(stage("after")).add(")");
    if (!m_target.key.isEmpty()) {
        check.add("\n     OR EXISTS (SELECT FROM ")
            .add(stage("before"))
            .add(" b JOIN ")
            .add(live())
            .add(" l ON ")
            .add(sameKey(m_target.key, "l", "b"));
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
    update.add("\n  FROM ")
        .add(stage("found"))
        .add(" f JOIN ")
        .add(stage("before"))
        .add(" b ON b.")
        .add(own("n"))
        .add(plainEquals)
        .add("f.")
        .add(own("n"));
    update.add("\n  WHERE f.")
        .add(own("kind"))
        .add(plainEquals)
        .add("'c' AND l.tableoid")
        .add(plainEquals)
        .add("f.")
        .add(own("part"));
    return update.add(" AND l.ctid").add(plainEquals).add("f.").add(own("place"));
}

Sql RecoverySql::undoDelete() const
{
    Sql remove("DELETE FROM ");
    remove.add(live())
        .add(" l USING ")
        .add(stage("found"))
        .add(" f\n  WHERE f.")
        .add(own("kind"))
        .add(plainEquals)
        .add("'m' AND l.tableoid")
        .add(plainEquals);
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
