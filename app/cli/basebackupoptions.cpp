// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/basebackupoptions.h"

#include "backup/base/basebackupplan.h"
#include "cli/connect.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

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
                               "no-globals", "all-databases", "large-objects", "no-large-objects", "lock-wait", "file-name", "option", "preset",
                               "cluster", "globals-only", "roles-only", "tablespaces-only", "exclude-database", "no-role-passwords"}) {
        if (invocation.parser.optionNames().contains(QLatin1String(option)))
            return usageError(tr("--%1 is for dumps; a base backup is of the whole server.").arg(QLatin1String(option)), QStringLiteral("backup"));
    }
    return {};
}

} // namespace

core::Result<base::BaseBackupDraft> baseBackupDraftFrom(const Invocation& invocation, const QJsonObject& plan)
{
    TIDEMARK_TRY(refuseDumpOptions(invocation));
    base::BaseBackupDraft draft;
    if (!plan.isEmpty()) {
        auto planned = base::BaseBackupDraft::fromJson(plan);
        if (!planned)
            return std::move(planned).error();
        draft = *std::move(planned);
    }
    if (invocation.isSet("to"))
        draft.destination = QFileInfo(invocation.value("to")).absoluteFilePath();
    if (draft.destination.isEmpty())
        return usageError(tr("Where to? --to DIR is missing."), QStringLiteral("backup"));
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
    if (!take(invocation, "tablespaces", &base::placeFromName, draft.tablespaces))
        return wrongValue("tablespaces", tr("set or server"));
    if (invocation.isSet("label"))
        draft.label = invocation.value("label");
    if (invocation.isSet("no-estimate-size"))
        draft.sizeEstimate = base::SizeEstimate::Leave;
    return draft;
}

void addBaseBackupOptions(QCommandLineParser& parser)
{
    addOption(parser, "physical", tr("A base backup: the files of the whole server, by pg_basebackup. Needs a role with REPLICATION."));
    addOption(parser, "wal-method", tr("How the WAL of a base backup comes along: stream (default) or fetch."), "METHOD");
    addOption(parser, "checkpoint", tr("Begin a base backup with a checkpoint at once (fast, default) or when the server has spread one."), "KIND");
    addOption(parser, "rate-limit", tr("At most so many kB/s of a base backup, or MB/s with M behind the number."), "RATE");
    addOption(parser, "tablespaces", tr("Where tablespaces of a plain base backup go: into the set (set, default) or to the same paths as on the server (server)."), "PLACE");
    addOption(parser, "tablespace-mapping", tr("Put the tablespace in OLD on the server into NEW here; plain format only. May be repeated."),
              "OLD=NEW");
    addOption(parser, "manifest-checksums", tr("Checksums in the manifest of a base backup: SHA256 (default), SHA224, SHA384, SHA512, CRC32C or NONE."), "ALGORITHM");
    addOption(parser, "label", tr("The label of a base backup."), "TEXT");
    addOption(parser, "no-estimate-size", tr("Do not let the server add up its files before a base backup; there is no percentage then."));
}

core::Status refuseWithoutPhysical(const Invocation& invocation)
{
    for (const char* option : {"wal-method", "checkpoint", "rate-limit", "tablespaces", "tablespace-mapping", "manifest-checksums", "label", "no-estimate-size"}) {
        if (invocation.isSet(option))
            return usageError(tr("--%1 is for base backups: it needs --physical.").arg(QLatin1String(option)), QStringLiteral("backup"));
    }
    return {};
}

core::Result<Outcome> runBaseBackup(Invocation& invocation, const QJsonObject& planFile)
{
    auto draft = baseBackupDraftFrom(invocation, planFile);
    if (!draft)
        return std::move(draft).error();
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    if (draft->serverLabel.isEmpty())
        draft->serverLabel = server->label;
    auto facts = base::gatherFacts(*draft, server->access, *tools, invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = base::makePlan(*draft, *facts);
    if (!plan)
        return std::move(plan).error();
    invocation.printer.findings(base::validate(*draft, *facts));
    if (invocation.isSet("print-plan")) {
        const QJsonObject printed = plan->draft.toJson();
        invocation.printer.line(QString::fromUtf8(QJsonDocument(printed).toJson()).trimmed());
        return Outcome{core::Verdict::Ok, {{QStringLiteral("verdict"), core::verdictName(core::Verdict::Ok)}, {QStringLiteral("plans"), QJsonArray{printed}}}};
    }

    auto report = jobs::runBaseBackup(*plan, server->access, server->owner, invocation.context);
    if (!report)
        return std::move(report).error();
    invocation.printer.findings(report->findings);
    invocation.printer.line(jobs::verdictSentence(*report));
    invocation.printer.line(report->setFolder);
    return Outcome{report->verdict, report->toJson()};
}

} // namespace tidemark::cli
