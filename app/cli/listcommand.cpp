// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::list", text);
}

QString provenText(const catalog::BackupSet& set)
{
    switch (set.proven()) {
    case catalog::Proven::Written:
        return tr("not proven");
    case catalog::Proven::ReadBack:
        return tr("read back");
    case catalog::Proven::Restored:
        break;
    }
    return tr("restored");
}

QString subjectText(const catalog::BackupSet& set)
{
    switch (set.manifest.kind) {
    case catalog::SetKind::Cluster:
        if (catalog::holdsGlobalsOnly(set.manifest))
            return tr("(globals)");
        return set.manifest.coverage == catalog::Coverage::Part ? tr("(all databases, in part)") : tr("(all databases)");
    case catalog::SetKind::BaseBackup:
        return tr("(base backup)");
    case catalog::SetKind::Database:
        break;
    }
    return set.manifest.database;
}

core::Result<Outcome> run(Invocation& invocation)
{
    if (invocation.arguments().size() != 1)
        return usageError(tr("Which folder? Exactly one is expected."), QStringLiteral("list"));
    auto scan = catalog::scanFolder(invocation.arguments().constFirst(), invocation.context);
    if (!scan)
        return std::move(scan).error();
    TextTable table;
    table.addColumn(tr("Started"));
    table.addColumn(tr("Server"));
    table.addColumn(tr("Database"));
    table.addColumn(tr("Size"), TextTable::Align::Right);
    table.addColumn(tr("Proven"));
    table.addColumn(tr("Folder"));
    QJsonArray sets;
    for (const catalog::BackupSet& set : scan->sets) {
        table.addRow({core::localDateTimeText(set.manifest.started), set.manifest.server, subjectText(set), set.manifest.totalSize().toText(),
                      provenText(set), set.folder});
        sets.append(QJsonObject{{QStringLiteral("path"), set.folder},
                                {QStringLiteral("kind"), catalog::setKindName(set.manifest.kind)},
                                {QStringLiteral("server"), set.manifest.server},
                                {QStringLiteral("database"), set.manifest.database},
                                {QStringLiteral("partial"), set.manifest.coverage == catalog::Coverage::Part},
                                {QStringLiteral("globalsOnly"), catalog::holdsGlobalsOnly(set.manifest)},
                                {QStringLiteral("started"), core::isoUtc(set.manifest.started)},
                                {QStringLiteral("bytes"), set.manifest.totalSize().bytes()},
                                {QStringLiteral("proven"), catalog::provenName(set.proven())},
                                {QStringLiteral("provenAt"), core::isoUtc(set.provenAt())}});
    }
    if (table.isEmpty())
        invocation.printer.line(tr("No backup sets are in this folder."));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    QJsonArray problems;
    for (const core::Error& problem : scan->problems) {
        invocation.printer.say(problem.toText());
        problems.append(problem.toJson());
    }
    return Outcome{scan->problems.isEmpty() ? core::Verdict::Ok : core::Verdict::Warnings,
                   {{QStringLiteral("sets"), sets}, {QStringLiteral("problems"), problems}}};
}

} // namespace

const Subcommand listCommand{"list", "DIR", QT_TRANSLATE_NOOP("cli", "Backup sets below a folder, newest first, and how far each is proven."), 1, nullptr, run};

} // namespace tidemark::cli
