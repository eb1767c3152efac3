// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backuprun.h"

#include "archive/readback.h"
#include "backup/crashedruns.h"
#include "backup/dumpmonitor.h"
#include "backup/dumppacking.h"
#include "backup/expectation.h"
#include "backup/runclock.h"
#include "backup/toolrun.h"
#include "catalog/contenttables.h"
#include "catalog/sanityanswers.h"
#include "catalog/setcomparison.h"
#include "catalog/setwriter.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "postgres/queries/activity.h"
#include "postgres/queries/sanity.h"
#include "postgres/queries/snapshot.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace tidemark::backup {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double dumpShare = 0.92; // of the progress bar; the rest is reading back
constexpr char logFileName[] = "tidemark.log";
constexpr char globalsFileName[] = "globals.sql";

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::run", text);
}

std::chrono::milliseconds since(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

/// A file, or all files of a folder.
QStringList filesOf(const QString& path)
{
    if (!QFileInfo(path).isDir())
        return {path};
    QStringList files;
    for (const QFileInfo& file : QDir(path).entryInfoList(QDir::Files | QDir::Hidden))
        files.append(file.filePath());
    return files;
}

qint64 bytesOf(const QString& path)
{
    qint64 sum = 0;
    for (const QString& file : filesOf(path))
        sum += QFileInfo(file).size();
    return sum;
}

/// The steps of one run, in order, over what they share.
class Run
{
public:
    Run(const BackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
    {
    }

    core::Result<BackupReport> execute();

private:
    core::Status begin();
    core::Status dump();
    core::Status dumpGlobals();
    core::Status askSanityQueries();
    core::Status readBack();
    core::Status judge() const;
    core::Status finish();
    core::Status runTool(process::Command command, const access::ToolAccess& access, process::RunOptions options, std::stop_token stop);
    void logLine(const QByteArray& line);
    core::Status expect();
    void describe(const postgres::ServerFacts& about);
    core::Status settle(const QString& path) const;
    void fillManifest(const archive::ReadBack& content);
    core::Status addSmallFile(const QString& name);

    const BackupPlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;

    std::optional<postgres::Connection> m_connection; // holds the snapshot
    std::optional<catalog::SetWriter> m_writer;
    QString m_snapshot;
    QList<ExpectedRelation> m_expected;
    std::optional<catalog::Manifest> m_previous; // of the newest set before this one
    std::optional<archive::Toc> m_toc;
    QByteArray m_log;
    BackupReport m_report;
    RunClock m_clock;
};

core::Status Run::begin()
{
    m_report.manifest.started = m_clock.started();
    auto connection = m_server.connect(m_plan.draft.database, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    m_connection.emplace(std::move(*connection));
    auto about = postgres::readServerFacts(*m_connection);
    if (!about)
        return std::move(about).error();
    auto snapshot = postgres::exportSnapshot(*m_connection);
    if (!snapshot)
        return std::move(snapshot).error();
    m_snapshot = *snapshot;
    TIDEMARK_TRY(expect());
    describe(*about);
    const catalog::SetPlace place{m_plan.draft.destination, m_plan.draft.serverLabel, m_plan.draft.database};
    m_previous = catalog::newestManifest(place.folder());
    auto writer = catalog::SetWriter::create(place, m_report.manifest.started, m_plan.runId);
    if (!writer)
        return std::move(writer).error();
    m_writer.emplace(std::move(*writer));
    m_report.findings.append(settleCrashedRuns(m_writer->removed(), *m_connection, m_context));
    return {};
}

/// Inside the snapshot: exactly what the dump is going to see.
core::Status Run::expect()
{
    auto relations = postgres::listRelations(*m_connection);
    if (!relations)
        return std::move(relations).error();
    auto expected = expectedRelations(m_plan.draft.content, m_plan.draft.options, *relations, *m_connection);
    if (!expected)
        return std::move(expected).error();
    m_expected = *std::move(expected);
    return {};
}

void Run::describe(const postgres::ServerFacts& about)
{
    catalog::Manifest& manifest = m_report.manifest;
    manifest.coverage = m_plan.coverage();
    manifest.runId = m_plan.runId;
    manifest.server = m_plan.draft.serverLabel;
    manifest.systemIdentifier = about.systemIdentifier.value_or(QString());
    manifest.database = about.database;
    manifest.serverVersion = about.version.toText();
    manifest.toolVersion = m_plan.pgDump.version.toText();
    manifest.tidemarkVersion = QCoreApplication::applicationVersion();
    manifest.dumpFile = m_plan.dumpFileName(manifest.started);
    manifest.dumpFormat = archive::formatText(m_plan.form.format);
    manifest.compression = m_plan.form.compression.toText();
    manifest.options = m_plan.toJson();
    for (const ExpectedRelation& one : m_expected)
        manifest.databaseBytes += one.relation.size.bytes();
}

void Run::logLine(const QByteArray& line)
{
    const core::LogLine sorted = process::classifyToolLine(line);
    m_log += sorted.text.toUtf8() + '\n';
    m_context.log(sorted.level, sorted.text);
    if (sorted.level == core::LogLevel::Warning && line.contains("warning: "))
        m_report.findings.append({core::Severity::Warning, QStringLiteral("tool.warning"), sorted.text, {}, {}});
}

core::Status Run::runTool(process::Command command, const access::ToolAccess& access, process::RunOptions options, std::stop_token stop)
{
    access.apply(command, options);
    options.onErrorLine = [this, inner = std::move(options.onErrorLine)](const QByteArray& line) {
        logLine(line);
        if (inner)
            inner(line);
    };
    core::RunContext context = m_context;
    context.stop = std::move(stop);
    return backup::runTool(command, options, context, m_log);
}

core::Status Run::dump()
{
    const QString file = m_writer->filePath(m_report.manifest.dumpFile);
    auto access = m_server.forTool(m_plan.draft.database, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    DumpPacking packing(m_plan.form, file, m_plan.pgDump, m_context.stop);
    process::Command command = dumpCommand(m_plan, packing.toolFile(), m_snapshot);
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    m_report.manifest.command = shownCommands(m_plan, access->conninfo).constFirst();

    DumpMonitor monitor(m_server, m_plan.draft.database, m_plan.applicationName(), m_expected, m_plan.form.jobs);
    process::RunOptions options;
    options.onErrorLine = [&monitor](const QByteArray& line) { monitor.readLine(line); };
    options.onTick = [&] {
        if (const auto seen = packing.bytesSeen())
            monitor.noteOutput(*seen);
        else if (m_plan.form.format != archive::DumpFormat::Directory) // a folder of 100 000 files is not looked through five times a second
            monitor.noteOutput(QFileInfo(file).size());
        core::Progress progress = monitor.progress();
        progress.fraction = progress.fraction.value_or(0) * dumpShare;
        m_context.report(progress);
    };
    const auto started = Clock::now();
    TIDEMARK_TRY(packing.start(options));
    core::Status status = packing.finish(runTool(std::move(command), *access, options, packing.toolStop()));
    m_report.dumpDuration = since(started);
    return status;
}

core::Status Run::dumpGlobals()
{
    if (!m_plan.pgDumpAll)
        return {};
    core::Progress progress;
    progress.phase = tr("Saving roles and tablespaces");
    progress.fraction = dumpShare;
    m_context.report(progress);
    auto access = m_server.forTool(m_plan.draft.database, m_plan.applicationName());
    if (!access)
        return std::move(access).error();
    const QString file = m_writer->filePath(QLatin1String(globalsFileName));
    // It holds password hashes; made by the tool it would have the umask's permissions.
    TIDEMARK_TRY(core::writeFileAtomically(file, QByteArray(), core::FileMode::Private));
    process::Command command = pgDumpAllGlobalsCommand(*m_plan.pgDumpAll, file, m_plan.rolePasswords);
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    TIDEMARK_TRY(runTool(std::move(command), *access, {}, m_context.stop));
    const auto content = core::readFile(file, 256 << 20);
    if (!content)
        return content.error();
    if (!content->contains("-- PostgreSQL database cluster dump complete"))
        return core::Error{core::ErrorKind::Corrupt, tr("The file of roles and tablespaces is cut off."), {}, tr("Run the backup again.")};
    return {};
}

/// What they answer is good to have, and never a reason to lose a backup.
core::Status Run::askSanityQueries()
{
    constexpr std::chrono::minutes limit{1};
    QList<core::SanityResult> answers;
    for (const core::SanityQuery& query : m_plan.sanity) {
        if (!query.enabled)
            continue;
        const auto answer = postgres::askSanityQuery(*m_connection, query, postgres::SanityScope::Given, limit);
        TIDEMARK_TRY(m_context.checkpoint());
        const QString problem = answer ? answer->problem : answer.error().toText();
        if (!problem.isEmpty())
            m_report.findings.append({core::Severity::Info, QStringLiteral("sanity.failed"), tr("The sanity query “%1” could not be answered.").arg(core::singleLine(query.name)), problem, {}});
        if (!answer)
            break; // the connection is gone; pg_dump has its own
        answers.append({query, std::nullopt, *answer, core::SanityOutcome::NotCompared});
    }
    if (answers.isEmpty())
        return {};
    const QString name = QLatin1String(catalog::sanityFileName);
    TIDEMARK_TRY(core::writeFileAtomically(m_writer->filePath(name), catalog::sanityAnswersToJson(answers), core::FileMode::Private));
    return addSmallFile(name);
}

/// The tool makes its files with the umask's permissions; copied out of their private folder they would be open to all.
/// They are written back and forgotten, so that what is read next comes from the disk and not from memory.
core::Status Run::settle(const QString& path) const
{
    for (const QString& file : filesOf(path)) {
        QFile::setPermissions(file, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        TIDEMARK_TRY(core::flushToDisk(file));
    }
    if (QFileInfo(path).isDir())
        QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    return {};
}

core::Status Run::readBack()
{
    const QString path = m_writer->filePath(m_report.manifest.dumpFile);
    TIDEMARK_TRY(settle(path));
    core::RunContext context = m_context;
    core::RateMeter meter;
    const double total = static_cast<double>(std::max<qint64>(1, bytesOf(path)));
    context.onProgress = [&](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.phase = tr("Reading the backup back");
        progress.fraction = dumpShare + (1 - dumpShare) * static_cast<double>(inner.bytesDone) / total;
        meter.record(Clock::now(), inner.bytesDone);
        progress.bytesPerSecond = meter.bytesPerSecond();
        progress.left = meter.timeLeft(static_cast<qint64>(total) - inner.bytesDone);
        m_context.report(progress);
    };
    const auto started = Clock::now();
    auto content = archive::readBack(path, {archive::FileHash::Sha256, archive::PageCache::Bypass}, context);
    m_report.readBackDuration = since(started);
    if (!content)
        return content.error().within(tr("The backup was written but cannot be read back."));
    fillManifest(*content);
    m_toc = std::move(content->toc);
    return {};
}

void Run::fillManifest(const archive::ReadBack& content)
{
    catalog::Manifest& manifest = m_report.manifest;
    manifest.digestMethod = QLatin1String(archive::digestMethod);
    manifest.readBackSeconds = std::chrono::duration<double>(m_report.readBackDuration).count();
    if (content.format == archive::DumpFormat::Directory) {
        for (const archive::FileReadBack& file : content.files)
            manifest.files.append({manifest.dumpFile + QLatin1Char('/') + file.name, file.size, QString::fromLatin1(file.sha256.toHex())});
    } else {
        manifest.files.append({manifest.dumpFile, content.fileBytes, content.sha256});
    }
    m_report.findings.append(content.findings);
    manifest.tables = catalog::contentTables(content);
}

core::Status Run::judge() const
{
    if (chooseContent(m_plan.draft.options))
        return {};
    for (const core::Finding& finding : compareRelations(m_expected, *m_toc)) {
        if (finding.severity == core::Severity::Blocker)
            return core::Error{core::ErrorKind::ToolFailed, finding.sentence, tr("pg_dump reported success."), finding.hint};
    }
    return {};
}

core::Status Run::addSmallFile(const QString& name)
{
    const auto content = core::readFile(m_writer->filePath(name), 256 << 20);
    if (!content)
        return content.error();
    const QByteArray hash = QCryptographicHash::hash(*content, QCryptographicHash::Sha256).toHex();
    m_report.manifest.files.append({name, content->size(), QString::fromLatin1(hash)});
    return {};
}

core::Status Run::finish()
{
    m_report.findings.append(m_clock.findings(m_previous ? m_previous->started : QDateTime()));
    if (m_previous)
        m_report.findings.append(catalog::compareWithPrevious(*m_previous, m_report.manifest));
    for (const core::Finding& finding : m_report.findings) {
        if (finding.severity == core::Severity::Warning)
            m_report.verdict = core::Verdict::Warnings;
    }
    if (m_plan.pgDumpAll)
        TIDEMARK_TRY(addSmallFile(QLatin1String(globalsFileName)));
    TIDEMARK_TRY(core::writeFileAtomically(m_writer->filePath(QLatin1String(logFileName)), m_log, core::FileMode::Private));
    TIDEMARK_TRY(addSmallFile(QLatin1String(logFileName)));
    m_report.manifest.ended = m_clock.ended();
    m_report.manifest.verdict = m_report.verdict;
    m_report.manifest.findings = m_report.findings;
    TIDEMARK_TRY(m_context.checkpoint()); // the last moment at which a cancel means that there is no backup
    TIDEMARK_TRY(m_writer->finish(m_report.manifest));
    m_report.setFolder = m_writer->finalFolder();
    m_report.duration = m_clock.elapsed();
    return {};
}

core::Result<BackupReport> Run::execute()
{
    core::Status status = begin();
    if (status) {
        status = dump();
        if (status)
            status = dumpGlobals();
        if (status)
            status = askSanityQueries();
        if (!status)
            endToolSessions(m_server, m_plan.draft.database, m_plan.applicationName());
    }
    m_connection.reset(); // the server need not hold the snapshot while we read back
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

qint64 BackupReport::rows() const
{
    qint64 sum = 0;
    for (const catalog::ManifestTable& table : manifest.tables)
        sum += table.rows;
    return sum;
}

QJsonObject BackupReport::toJson() const
{
    QJsonArray tables;
    for (const catalog::ManifestTable& table : manifest.tables) {
        tables.append(QJsonObject{{QStringLiteral("schema"), table.schema},
                                  {QStringLiteral("name"), table.name},
                                  {QStringLiteral("rows"), table.rows},
                                  {QStringLiteral("bytes"), table.bytes},
                                  {QStringLiteral("digest"), table.digest}});
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("set"), setFolder},
            {QStringLiteral("bytes"), manifest.totalSize().bytes()},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("dumpSeconds"), std::chrono::duration<double>(dumpDuration).count()},
            {QStringLiteral("readBackSeconds"), std::chrono::duration<double>(readBackDuration).count()},
            {QStringLiteral("findings"), core::toJson(findings)},
            {QStringLiteral("tables"), tables}};
}

core::Result<BackupReport> run(const BackupPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
{
    return Run(plan, server, context).execute();
}

} // namespace tidemark::backup
