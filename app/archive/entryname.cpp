// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/entryname.h"

#include "archive/definitiontarget.h"
#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

QString qualified(const TocEntry& entry, const QString& name)
{
    return core::singleLine(entry.schema().isEmpty() ? name : entry.schema() + QLatin1Char('.') + name);
}

/// Tags of parts begin with what they are a part of.
QString partName(const TocGraph& graph, int index)
{
    const QString& tag = graph.entry(index).tag();
    const int whole = graph.whole(index);
    if (whole < 0 || !tag.startsWith(graph.entry(whole).tag() + QLatin1Char(' ')))
        return core::singleLine(tag);
    return core::singleLine(tag.mid(graph.entry(whole).tag().size() + 1));
}

} // namespace

QString entryName(const TocGraph& graph, int index)
{
    const TocEntry& entry = graph.entry(index);
    switch (graph.kind(index)) {
    case EntryKind::Constraint:
    case EntryKind::CheckConstraint:
    case EntryKind::ForeignKey:
    case EntryKind::Trigger:
    case EntryKind::Rule:
    case EntryKind::Policy:
        return partName(graph, index);
    case EntryKind::Default: {
        const QString column = graph.decode(targetOf(EntryKind::Default, entry.definition()).column);
        const int whole = graph.whole(index);
        return whole < 0 ? qualified(entry, entry.tag())
                         : entryName(graph, whole) + QLatin1Char('.') + core::singleLine(column);
    }
    case EntryKind::Function:
    case EntryKind::Aggregate:
        return qualified(entry, functionName(graph, index));
    default:
        return qualified(entry, entry.tag());
    }
}

QString entryText(const TocGraph& graph, int index)
{
    const QString name = entryName(graph, index);
    switch (graph.kind(index)) {
    case EntryKind::Table:
        return tr("table %1").arg(name);
    case EntryKind::View:
        return tr("view %1").arg(name);
    case EntryKind::MaterializedView:
        return tr("materialized view %1").arg(name);
    case EntryKind::Sequence:
        return tr("sequence %1").arg(name);
    case EntryKind::ForeignTable:
        return tr("foreign table %1").arg(name);
    case EntryKind::Default:
        return tr("default of column %1").arg(name);
    case EntryKind::Constraint:
    case EntryKind::CheckConstraint:
        return tr("constraint %1").arg(name);
    case EntryKind::ForeignKey:
        return tr("foreign key %1").arg(name);
    case EntryKind::Index:
        return tr("index %1").arg(name);
    case EntryKind::Trigger:
        return tr("trigger %1").arg(name);
    case EntryKind::Rule:
        return tr("rule %1").arg(name);
    case EntryKind::Policy:
        return tr("policy %1").arg(name);
    case EntryKind::Statistics:
        return tr("statistics %1").arg(name);
    case EntryKind::Schema:
        return tr("schema %1").arg(name);
    case EntryKind::Extension:
        return tr("extension %1").arg(name);
    case EntryKind::Type:
    case EntryKind::ShellType:
        return tr("type %1").arg(name);
    case EntryKind::Domain:
        return tr("domain %1").arg(name);
    case EntryKind::Function:
    case EntryKind::Aggregate:
        return tr("function %1").arg(name);
    default:
        return core::singleLine(graph.entry(index).type().toLower()) + QLatin1Char(' ') + name;
    }
}

} // namespace tidemark::archive
