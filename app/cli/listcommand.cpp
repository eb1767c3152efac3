// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupset.h"
#include "catalog/setimport.h"
#include "cli/commandline.h"
#include "cli/texttable.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

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

QString conditionText(const catalog::BackupSet& set)
{
    switch (set.condition()) {
    case catalog::SetCondition::Sound:
        return catalog::originOf(set.manifest) ? tr("imported") : QString();
    case catalog::SetCondition::Touched:
        return tr("maybe changed");
    case catalog::SetCondition::Damaged:
        return tr("damaged");
    case catalog::SetCondition::Unreadable:
        break;
    }
    return tr("manifest unreadable");
}

QJsonObject toJson(const catalog::BackupSet& set)
{
    return {{QStringLiteral("path"), set.folder},
            {QStringLiteral("kind"), catalog::setKindName(set.manifest.kind)},
            {QStringLiteral("server"), set.manifest.server},
            {QStringLiteral("database"), set.manifest.database},
            {QStringLiteral("partial"), set.manifest.coverage == catalog::Coverage::Part},
            {QStringLiteral("globalsOnly"), catalog::holdsGlobalsOnly(set.manifest)},
            {QStringLiteral("started"), core::isoUtc(set.manifest.started)},
            {QStringLiteral("bytes"), set.manifest.totalSize().bytes()},
            {QStringLiteral("proven"), catalog::provenName(set.proven())},
            {QStringLiteral("provenAt"), core::isoUtc(set.provenAt())},
            {QStringLiteral("condition"), catalog::conditionName(set.condition())},
            {QStringLiteral("imported"), catalog::originOf(set.manifest).has_value()},
            {QStringLiteral("findings"), core::toJson(set.defects)}};
}

/// Newest first, whole or not.
QList<catalog::BackupSet> allOf(const catalog::ScanResult& scan)
{
    QList<catalog::BackupSet> all = scan.sets + scan.damaged;
    std::stable_sort(all.begin(), all.end(), [](const catalog::BackupSet& a, const catalog::BackupSet& b) { return a.manifest.started > b.manifest.started; });
    return all;
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
    table.addColumn(tr("State"));
    QJsonArray sets;
    QJsonArray damaged;
    bool warn = !scan->problems.isEmpty();
    for (const catalog::BackupSet& set : allOf(*scan)) {
        const QString proven = set.isUsable() ? provenText(set) : QString();
        table.addRow({core::localDateTimeText(set.manifest.started), set.manifest.server, subjectText(set), set.manifest.totalSize().toText(), proven, set.folder, conditionText(set)});
        // Who takes the first of the sets is to get one that can be counted on.
        (set.isUsable() ? sets : damaged).append(toJson(set));
        warn = warn || !set.isUsable();
    }
    if (table.isEmpty())
        invocation.printer.line(tr("No backup sets are in this folder."));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    for (const catalog::BackupSet& set : allOf(*scan)) {
        if (set.condition() == catalog::SetCondition::Sound)
            continue;
        invocation.printer.say(tr("%1:").arg(set.folder));
        invocation.printer.findings(set.defects);
    }
    QJsonArray problems;
    for (const core::Error& problem : scan->problems)
        problems.append(problem.toJson());
    return Outcome{warn ? core::Verdict::Warnings : core::Verdict::Ok,
                   {{QStringLiteral("sets"), sets}, {QStringLiteral("damaged"), damaged}, {QStringLiteral("problems"), problems}}};
}

} // namespace

const Subcommand listCommand{"list", "DIR", QT_TRANSLATE_NOOP("cli", "Backup sets below a folder, newest first, and how far each is proven."), 1, nullptr, run};

} // namespace tidemark::cli
