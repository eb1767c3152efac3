// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/selectionreason.h"

#include "archive/definitiontarget.h"
#include "archive/entryname.h"
#include "archive/tabledefinition.h"
#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

} // namespace

QString SelectionReason::included(int index)
{
    const Closure::Node& node = m_closure.node(index);
    const int because = node.because;
    if (node.why == Why::Chosen || because < 0)
        return tr("chosen");
    const QString cause = entryText(m_graph, because);
    switch (node.why) {
    case Why::InChosenSchema:
        return tr("in %1, which is chosen").arg(cause);
    case Why::Part:
        return part(index, because);
    case Why::Decoration:
        if (m_graph.kind(index) == EntryKind::Comment)
            return tr("comment on %1").arg(cause);
        return m_graph.kind(index) == EntryKind::Privileges ? tr("privileges on %1").arg(cause)
                                                            : tr("security label of %1").arg(cause);
    case Why::Partition:
        return tr("partition of %1").arg(cause);
    case Why::SameRoot:
        return tr("without its rows: those of %1 are loaded through the whole partitioned table").arg(cause);
    case Why::Referenced:
        return tr("table that %1 refers to").arg(cause);
    case Why::Read:
        return tr("with its rows: %1 is filled from them").arg(cause);
    case Why::ReadAtLoad:
        return tr("with its rows: %1 reads them while others are loaded").arg(cause);
    case Why::Guessed:
        return tr("guessed from the text of %1").arg(cause);
    case Why::LargeObjectSet:
        return tr("large objects are stored together");
    default:
        return needed(index, because);
    }
}

QString SelectionReason::needed(int index, int because)
{
    const EntryKind kind = m_graph.kind(index);
    const EntryKind causeKind = m_graph.kind(because);
    const QString cause = entryText(m_graph, because);
    if (kind == EntryKind::Schema)
        return tr("schema of %1").arg(cause);
    if (kind == EntryKind::Function && causeKind == EntryKind::Trigger)
        return tr("function called by %1").arg(cause);
    if (kind == EntryKind::Function)
        return tr("function used by %1").arg(cause);
    if (kind == EntryKind::Sequence) {
        const QString column =
            causeKind == EntryKind::Default ? entryName(m_graph, because) : columnWith(index, because);
        return column.isEmpty() ? tr("sequence used by %1").arg(cause)
                                : tr("sequence behind %1, and its value").arg(column);
    }
    if (kind == EntryKind::Type || kind == EntryKind::Domain || (isRelation(kind) && isRelation(causeKind))) {
        if (const QString column = columnWith(index, because); !column.isEmpty())
            return isRelation(kind) ? tr("its rows are the type of column %1").arg(column)
                                    : tr("type of column %1").arg(column);
    }
    if (isRelation(kind) && (causeKind == EntryKind::Table || causeKind == EntryKind::ForeignTable))
        return m_graph.partitionParent(because) == index ? tr("table that %1 is a partition of").arg(cause)
                                                         : tr("table that %1 is built on").arg(cause);
    if (isRelation(kind))
        return tr("named in %1").arg(cause);
    return tr("needed by %1").arg(cause);
}

QString SelectionReason::part(int index, int whole)
{
    const QString cause = entryText(m_graph, whole);
    switch (m_graph.kind(index)) {
    case EntryKind::TableData:
        return tr("rows of %1").arg(cause);
    case EntryKind::MaterializedViewData:
        return tr("fills %1").arg(cause);
    case EntryKind::SequenceSet:
        return tr("value of the %1").arg(sequenceBehind(whole));
    case EntryKind::Sequence:
        return tr("%1, and its value").arg(sequenceBehind(index));
    case EntryKind::SequenceOwnedBy:
        return tr("ties the sequence to column %1").arg(columnOf(whole));
    case EntryKind::Default:
        return tr("default of column %1").arg(entryName(m_graph, index));
    case EntryKind::Constraint:
        return tr("constraint of %1").arg(cause);
    case EntryKind::CheckConstraint:
        return tr("check of %1").arg(cause);
    case EntryKind::ForeignKey:
        return tr("foreign key of %1").arg(cause);
    case EntryKind::Index:
        return tr("index of %1").arg(cause);
    case EntryKind::IndexAttach:
        return tr("joins the indexes of partitions");
    case EntryKind::TableAttach:
        return tr("makes %1 a partition").arg(cause);
    case EntryKind::Trigger:
        return tr("trigger of %1").arg(cause);
    case EntryKind::Rule:
        return m_graph.kind(whole) == EntryKind::View ? tr("query of %1").arg(cause)
                                                      : tr("rule of %1").arg(cause);
    case EntryKind::Policy:
    case EntryKind::RowSecurity:
        return tr("row-level security of %1").arg(cause);
    case EntryKind::Statistics:
    case EntryKind::StatisticsData:
        return tr("statistics of %1").arg(cause);
    default:
        return tr("belongs to %1").arg(cause);
    }
}

/// The column of `relation` that has this type or takes its default from this sequence, with its table; empty
/// where none is found.
QString SelectionReason::columnWith(int other, int relation)
{
    if (m_readRelation != relation) {
        m_readRelation = relation;
        m_columnOf.clear();
        const TocEntry& entry = m_graph.entry(relation);
        const auto table = readTableDefinition(entry.definition());
        for (const ColumnDefinition& column : table ? table->columns : QList<ColumnDefinition>()) {
            const QString columnName = entryName(m_graph, relation) + QLatin1Char('.') +
                                       core::singleLine(m_graph.decode(column.name));
            rememberSequence(column.defaultExpression, entry.schema(), columnName);
            SqlReader reader(column.type);
            const auto name = reader.takeName();
            if (!name)
                continue;
            const QString schema = name->isQualified() ? m_graph.decode(name->schema()) : entry.schema();
            const int index = m_graph.type(schema, m_graph.decode(name->name()));
            if (index >= 0 && !m_columnOf.contains(index))
                m_columnOf.insert(index, columnName);
        }
    }
    return m_columnOf.value(other);
}

/// Of nextval('public.posts_id_seq'::regclass).
void SelectionReason::rememberSequence(const QByteArray& expression, const QString& schema,
                                       const QString& column)
{
    for (SqlReader reader(expression); !reader.atEnd(); reader.advance()) {
        if (reader.token().kind != SqlToken::Kind::String)
            continue;
        const QByteArray text = unquoteText(reader.written()).value_or(QByteArray());
        SqlReader inner(text);
        const auto name = inner.takeName();
        const int index = name && inner.atEnd() ? m_graph.relationOf(*name, schema) : -1;
        if (index >= 0 && !m_columnOf.contains(index))
            m_columnOf.insert(index, column);
    }
}

/// The column that this sequence is an identity of or belongs to; empty where there is none.
QString SelectionReason::columnOf(int sequence) const
{
    const auto name = [this](int table, const QByteArray& column) {
        return entryName(m_graph, table) + QLatin1Char('.') + core::singleLine(m_graph.decode(column));
    };
    const DefinitionTarget identity = targetOf(EntryKind::Sequence, m_graph.entry(sequence).definition());
    if (identity.isIdentity && m_graph.whole(sequence) >= 0)
        return name(m_graph.whole(sequence), identity.column);
    for (const int part : m_graph.parts(sequence)) {
        if (m_graph.kind(part) == EntryKind::SequenceOwnedBy && m_graph.otherSide(part) >= 0)
            return name(m_graph.otherSide(part),
                        targetOf(EntryKind::SequenceOwnedBy, m_graph.entry(part).definition()).column);
    }
    return {};
}

/// "sequence behind public.posts.id", else "sequence public.codes".
QString SelectionReason::sequenceBehind(int sequence) const
{
    const QString column = columnOf(sequence);
    return column.isEmpty() ? entryText(m_graph, sequence) : tr("sequence behind %1").arg(column);
}

QString SelectionReason::skipped(int foreignKey) const
{
    const int referenced = m_graph.otherSide(foreignKey);
    if (referenced < 0)
        return tr("foreign key to a table that is not in the backup");
    return tr("foreign key to %1, which is not chosen").arg(entryName(m_graph, referenced));
}

} // namespace tidemark::archive
