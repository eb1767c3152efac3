// SPDX-License-Identifier: GPL-3.0-or-later
// The statements of the script that writes rows back as they were.
#include "postgres/queries/recoverypieces.h"

namespace tidemark::postgres {

Sql RecoverySql::copyAfter() const
{
    SqlPieces pieces = m_pieces;
    pieces.set("a.all", list("a", m_target.allColumns));
    return pieces.into("COPY (SELECT {n}, {kind}, {state}, {a.all} FROM {after} a) TO STDOUT {file encoding}");
}

Sql RecoverySql::copyBefore() const
{
    SqlPieces pieces = m_pieces;
    pieces.set("b.all", list("b", m_target.allColumns));
    return pieces.into("COPY (SELECT b.{n}, t.kind, t.step, {b.all}"
                       " FROM {before} b JOIN {states} t ON t.n = b.{n} WHERE t.state = 'd') TO STDOUT {file encoding}");
}

Sql RecoverySql::undoStages() const
{
    return emptyLike("after", m_target.allColumns).add(";\n").add(emptyLike("before", m_target.allColumns));
}

QByteArray RecoverySql::undoCopyAfter() const
{
    return m_pieces.into("COPY {after} FROM stdin").text();
}

QByteArray RecoverySql::undoCopyBefore() const
{
    return m_pieces.into("COPY {before} FROM stdin").text();
}

Sql RecoverySql::undoFind() const
{
    SqlPieces pieces = m_pieces;
    if (m_target.key.isEmpty()) {
        pieces.set("rows", findByContent("after", m_target.allColumns, {}));
    } else {
        pieces.set("l.content", content("l", m_target.allColumns)).set("s.content", content("s", m_target.allColumns));
        pieces.set("same key", sameKey(m_target.key, "l", "s"));
        pieces.set("rows", pieces.into("SELECT s.{n}, s.{kind}, s.{state}, l.tableoid AS {part}, l.ctid AS {place}\n"
                                       "  FROM {after} s JOIN {live} l ON {same key}\n"
                                       "  AND {l.content} = {s.content}"));
    }
    return pieces.into("CREATE INDEX ON {before} ({n});\nANALYZE {after};\nANALYZE {before};\nLOCK TABLE {live} IN SHARE ROW EXCLUSIVE MODE;\n"
                       "CREATE TEMPORARY TABLE {found} ON COMMIT DROP AS\n  {rows};\n"
                       "CREATE INDEX ON {found} ({n});\nANALYZE {found}");
}

Sql RecoverySql::undoCheck() const
{
    const Sql isGone = m_pieces.into("(SELECT count(*) FROM {found}) <> (SELECT count(*) FROM {after})");
    if (m_target.key.isEmpty())
        return isGone;
    SqlPieces pieces = m_pieces;
    pieces.set("is gone", isGone).set("same key", sameKey(m_target.key, "l", "b"));
    return pieces.into("{is gone}\n     OR EXISTS (SELECT FROM {before} b JOIN {live} l ON {same key} WHERE b.{kind} = 'x')");
}

namespace {

Sql stepLiteral(int step)
{
    return Sql("").literalValue(QString::number(step));
}

} // namespace

// A unique value may still be another row's, which has to give it free first; where all at once does not do, one
// after the other does, in the order that the server takes. Values that were shifted need one direction or the other.
QByteArray RecoverySql::undoUpdate(int step) const
{
    // A trigger may have changed more than we did. What a row breaks already cannot be said again.
    QStringList changeable;
    for (const QString& name : m_target.allColumns) {
        const bool stays = (keyNames().contains(name) || m_target.uncheckedDomains.contains(name)) &&
                           !m_target.changed.contains(name);
        if (!m_target.identityAlways.contains(name) && !stays)
            changeable.append(name);
    }
    SqlPieces pieces = m_pieces;
    pieces.set("assignments", assignments(changeable, "b")).set("step", stepLiteral(step));
    pieces.set("update", pieces.into("UPDATE {live} l SET {assignments}\n"
                                     "  FROM {found} f JOIN {before} b ON b.{n} {=} f.{n}\n"
                                     "  WHERE f.{state} {=} {step} AND l.tableoid {=} f.{part} AND l.ctid {=} f.{place}"));
    return pieces
        .into("\nDECLARE\n  it record;\n  moved boolean;\n  left_over boolean;\n  backwards boolean := false;\nBEGIN\n{update};\n"
              "EXCEPTION WHEN unique_violation OR exclusion_violation THEN\n"
              "  LOOP\n    moved := false;\n    left_over := false;\n    backwards := NOT backwards;\n"
              "    FOR it IN SELECT f.{n} FROM {found} f WHERE f.{state} {=} {step}\n"
              "      ORDER BY CASE WHEN backwards THEN OPERATOR(pg_catalog.-) f.{n} ELSE f.{n} END LOOP\n      BEGIN\n"
              "{update}\n  AND f.{n} {=} it.{n};\n"
              "        DELETE FROM {found} f WHERE f.{state} {=} {step} AND f.{n} {=} it.{n};\n"
              "        moved := true;\n"
              "      EXCEPTION WHEN unique_violation OR exclusion_violation THEN\n        left_over := true;\n"
              "      END;\n    END LOOP;\n    EXIT WHEN NOT left_over;\n"
              "    IF NOT moved THEN\n{update};\n      EXIT;\n    END IF;\n  END LOOP;\nEND\n")
        .text();
}

Sql RecoverySql::undoDelete(int step) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("step", stepLiteral(step));
    return pieces.into("DELETE FROM {live} l USING {found} f\n"
                       "  WHERE f.{state} {=} {step} AND l.tableoid {=} f.{part} AND l.ctid {=} f.{place}");
}

Sql RecoverySql::undoInsert(int step) const
{
    SqlPieces pieces = m_pieces;
    pieces.set("all", list("", m_target.allColumns)).set("b.all", list("b", m_target.allColumns));
    pieces.set("step", stepLiteral(step));
    return pieces.into("INSERT INTO {name} ({all}) OVERRIDING SYSTEM VALUE\n"
                       "  SELECT {b.all} FROM {before} b WHERE b.{state} {=} {step}");
}

} // namespace tidemark::postgres
