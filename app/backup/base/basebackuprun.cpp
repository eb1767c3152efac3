// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackuprun.h"

#include "archive/basebackupcontent.h"
#include "backup/base/basebackupmonitor.h"
#include "backup/base/tablespacefolders.h"
#include "backup/crashedruns.h"
#include "backup/runclock.h"
#include "backup/toolrun.h"
#include "catalog/setwriter.h"
#include "core/atomicfile.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::backup::base {

namespace {

using Clock = std::chrono::steady_clock;
// Of the progress bar: copying, then reading back, then the tool's own look.
constexpr double copyShare = 0.85;
constexpr double readShare = 0.13;
constexpr char logFileName[] = "tidemark.log";

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::base", text);
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
    Run(const BaseBackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
    {
    }

    core::Result<BaseBackupReport> execute();

private:
    core::Status begin();
    core::Status copy();
    core::Status readBack();
    core::Status verify();
    core::Status finish();
    void logLine(const QByteArray& line);
    void readPosition(const QString& line);
    void makePrivate() const;
    core::Status take(const archive::BaseBackupContent& content);

    const BaseBackupPlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;

    std::optional<catalog::SetWriter> m_writer;
    std::optional<TablespaceFolders> m_folders;
    catalog::BaseBackupPart m_base;
    QByteArray m_log;
    BaseBackupReport m_report;
    RunClock m_clock;
};

core::Status Run::begin()
{
    m_report.manifest.started = m_clock.started();
    auto connection = m_server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    auto source = postgres::readBaseBackupSource(*connection);
    if (!source)
        return std::move(source).error();
    const auto isPlanned = [this](const postgres::Tablespace& now) {
        return std::any_of(m_plan.tablespaces.begin(), m_plan.tablespaces.end(),
                           [&now](const postgres::Tablespace& then) { return then.oid == now.oid && then.location == now.location; });
    };
    if (!std::all_of(source->tablespaces.begin(), source->tablespaces.end(), isPlanned)) {
        return core::Error{core::ErrorKind::Conflict, tr("The server has a tablespace that was not there when the backup was planned."), {},
                           tr("Plan the backup again.")};
    }
    auto folders = TablespaceFolders::prepare(m_plan);
    if (!folders)
        return std::move(folders).error();

    catalog::Manifest& manifest = m_report.manifest;
    manifest.kind = catalog::SetKind::BaseBackup;
    manifest.runId = m_plan.runId;
    manifest.server = m_plan.draft.serverLabel;
    manifest.systemIdentifier = about->systemIdentifier.value_or(QString());
    manifest.serverVersion = about->version.toText();
    manifest.toolVersion = m_plan.pgBaseBackup.version.toText();
    manifest.tidemarkVersion = QCoreApplication::applicationVersion();
    manifest.dumpFile = QLatin1String(baseFolder);
    manifest.dumpFormat = formatName(m_plan.draft.format);
    manifest.compression = compressionName(m_plan.compression);
    manifest.options = m_plan.toJson();
    m_base.label = m_plan.draft.label;
    m_base.walMethod = walMethodName(m_plan.draft.walMethod);
    m_base.fromStandby = about->inRecovery;
    for (const postgres::Tablespace& tablespace : m_plan.tablespaces) {
        m_base.tablespaces.append({tablespace.oid, tablespace.name, tablespace.location,
                                   m_plan.draft.format == Format::Plain ? m_plan.tablespaceFolder(tablespace) : QString()});
    }
    auto writer = catalog::SetWriter::create({m_plan.draft.destination, m_plan.draft.serverLabel, {}, catalog::SetKind::BaseBackup}, manifest.started, m_plan.runId);
    if (!writer)
        return std::move(writer).error();
    m_writer.emplace(std::move(*writer));
    m_report.findings.append(settleCrashedRuns(m_writer->removed(), *connection, m_context));
    m_folders.emplace(std::move(*folders));
    return {};
}

/// Of a server without manifests only the tool says which WAL is needed.
void Run::readPosition(const QString& line)
{
    static const QRegularExpression start(QStringLiteral("write-ahead log start point: ([0-9A-F]+/[0-9A-F]+) on timeline ([0-9]+)"));
    static const QRegularExpression end(QStringLiteral("write-ahead log end point: ([0-9A-F]+/[0-9A-F]+)"));
    if (const auto begins = start.match(line); begins.hasMatch()) {
        m_base.start = core::Lsn::parse(begins.capturedView(1)).value_or(core::Lsn());
        m_base.timeline = begins.captured(2).toInt();
    } else if (const auto ends = end.match(line); ends.hasMatch()) {
        m_base.end = core::Lsn::parse(ends.capturedView(1)).value_or(core::Lsn());
    }
}

void Run::logLine(const QByteArray& line)
{
    const core::LogLine sorted = process::classifyToolLine(line);
    m_log += sorted.text.toUtf8() + '\n';
    m_context.log(sorted.level, sorted.text);
    readPosition(sorted.text);
    if (sorted.level == core::LogLevel::Warning && line.contains("warning: "))
        m_report.findings.append({core::Severity::Warning, QStringLiteral("tool.warning"), sorted.text, {}, {}});
}

core::Status Run::copy()
{
    auto access = m_server.forTool({}, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    process::Command command = baseBackupCommand(m_plan, m_writer->partialFolder());
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    m_report.manifest.command = shownCommands(m_plan, access->conninfo).constFirst();

    BaseBackupMonitor monitor(m_server, m_plan.applicationName());
    process::RunOptions options;
    access->apply(command, options);
    options.onErrorLine = [this, &monitor](const QByteArray& line) {
        if (!monitor.readLine(line))
            logLine(line);
    };
    options.onTick = [&] {
        core::Progress progress = monitor.progress();
        if (progress.fraction)
            progress.fraction = *progress.fraction * copyShare;
        m_context.report(progress);
    };
    const auto started = Clock::now();
    core::Status status = runTool(command, options, m_context, m_log);
    m_report.copyDuration = since(started);
    return status;
}

/// The tool makes tar files with the umask's permissions; copied out of their private folder they would be open to all.
void Run::makePrivate() const
{
    const QString folder = m_writer->filePath(QLatin1String(baseFolder));
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        if (m_plan.draft.format == Format::Tar || file.fileName() == QLatin1String(archive::backupManifestName))
            QFile::setPermissions(file.filePath(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
}

core::Status Run::readBack()
{
    TIDEMARK_TRY(TablespaceFolders::relink(m_plan, m_writer->partialFolder()));
    makePrivate();
    // Written back, and then forgotten by the reader: what is read comes from the disk and not from memory.
    TIDEMARK_TRY(core::flushTreeToDisk(m_writer->partialFolder()));
    TIDEMARK_TRY(m_folders->flush());
    core::RunContext context = m_context;
    core::RateMeter meter;
    context.onProgress = [&](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Reading the backup back");
        const qint64 total = std::max<qint64>(1, inner.bytesTotal.value_or(1));
        progress.fraction = copyShare + readShare * std::min(1.0, static_cast<double>(inner.bytesDone) / static_cast<double>(total));
        meter.record(Clock::now(), inner.bytesDone);
        progress.bytesPerSecond = meter.bytesPerSecond();
        progress.left = meter.timeLeft(total - inner.bytesDone);
        m_context.report(progress);
    };
    archive::BaseBackupOptions options;
    options.pageCache = archive::PageCache::Bypass;
    if (m_base.timeline > 0)
        options.walRanges.append({m_base.timeline, m_base.start, m_base.end});
    const auto started = Clock::now();
    auto content = archive::readBackBaseBackup(m_writer->filePath(QLatin1String(baseFolder)), options, context);
    m_report.readBackDuration = since(started);
    if (!content)
        return content.error().within(tr("The backup was written but cannot be read back."));
    return take(*content);
}

core::Status Run::take(const archive::BaseBackupContent& content)
{
    for (const core::Finding& finding : content.findings) {
        if (finding.severity == core::Severity::Blocker) {
            return core::Error{core::ErrorKind::Corrupt, tr("The backup was written but is not whole."), finding.sentence,
                               tr("pg_basebackup reported success. Run the backup again; if it happens again, look at the disk and the network.")};
        }
        // That there is no manifest was said beforehand, and is a property of the server.
        m_report.findings.append(finding);
    }
    catalog::Manifest& manifest = m_report.manifest;
    manifest.readBackSeconds = seconds(m_report.readBackDuration);
    manifest.databaseBytes = content.bytes;
    if (manifest.systemIdentifier.isEmpty())
        manifest.systemIdentifier = content.systemIdentifier;
    for (const archive::FileReadBack& file : content.onDisk)
        manifest.files.append({manifest.dumpFile + QLatin1Char('/') + file.name, file.size, QString::fromLatin1(file.sha256.toHex())});
    if (!content.walRanges.isEmpty()) {
        m_base.timeline = content.walRanges.constLast().timeline;
        m_base.start = content.walRanges.constFirst().start;
        m_base.end = content.walRanges.constLast().end;
    }
    m_base.checksumAlgorithm = content.checksumAlgorithm;
    m_report.serverFiles = content.files;
    m_report.serverBytes = content.bytes;
    return {};
}

core::Status Run::verify()
{
    if (m_plan.draft.format == Format::Tar || !m_plan.hasManifest)
        return {};
    if (!m_plan.pgVerifyBackup) {
        m_report.findings.append({core::Severity::Info, QStringLiteral("verify.toolMissing"),
                                  tr("pg_verifybackup %1 is not installed, so it could not look at the backup as well.").arg(m_plan.server.major()),
                                  tr("Every file was held against the backup's manifest without it."), {}});
        return {};
    }
    core::Progress progress;
    progress.phase = tr("pg_verifybackup looks at the backup");
    progress.fraction = copyShare + readShare;
    m_context.report(progress);
    process::Command command = verifyCommand(*m_plan.pgVerifyBackup, m_writer->filePath(QLatin1String(baseFolder)));
    command.setEnvironment(QStringLiteral("LC_MESSAGES"), QStringLiteral("C")).unsetEnvironment(QStringLiteral("LC_ALL")).unsetEnvironment(QStringLiteral("LANGUAGE"));
    process::RunOptions options;
    options.onErrorLine = [this](const QByteArray& line) { logLine(line); };
    options.onOutputLine = options.onErrorLine;
    const auto started = Clock::now();
    core::Status status = runTool(command, options, m_context, m_log);
    m_report.verifyDuration = since(started);
    if (!status && status.error().kind != core::ErrorKind::Cancelled)
        return core::Error{core::ErrorKind::Corrupt, tr("pg_verifybackup found faults in the backup."), status.error().detail, tr("Run the backup again.")};
    m_base.verifiedByTool = bool(status);
    return status;
}

core::Status Run::finish()
{
    m_report.findings.append(m_clock.findings({}));
    for (const core::Finding& finding : std::as_const(m_report.findings)) {
        if (finding.severity == core::Severity::Warning)
            m_report.verdict = core::Verdict::Warnings;
    }
    TIDEMARK_TRY(core::writeFileAtomically(m_writer->filePath(QLatin1String(logFileName)), m_log, core::FileMode::Private));
    const QByteArray hash = QCryptographicHash::hash(m_log, QCryptographicHash::Sha256).toHex();
    catalog::Manifest& manifest = m_report.manifest;
    manifest.files.append({QLatin1String(logFileName), m_log.size(), QString::fromLatin1(hash)});
    manifest.base = m_base;
    manifest.ended = m_clock.ended();
    manifest.verdict = m_report.verdict;
    manifest.findings = m_report.findings;
    TIDEMARK_TRY(m_context.checkpoint()); // the last moment at which a cancel means that there is no backup
    TIDEMARK_TRY(m_writer->finish(manifest));
    m_folders->keep();
    m_report.setFolder = m_writer->finalFolder();
    m_report.duration = m_clock.elapsed();
    return {};
}

core::Result<BaseBackupReport> Run::execute()
{
    core::Status status = begin();
    if (status) {
        status = copy();
        if (!status)
            endToolSessions(m_server, {}, m_plan.applicationName());
    }
    if (status)
        status = readBack();
    if (status)
        status = verify();
    if (status)
        status = finish();
    if (!status)
        return std::move(status).error();
    return std::move(m_report);
}

} // namespace

QJsonObject BaseBackupReport::toJson() const
{
    const catalog::BaseBackupPart base = manifest.base.value_or(catalog::BaseBackupPart());
    QJsonArray tablespaces;
    for (const catalog::ManifestTablespace& tablespace : base.tablespaces) {
        tablespaces.append(QJsonObject{{QStringLiteral("oid"), tablespace.oid},
                                       {QStringLiteral("name"), tablespace.name},
                                       {QStringLiteral("location"), tablespace.location},
                                       {QStringLiteral("folder"), tablespace.folder}});
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("kind"), catalog::setKindName(manifest.kind)},
            {QStringLiteral("set"), setFolder},
            {QStringLiteral("bytes"), manifest.totalSize().bytes()},
            {QStringLiteral("serverFiles"), serverFiles},
            {QStringLiteral("serverBytes"), serverBytes},
            {QStringLiteral("format"), manifest.dumpFormat},
            {QStringLiteral("compression"), manifest.compression},
            {QStringLiteral("timeline"), base.timeline},
            {QStringLiteral("startLsn"), base.start.toText()},
            {QStringLiteral("endLsn"), base.end.toText()},
            {QStringLiteral("checksumAlgorithm"), base.checksumAlgorithm},
            {QStringLiteral("verifiedByTool"), base.verifiedByTool},
            {QStringLiteral("tablespaces"), tablespaces},
            {QStringLiteral("seconds"), seconds(duration)},
            {QStringLiteral("copySeconds"), seconds(copyDuration)},
            {QStringLiteral("readBackSeconds"), seconds(readBackDuration)},
            {QStringLiteral("verifySeconds"), seconds(verifyDuration)},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

core::Result<BaseBackupReport> run(const BaseBackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
{
    return Run(plan, server, context).execute();
}

} // namespace tidemark::backup::base
