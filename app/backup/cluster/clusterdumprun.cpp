// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterdumprun.h"

#include "archive/readback.h"
#include "backup/cluster/clusterdumpmonitor.h"
#include "backup/cluster/clusterjudge.h"
#include "backup/crashedruns.h"
#include "backup/dumppacking.h"
#include "backup/runclock.h"
#include "backup/toolrun.h"
#include "catalog/contenttables.h"
#include "catalog/setcomparison.h"
#include "catalog/setwriter.h"
#include "core/atomicfile.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace tidemark::backup::cluster {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double dumpShare = 0.92; // of the progress bar; the rest is reading back
constexpr char logFileName[] = "tidemark.log";

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::cluster", text);
}

std::chrono::milliseconds since(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

double seconds(std::chrono::milliseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

/// The steps of one run, in order, over what they share.
class Run
{
public:
    Run(const ClusterDumpPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
    {
    }

    core::Result<ClusterDumpReport> execute();

private:
    core::Status begin();
    core::Status dump();
    core::Status readBack();
    core::Status judge();
    core::Status finish();
    core::Status runTool(process::Command command, const access::ToolAccess& access,
                         process::RunOptions options, std::stop_token stop);
    core::Result<ServerLook> look() const;
    void describe(const postgres::ServerFacts& about);
    void takeLine(const QByteArray& line);

    const ClusterDumpPlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;

    catalog::SetPlace m_place;
    std::optional<catalog::SetWriter> m_writer;
    ServerLook m_before;
    ServerLook m_after;
    QList<archive::DumpPart> m_parts;
    QByteArray m_log;
    ClusterDumpReport m_report;
    RunClock m_clock;
};

core::Result<ServerLook> Run::look() const
{
    auto connection = m_server.connect(m_plan.firstDatabase, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    return lookAtServer(m_plan.draft, *connection, m_server, Obstacles::Leave, m_context);
}

core::Status Run::begin()
{
    m_report.manifest.started = m_clock.started();
    auto connection = m_server.connect(m_plan.firstDatabase, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    auto before = look();
    if (!before)
        return std::move(before).error();
    m_before = *std::move(before);
    describe(*about);
    m_place = {m_plan.draft.destination, m_plan.draft.serverLabel, {}, catalog::SetKind::Cluster};
    auto writer = catalog::SetWriter::create(m_place, m_report.manifest.started, m_plan.runId);
    if (!writer)
        return std::move(writer).error();
    m_writer.emplace(std::move(*writer));
    m_report.findings.append(settleCrashedRuns(m_writer->removed(), *connection, m_context));
    return {};
}

void Run::describe(const postgres::ServerFacts& about)
{
    catalog::Manifest& manifest = m_report.manifest;
    manifest.kind = catalog::SetKind::Cluster;
    manifest.coverage = m_plan.coverage();
    manifest.runId = m_plan.runId;
    manifest.server = m_plan.draft.serverLabel;
    manifest.systemIdentifier = about.systemIdentifier.value_or(QString());
    manifest.serverVersion = about.version.toText();
    manifest.toolVersion = m_plan.pgDumpAll.version.toText();
    manifest.tidemarkVersion = QCoreApplication::applicationVersion();
    manifest.dumpFile = m_plan.dumpFileName(manifest.started);
    manifest.dumpFormat = archive::formatText(archive::DumpFormat::Plain);
    manifest.compression = m_plan.form.compression.toText();
    manifest.options = m_plan.toJson();
    manifest.databaseBytes = m_before.tableBytes().bytes();
}

void Run::takeLine(const QByteArray& line)
{
    const core::LogLine sorted = process::classifyToolLine(line);
    m_log += sorted.text.toUtf8() + '\n';
    m_context.log(sorted.level, sorted.text);
    if (sorted.level == core::LogLevel::Warning && line.contains("warning: "))
        m_report.findings.append(
            {core::Severity::Warning, QStringLiteral("tool.warning"), sorted.text, {}, {}});
}

core::Status Run::runTool(process::Command command, const access::ToolAccess& access,
                          process::RunOptions options, std::stop_token stop)
{
    access.apply(command, options);
    core::RunContext context = m_context;
    context.stop = std::move(stop);
    return backup::runTool(command, options, context, m_log);
}

core::Status Run::dump()
{
    const QString file = m_writer->filePath(m_report.manifest.dumpFile);
    auto access = m_server.forTool({}, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    DumpPacking packing(m_plan.form, file, m_plan.pgDumpAll, m_context.stop);
    // It may hold password hashes; made by the tool it would have the umask's permissions.
    if (!packing.toolFile().isEmpty())
        TIDEMARK_TRY(core::writeFileAtomically(file, QByteArray(), core::FileMode::Private));
    process::Command command = dumpAllCommand(m_plan, packing.toolFile());
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    m_report.manifest.command = shownCommands(m_plan, access->conninfo).constFirst();

    ClusterDumpMonitor monitor(m_server, m_plan.applicationName(), m_before);
    process::RunOptions options;
    options.onErrorLine = [this, &monitor](const QByteArray& line) {
        takeLine(line);
        monitor.readLine(line);
    };
    options.onTick = [&] {
        monitor.noteOutput(packing.bytesSeen().value_or(QFileInfo(file).size()));
        core::Progress progress = monitor.progress();
        progress.fraction = progress.fraction.value_or(0) * dumpShare;
        m_context.report(progress);
    };
    const auto started = Clock::now();
    TIDEMARK_TRY(packing.start(options));
    core::Status status = packing.finish(runTool(std::move(command), *access, options, packing.toolStop()));
    m_report.dumpDuration = since(started);
    if (!status)
        return status;
    auto after = look();
    if (!after && after.error().kind == core::ErrorKind::Cancelled)
        return std::move(after).error();
    m_after = after ? *std::move(after)
                    : m_before; // a server that has gone by now takes nothing away from the dump
    return {};
}

core::Status Run::readBack()
{
    const QString path = m_writer->filePath(m_report.manifest.dumpFile);
    QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    TIDEMARK_TRY(core::flushToDisk(path));
    core::RunContext context = m_context;
    core::RateMeter meter;
    const qint64 total = std::max<qint64>(1, QFileInfo(path).size());
    context.onProgress = [&](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Reading the backup back");
        progress.fraction = dumpShare + (1 - dumpShare) * std::min(1.0, static_cast<double>(inner.bytesDone) /
                                                                            static_cast<double>(total));
        meter.record(Clock::now(), inner.bytesDone);
        progress.bytesPerSecond = meter.bytesPerSecond();
        progress.left = meter.timeLeft(total - inner.bytesDone);
        m_context.report(progress);
    };
    const auto started = Clock::now();
    auto content = archive::readBack(path, {archive::FileHash::Sha256, archive::PageCache::Bypass}, context);
    m_report.readBackDuration = since(started);
    if (!content)
        return content.error().within(tr("The backup was written but cannot be read back."));
    catalog::Manifest& manifest = m_report.manifest;
    manifest.digestMethod = QLatin1String(archive::digestMethod);
    manifest.readBackSeconds = seconds(m_report.readBackDuration);
    manifest.files.append({manifest.dumpFile, content->fileBytes, content->sha256});
    manifest.tables = catalog::contentTables(*content);
    m_report.findings.append(content->findings);
    if (content->format != archive::DumpFormat::PlainCluster)
        return core::Error{core::ErrorKind::Corrupt,
                           tr("What was written is not what pg_dumpall writes."),
                           {},
                           tr("Run the backup again.")};
    m_parts = std::move(content->parts);
    return {};
}

core::Status Run::judge()
{
    for (const archive::DumpPart& part : std::as_const(m_parts)) {
        if (part.kind == archive::DumpPart::Kind::Database)
            m_report.databases.append(part.toc.database);
        for (const archive::TocEntry& entry : part.toc.entries) {
            m_report.roles +=
                int(part.kind == archive::DumpPart::Kind::Globals && entry.type() == QLatin1String("ROLE"));
            m_report.tablespaces += int(part.kind == archive::DumpPart::Kind::Globals &&
                                        entry.type() == QLatin1String("TABLESPACE"));
        }
    }
    if (chooseContent(m_plan.draft.options))
        return {};
    for (const core::Finding& finding : compareServer(m_plan.draft, m_before, m_after, m_parts)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{core::ErrorKind::ToolFailed, finding.sentence,
                               tr("pg_dumpall reported success."), finding.hint};
        m_report.findings.append(finding);
    }
    return {};
}

core::Status Run::finish()
{
    catalog::Manifest& manifest = m_report.manifest;
    const auto previous = catalog::newestLike(m_place.folder(), manifest);
    m_report.findings.append(m_clock.findings(previous ? previous->started : QDateTime()));
    if (previous)
        m_report.findings.append(catalog::compareWithPrevious(*previous, manifest));
    for (const core::Finding& finding : std::as_const(m_report.findings)) {
        if (finding.severity == core::Severity::Warning)
            m_report.verdict = core::Verdict::Warnings;
    }
    TIDEMARK_TRY(core::writeFileAtomically(m_writer->filePath(QLatin1String(logFileName)), m_log,
                                           core::FileMode::Private));
    const QByteArray hash = QCryptographicHash::hash(m_log, QCryptographicHash::Sha256).toHex();
    manifest.files.append({QLatin1String(logFileName), m_log.size(), QString::fromLatin1(hash)});
    manifest.ended = m_clock.ended();
    manifest.verdict = m_report.verdict;
    manifest.findings = m_report.findings;
    TIDEMARK_TRY(m_context.checkpoint()); // the last moment at which a cancel means that there is no backup
    TIDEMARK_TRY(m_writer->finish(manifest));
    m_report.setFolder = m_writer->finalFolder();
    m_report.duration = m_clock.elapsed();
    return {};
}

core::Result<ClusterDumpReport> Run::execute()
{
    core::Status status = begin();
    if (status) {
        status = dump();
        if (!status)
            endToolSessions(m_server, m_plan.firstDatabase, m_plan.applicationName());
    }
    if (status)
        status = readBack();
    if (status)
        status = judge();
    if (status)
        status = finish();
    if (!status)
        return std::move(status).error();
    return std::move(m_report);
}

} // namespace

qint64 ClusterDumpReport::rows() const
{
    qint64 sum = 0;
    for (const catalog::ManifestTable& table : manifest.tables)
        sum += table.rows;
    return sum;
}

QJsonObject ClusterDumpReport::toJson() const
{
    QJsonArray tables;
    for (const catalog::ManifestTable& table : manifest.tables) {
        tables.append(QJsonObject{{QStringLiteral("database"), table.database},
                                  {QStringLiteral("schema"), table.schema},
                                  {QStringLiteral("name"), table.name},
                                  {QStringLiteral("rows"), table.rows},
                                  {QStringLiteral("bytes"), table.bytes},
                                  {QStringLiteral("digest"), table.digest}});
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("kind"), catalog::setKindName(manifest.kind)},
            {QStringLiteral("content"), manifest.options.value(u"content")},
            {QStringLiteral("set"), setFolder},
            {QStringLiteral("bytes"), manifest.totalSize().bytes()},
            {QStringLiteral("compression"), manifest.compression},
            {QStringLiteral("databases"), QJsonArray::fromStringList(databases)},
            {QStringLiteral("roles"), roles},
            {QStringLiteral("tablespaces"), tablespaces},
            {QStringLiteral("rolePasswords"), manifest.options.value(u"rolePasswords")},
            {QStringLiteral("seconds"), seconds(duration)},
            {QStringLiteral("dumpSeconds"), seconds(dumpDuration)},
            {QStringLiteral("readBackSeconds"), seconds(readBackDuration)},
            {QStringLiteral("findings"), core::toJson(findings)},
            {QStringLiteral("tables"), tables}};
}

core::Result<ClusterDumpReport> run(const ClusterDumpPlan& plan, const access::ServerAccess& server,
                                    const core::RunContext& context)
{
    return Run(plan, server, context).execute();
}

} // namespace tidemark::backup::cluster
