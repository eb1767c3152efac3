// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/basebackupoptions.h"

#include "backup/base/basebackupplan.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::cli {

namespace {

namespace base = backup::base;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::basebackup", text);
}

core::Error wrongValue(const char* option, const QString& form)
{
    return usageError(tr("--%1 is %2.").arg(QLatin1String(option), form), QStringLiteral("backup"));
}

/// Sets `into` where the option is given; false where its value is none that `read` knows.
template <typename T, typename Into>
bool take(const Invocation& invocation, const char* option, std::optional<T> (*read)(QStringView), Into& into)
{
    if (!invocation.isSet(option))
        return true;
    const QString value = invocation.value(option);
    const std::optional<T> found = read(value);
    if (found)
        into = *found;
    return found.has_value();
}

core::Status refuseDumpOptions(const Invocation& invocation)
{
    // A base backup is of everything.
    for (const char* option : {"database", "table", "exclude-table", "exclude-table-data", "schema", "exclude-schema", "schema-only", "data-only", "jobs",
                               "no-globals", "all-databases", "large-objects", "no-large-objects", "lock-wait", "file-name", "option", "plan", "print-plan"}) {
        if (invocation.parser.optionNames().contains(QLatin1String(option)))
            return usageError(tr("--%1 is for dumps; a base backup is of the whole server.").arg(QLatin1String(option)), QStringLiteral("backup"));
    }
    return {};
}

core::Result<base::BaseBackupDraft> draftOf(const Invocation& invocation)
{
    base::BaseBackupDraft draft;
    if (!take(invocation, "format", &base::formatFromName, draft.format))
        return wrongValue("format", tr("plain or tar"));
    if (!take(invocation, "compress", &base::compressionFromName, draft.compression))
        return wrongValue("compress", tr("none, gzip, lz4 or zstd, with :LEVEL or without"));
    if (!take(invocation, "wal-method", &base::walMethodFromName, draft.walMethod))
        return wrongValue("wal-method", tr("stream or fetch; without WAL a base backup would be worth nothing by itself"));
    if (!take(invocation, "checkpoint", &base::checkpointFromName, draft.checkpoint))
        return wrongValue("checkpoint", tr("fast or spread"));
    if (!take(invocation, "rate-limit", &base::rateFromText, draft.rateLimit))
        return wrongValue("rate-limit", tr("a number of kB/s, or of MB/s with M behind it"));
    if (!take(invocation, "manifest-checksums", &archive::checksumFromName, draft.checksums))
        return wrongValue("manifest-checksums", tr("SHA256, SHA224, SHA384, SHA512, CRC32C or NONE"));
    for (const QString& value : invocation.values("tablespace-mapping")) {
        const std::optional<base::TablespaceMapping> mapping = base::mappingFromText(value);
        if (!mapping)
            return wrongValue("tablespace-mapping", tr("OLD=NEW, with \\= for a = within a path"));
        draft.mappings.append(*mapping);
    }
    draft.label = invocation.value("label");
    if (invocation.isSet("no-estimate-size"))
        draft.sizeEstimate = base::SizeEstimate::Leave;
    draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    return draft;
}

} // namespace

void addBaseBackupOptions(QCommandLineParser& parser)
{
    addOption(parser, "physical", tr("A base backup: the files of the whole server, by pg_basebackup. Needs a role with REPLICATION."));
    addOption(parser, "wal-method", tr("How the WAL of a base backup comes along: stream (default) or fetch."), "METHOD");
    addOption(parser, "checkpoint", tr("Begin a base backup with a checkpoint at once (fast, default) or when the server has spread one."), "KIND");
    addOption(parser, "rate-limit", tr("At most so many kB/s of a base backup, or MB/s with M behind the number."), "RATE");
    addOption(parser, "tablespace-mapping", tr("Put the tablespace in OLD on the server into NEW here; plain format only. Unmapped ones go into the set. May be repeated."),
              "OLD=NEW");
    addOption(parser, "manifest-checksums", tr("Checksums in the manifest of a base backup: SHA256 (default), SHA224, SHA384, SHA512, CRC32C or NONE."), "ALGORITHM");
    addOption(parser, "label", tr("The label of a base backup."), "TEXT");
    addOption(parser, "no-estimate-size", tr("Do not let the server add up its files before a base backup; there is no percentage then."));
}

core::Status refuseWithoutPhysical(const Invocation& invocation)
{
    for (const char* option : {"wal-method", "checkpoint", "rate-limit", "tablespace-mapping", "manifest-checksums", "label", "no-estimate-size"}) {
        if (invocation.isSet(option))
            return usageError(tr("--%1 is for base backups: it needs --physical.").arg(QLatin1String(option)), QStringLiteral("backup"));
    }
    return {};
}

core::Result<Outcome> runBaseBackup(Invocation& invocation, const OpenServer& server, const process::ToolSet& tools)
{
    TIDEMARK_TRY(refuseDumpOptions(invocation));
    auto draft = draftOf(invocation);
    if (!draft)
        return std::move(draft).error();
    draft->serverLabel = server.label;
    auto facts = base::gatherFacts(*draft, server.access, tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = base::makePlan(*draft, *facts);
    if (!plan)
        return std::move(plan).error();
    invocation.printer.findings(base::validate(*draft, *facts));

    auto report = jobs::runBaseBackup(*plan, server.access, server.owner, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    invocation.printer.line(report->setFolder);
    return Outcome{report->verdict, report->toJson()};
}

} // namespace tidemark::cli
