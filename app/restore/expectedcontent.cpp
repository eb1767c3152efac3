// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/expectedcontent.h"

#include "archive/readback.h"
#include "catalog/contenttables.h"
#include "restore/contentcheck.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::expectedContent", text);
}

core::Result<QList<catalog::ManifestTable>> wholeContent(const RestorePlan& plan,
                                                         const core::RunContext& context)
{
    if (plan.draft.damaged == DamagedTables::LeaveOut)
        return plan.intact;
    if (plan.source.set) {
        const catalog::Manifest& manifest = plan.source.set->manifest;
        QList<catalog::ManifestTable> tables = manifest.tables;
        if (manifest.kind == catalog::SetKind::Cluster)
            tables.removeIf([&plan](const catalog::ManifestTable& table) {
                return table.database != plan.source.database();
            });
        return tables;
    }
    // A dump from elsewhere: reading it once proves that it is whole before anything is created, and counts
    // its rows.
    core::RunContext quiet = context;
    quiet.onProgress = [&context](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Reading the archive");
        progress.fraction = 0;
        context.report(progress);
    };
    auto content = archive::readBack(plan.source.archivePath, {}, quiet);
    if (!content) {
        core::Error error = std::move(content).error();
        if (error.kind == core::ErrorKind::Corrupt)
            error.hint = tr("Use another backup, or restore what of this one is intact: tidemarkctl restore "
                            "--intact-only.");
        return error;
    }
    if (plan.source.isOneOfSeveral)
        content->tables.removeIf([&plan](const archive::TableReadBack& table) {
            return table.database != plan.source.database();
        });
    return mergedByTable(catalog::contentTables(*content));
}

} // namespace

core::Result<QList<catalog::ManifestTable>> expectedContent(const RestorePlan& plan,
                                                            const core::RunContext& context)
{
    if (!plan.draft.has(StageKind::Data))
        return QList<catalog::ManifestTable>();
    auto tables = wholeContent(plan, context);
    if (tables && !plan.isPart()) {
        QSet<std::pair<QString, QString>> unloaded;
        for (const archive::TocEntry* data : plan.source.toc.tableData()) {
            if (plan.leftOut.contains(data->dumpId()))
                unloaded.insert({data->schema(), data->tag()});
        }
        tables->removeIf([&unloaded](const catalog::ManifestTable& table) {
            return unloaded.contains({table.schema, table.name});
        });
    }
    if (!tables || !plan.isPart())
        return tables;
    QSet<std::pair<QString, QString>> loaded;
    for (const archive::Relation& table : plan.scope.loaded)
        loaded.insert({table.schema, table.name});
    tables->removeIf([&loaded](const catalog::ManifestTable& table) {
        return !loaded.contains({table.schema, table.name});
    });
    addPartitionsBeside(*tables, plan.source.toc, plan.scope.dumpIds());
    return tables;
}

} // namespace tidemark::restore
