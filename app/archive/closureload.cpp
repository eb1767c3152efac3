// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the search that concerns rows: where they come from, and what runs while they are loaded.
#include "archive/closure.h"
#include "archive/tabledefinition.h"

namespace tidemark::archive {

namespace {

/// Contrib modules without an operator class for types of the server itself, and those that have one.
bool mayServeExclusion(const QString& extension)
{
    static const QSet<QString> irrelevant = [] {
        const QString names = QStringLiteral(
            "plpgsql adminpack amcheck autoinc bloom btree_gin citext dblink dict_int dict_xsyn "
            "earthdistance "
            "file_fdw fuzzystrmatch hstore insert_username intagg isn lo ltree moddatetime pageinspect "
            "pg_buffercache pg_freespacemap pg_prewarm pg_stat_statements pg_surgery pg_visibility "
            "pg_walinspect "
            "pgcrypto pgrowlocks pgstattuple postgres_fdw refint sslinfo tablefunc tcn tsm_system_rows "
            "tsm_system_time unaccent uuid-ossp xml2");
        const QStringList list = names.split(QLatin1Char(' '));
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    return !irrelevant.contains(extension);
}

/// The words in what is computed for every row that is loaded; defaults are not.
QSet<QByteArray> wordsRunAtLoad(const TableDefinition& table)
{
    QSet<QByteArray> words;
    const auto add = [&words](const QByteArray& text) {
        for (SqlReader reader(text); !reader.atEnd(); reader.advance()) {
            if (reader.isName())
                words.insert(unquoteName(reader.written()));
        }
    };
    for (const QByteArray& constraint : table.constraints)
        add(constraint);
    for (const ColumnDefinition& column : table.columns) {
        add(column.generatedExpression);
        for (const QByteArray& constraint : column.constraints)
            add(constraint);
    }
    return words;
}

} // namespace

void Closure::needForExclusion(int constraint)
{
    for (const int extension : std::as_const(m_extensions)) {
        if (mayServeExclusion(m_graph.entry(extension).tag()))
            include(extension, constraint, Why::ForConstraint);
    }
    SqlReader reader(m_graph.entry(constraint).definition());
    while (!reader.atEnd()) {
        const auto name = reader.takeName();
        if (!name) {
            reader.advance();
        } else if (name->isQualified()) {
            const QString schema = m_graph.decode(name->schema());
            for (const int function : m_graph.functions(schema, m_graph.decode(name->name())))
                include(function, constraint, Why::ForConstraint);
        }
    }
}

void Closure::fill(int relation)
{
    bool isFilled = false;
    for (const int part : m_graph.parts(relation)) {
        const EntryKind kind = m_graph.kind(part);
        if (kind == EntryKind::TableData || kind == EntryKind::MaterializedViewData) {
            include(part, relation, Why::Part);
            isFilled = true;
        }
    }
    switch (m_graph.kind(relation)) {
    case EntryKind::Table:
        fillTable(relation);
        break;
    case EntryKind::MaterializedView:
        // Its rows are not in the dump: they are computed anew.
        if (isFilled)
            readsOf(relation);
        break;
    case EntryKind::View:
        readsOf(relation);
        break;
    default:
        break;
    }
    releaseForeignKeys(relation);
}

void Closure::fillTable(int table)
{
    for (const int partition : m_graph.partitions(table))
        raise(partition, Rows, table, Why::Partition);
    for (const int part : m_graph.parts(table)) {
        if (m_graph.kind(part) == EntryKind::TableData &&
            m_graph.entry(part).definition().startsWith("-- load via partition root"))
            raise(m_graph.partitionRoot(table), Attached, table, Why::SameRoot);
    }
    const auto definition = readTableDefinition(m_graph.entry(table).definition());
    const QSet<QByteArray> words = definition ? wordsRunAtLoad(*definition) : QSet<QByteArray>();
    for (const int other : m_graph.dependencies(table)) {
        const EntryKind kind = m_graph.kind(other);
        if (kind == EntryKind::Type || kind == EntryKind::Domain)
            atLoad(other, table);
        else if (kind == EntryKind::Function &&
                 (!definition || words.contains(functionName(m_graph, other).toUtf8())))
            atLoad(other, table);
    }
}

/// All that the query of a view reads.
void Closure::readsOf(int view)
{
    const auto follow = [&](int index) {
        for (const int other : m_graph.dependencies(index)) {
            if (isRelation(m_graph.kind(other)) && other != view) {
                m_loadEdges[view].append(other);
                raise(other, Rows, view, Why::Read);
            } else if (m_graph.kind(other) == EntryKind::Function) {
                atLoad(other, view);
            }
        }
    };
    follow(view);
    for (const int part : m_graph.parts(view)) {
        if (m_graph.kind(part) == EntryKind::Rule)
            follow(part);
    }
}

void Closure::atLoad(int index, int because)
{
    if (!wantsRows())
        return;
    m_loadEdges[because].append(index);
    raise(index, AtLoad, because, Why::Needed);
}

void Closure::rowsAtLoad(int relation, int because)
{
    m_loadEdges[because].append(relation);
    raise(relation, Rows, because, Why::ReadAtLoad);
}

void Closure::useAtLoad(int index)
{
    switch (m_graph.kind(index)) {
    case EntryKind::Function: {
        for (const int other : bodyNames(index)) {
            if (isRelation(m_graph.kind(other)))
                rowsAtLoad(other, index);
            else if (m_graph.kind(other) == EntryKind::Function)
                atLoad(other, index);
        }
        // The dependencies of a body that is stored parsed are on what it reads.
        const bool isParsed = m_graph.entry(index).definition().contains("BEGIN ATOMIC");
        for (const int other : m_graph.dependencies(index)) {
            if (isParsed && isRelation(m_graph.kind(other)))
                rowsAtLoad(other, index);
            else if (isParsed && m_graph.kind(other) == EntryKind::Function)
                atLoad(other, index);
        }
        break;
    }
    case EntryKind::Type:
    case EntryKind::Domain:
    case EntryKind::Operator:
    case EntryKind::OperatorClass:
    case EntryKind::OperatorFamily:
    case EntryKind::Aggregate:
        for (const int other : m_graph.dependencies(index)) {
            const EntryKind kind = m_graph.kind(other);
            if (kind >= EntryKind::Type && kind <= EntryKind::OperatorFamily)
                atLoad(other, index);
        }
        break;
    default:
        break;
    }
}

} // namespace tidemark::archive
