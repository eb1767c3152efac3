// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quoting.h"
#include "restore/restorescope.h"
#include "restore/stages.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

core::Status chooseSchema(const archive::Toc& source, const QString& schema, QList<int>& chosen)
{
    QList<int> inside;
    for (const archive::TocEntry& entry : source.entries) {
        if (entry.type() == QLatin1String("SCHEMA") && entry.tag() == schema) {
            chosen.append(entry.dumpId());
            return {};
        }
        if (entry.schema() == schema)
            inside.append(entry.dumpId());
    }
    // Every database has a schema public; it is in the archive only where something about it was changed.
    if (inside.isEmpty()) {
        return core::Error{
            core::ErrorKind::NotFound,
            QCoreApplication::translate("restore::scope", "The backup has no schema %1.")
                .arg(core::singleLine(schema)),
            {},
            QCoreApplication::translate("restore::scope", "Schemas are named exactly, without quotes.")};
    }
    chosen += inside;
    return {};
}

} // namespace

QSet<int> RestoreScope::dumpIds() const
{
    QSet<int> ids;
    for (const archive::SelectedEntry& entry : selection.entries)
        ids.insert(entry.dumpId);
    return ids;
}

void RestoreScope::leaveOut(const QSet<int>& ids, const archive::Toc& source)
{
    selection.entries.removeIf(
        [&ids](const archive::SelectedEntry& entry) { return ids.contains(entry.dumpId); });
    attachedLast.removeIf([&ids](int id) { return ids.contains(id); });
    tied.removeIf([&ids](int id) { return ids.contains(id); });
    QSet<std::pair<QString, QString>> unloaded;
    for (const archive::TocEntry* data : source.tableData()) {
        if (ids.contains(data->dumpId()))
            unloaded.insert({data->schema(), data->tag()});
    }
    const auto isUnloaded = [&unloaded](const archive::Relation& table) {
        return unloaded.contains({table.schema, table.name});
    };
    loaded.removeIf(isUnloaded);
    emptied.removeIf(isUnloaded);
}

core::Result<archive::Selection> selectFor(const RestoreDraft& draft, const archive::Toc& source)
{
    QList<int> chosen;
    for (const QString& table : draft.tables) {
        const auto found = archive::findRelation(source, table);
        if (!found)
            return found.error();
        chosen.append(*found);
    }
    for (const QString& schema : draft.schemas)
        TIDEMARK_TRY(chooseSchema(source, schema, chosen));
    if (draft.isWhole()) {
        for (const archive::TocEntry& entry : source.entries) {
            if (isRestored(entry))
                chosen.append(entry.dumpId());
        }
    }
    archive::SelectionOptions options;
    options.foreignKeys = draft.foreignKeys;
    return archive::selectEntries(source, chosen, options);
}

} // namespace tidemark::restore
