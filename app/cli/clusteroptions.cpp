// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clusteroptions.h"

#include "cli/backupoptions.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <optional>

namespace tidemark::cli {

namespace {

namespace cluster = backup::cluster;

// Each of them asks for such a dump.
constexpr std::array<const char*, 4> asking{"cluster", "globals-only", "roles-only", "tablespaces-only"};

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::cluster", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("backup"));
}

/// What one of the options that choose the content says.
core::Result<std::optional<cluster::Content>> contentAsked(const Invocation& invocation)
{
    std::optional<cluster::Content> asked;
    for (const cluster::Content content :
         {cluster::Content::Globals, cluster::Content::Roles, cluster::Content::Tablespaces}) {
        if (!invocation.parser.isSet(cluster::contentName(content) + QStringLiteral("-only")))
            continue;
        if (asked)
            return wrong(
                tr("--globals-only, --roles-only and --tablespaces-only are each without the others."));
        asked = content;
    }
    if (!asked && invocation.isSet("cluster"))
        asked = cluster::Content::Everything;
    return asked;
}

core::Status refuseOthers(const Invocation& invocation)
{
    for (const char* option :
         {"database", "all-databases", "format", "jobs", "table", "exclude-table", "exclude-table-data",
          "schema", "exclude-schema", "large-objects", "no-large-objects", "no-globals", "preset"}) {
        if (invocation.parser.optionNames().contains(QLatin1String(option)))
            return wrong(tr("--%1 is for dumps of single databases; pg_dumpall has no such choice.")
                             .arg(QLatin1String(option)));
    }
    return {};
}

core::Status readChoice(const Invocation& invocation, cluster::ClusterDumpDraft& draft)
{
    if (invocation.isSet("schema-only") && invocation.isSet("data-only"))
        return wrong(tr("--schema-only and --data-only are each without the other."));
    if (invocation.isSet("schema-only"))
        draft.part = backup::Part::Definitions;
    else if (invocation.isSet("data-only"))
        draft.part = backup::Part::Rows;
    draft.excludedDatabases += invocation.values("exclude-database");
    for (const QString& option : invocation.values("option"))
        draft.options.append(backup::toolOptionFromText(option));
    if (invocation.isSet("no-role-passwords"))
        draft.rolePasswords = backup::RolePasswords::Leave;
    return {};
}

} // namespace

void addClusterOptions(QCommandLineParser& parser)
{
    addOption(parser, "cluster",
              tr("A dump of the whole server in one SQL file, by pg_dumpall: all databases, roles and "
                 "tablespaces."));
    addOption(parser, "globals-only",
              tr("Roles and tablespaces alone, by pg_dumpall; also --roles-only and --tablespaces-only."));
    addOption(parser, "roles-only", tr("Roles alone."));
    addOption(parser, "tablespaces-only", tr("Tablespaces alone."));
    addOption(parser, "exclude-database",
              tr("Leave out databases that match, with --cluster; may be repeated."), "PATTERN");
}

core::Status refuseWithoutCluster(const Invocation& invocation)
{
    if (invocation.isSet("exclude-database"))
        return wrong(tr("--exclude-database is for dumps of a whole server: it needs --cluster."));
    return {};
}

bool asksForCluster(const Invocation& invocation)
{
    return std::any_of(asking.begin(), asking.end(),
                       [&invocation](const char* option) { return invocation.isSet(option); });
}

core::Result<cluster::ClusterDumpDraft> clusterDraftFrom(const Invocation& invocation,
                                                         const QJsonObject& plan)
{
    TIDEMARK_TRY(refuseOthers(invocation));
    cluster::ClusterDumpDraft draft;
    if (!plan.isEmpty()) {
        auto planned = cluster::ClusterDumpDraft::fromJson(plan);
        if (!planned)
            return std::move(planned).error();
        draft = *std::move(planned);
    }
    const auto asked = contentAsked(invocation);
    if (!asked)
        return asked.error();
    draft.content = asked->value_or(draft.content);
    if (invocation.isSet("to"))
        draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    if (draft.destination.isEmpty())
        return wrong(tr("Where to? --to DIR is missing."));
    TIDEMARK_TRY(readChoice(invocation, draft));
    if (invocation.isSet("compress")) {
        auto compression = core::CompressionSpec::fromText(invocation.value("compress"));
        if (!compression)
            return std::move(compression).error();
        draft.compression = *compression;
    }
    if (invocation.isSet("lock-wait")) {
        auto seconds = wholeNumber(invocation, "lock-wait", 1);
        if (!seconds)
            return std::move(seconds).error();
        draft.lockWait = std::chrono::seconds(*seconds);
    }
    if (invocation.isSet("file-name"))
        draft.fileName = invocation.value("file-name");
    return draft;
}

} // namespace tidemark::cli
