// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/toc.h"

#include <algorithm>

namespace tidemark::archive {

namespace {

std::optional<RelationKind> relationKindOf(const QString& type)
{
    if (type == QLatin1String("TABLE"))
        return RelationKind::Table;
    if (type == QLatin1String("VIEW"))
        return RelationKind::View;
    if (type == QLatin1String("MATERIALIZED VIEW"))
        return RelationKind::MaterializedView;
    if (type == QLatin1String("SEQUENCE"))
        return RelationKind::Sequence;
    if (type == QLatin1String("FOREIGN TABLE"))
        return RelationKind::ForeignTable;
    return std::nullopt;
}

} // namespace

QString LayoutVersion::toText() const
{
    return QStringLiteral("%1.%2-%3").arg(major).arg(minor).arg(revision);
}

QString compressionText(Compression method)
{
    return core::compressionName(method);
}

const TocEntry* Toc::byDumpId(int dumpId) const
{
    const auto found = std::find_if(entries.cbegin(), entries.cend(),
                                    [dumpId](const TocEntry& entry) { return entry.dumpId() == dumpId; });
    return found == entries.cend() ? nullptr : &*found;
}

QList<const TocEntry*> Toc::tableData() const
{
    QList<const TocEntry*> found;
    for (const TocEntry& entry : entries) {
        if (entry.isTableData())
            found.append(&entry);
    }
    return found;
}

QList<Relation> Toc::relations() const
{
    QList<Relation> found;
    for (const TocEntry& entry : entries) {
        if (const auto kind = relationKindOf(entry.type()))
            found.append({*kind, entry.schema(), entry.tag(), entry.dumpId()});
    }
    return found;
}

} // namespace tidemark::archive
