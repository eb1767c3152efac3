// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/drillrun.h"

#include "catalog/backupcheck.h"
#include "catalog/sanityanswers.h"
#include "catalog/setimport.h"
#include "catalog/setlock.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/drill/basedrill.h"
#include "restore/drill/databasedrill.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::restore::drill {

namespace {

using Clock = std::chrono::steady_clock;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::drill", text);
}

/// The steps of one drill, over what they share.
class Drill
{
public:
    Drill(const DrillDraft& draft, const process::ToolSet& tools, const access::ServerAccess* chosen,
          const core::RunContext& context)
        : m_draft(draft)
        , m_tools(tools)
        , m_chosen(chosen)
        , m_context(context)
    {
    }

    core::Result<DrillReport> execute();

private:
    core::Status openSet();
    core::Status checkTrust() const;
    core::Status drillServer();
    core::Status drillDatabases();
    core::Status drillOne(const DrillServer& place, const QString& database, double from, double to);
    core::Result<QStringList> databases() const;
    core::Result<int> neededMajor(const QString& database) const;
    core::Status explain(core::Error error);
    void note();
    bool wasRestored() const { return !m_report.databases.isEmpty() || core::hasBlocker(m_report.findings); }

    const DrillDraft& m_draft;
    const process::ToolSet& m_tools;
    const access::ServerAccess* m_chosen;
    const core::RunContext& m_context;
    std::optional<catalog::BackupSet> m_set;
    catalog::SetLock m_lock; // nobody deletes the set meanwhile
    QList<core::SanityResult> m_answers;
    DrillReport m_report;
    bool m_isRefused = false; // by a tool, or by the server for what the backup holds
    Clock::time_point m_started = Clock::now();
};

/// The set that the source is, or is in. A damaged one is one too: what is wrong with it is for the drill to
/// find.
core::Status Drill::openSet()
{
    const QFileInfo source(m_draft.source);
    for (const QString& folder : {source.absoluteFilePath(), source.absolutePath()}) {
        auto set = catalog::inspectSet(folder);
        if (!set || set->condition() == catalog::SetCondition::Unreadable)
            continue;
        if (folder != source.absoluteFilePath() && set->dumpPath() != source.absoluteFilePath())
            continue;
        m_set = *std::move(set);
        auto lock = catalog::SetLock::share(folder);
        if (!lock)
            return std::move(lock).error();
        m_lock = *std::move(lock);
        m_report.setFolder = m_set->folder;
        m_report.kind = m_set->manifest.kind;
        break;
    }
    m_report.source = source.absoluteFilePath();
    if (m_set)
        m_answers = catalog::readSanityAnswers(*m_set);
    return {};
}

/// In a sandbox it has no rights; on a server of somebody's it would have those of who connects.
core::Status Drill::checkTrust() const
{
    const bool isOwn = m_set && !catalog::originOf(m_set->manifest);
    if (!m_chosen || isOwn || m_draft.trust == Trust::Superuser)
        return {};
    return core::Error{core::ErrorKind::InvalidInput,
                       tr("This dump was not made by Tidemark, and functions that it brings along would run "
                          "on %1 with your rights there.")
                           .arg(core::singleLine(m_chosen->label())),
                       {},
                       tr("Leave out the server: a sandbox restores it without rights. If you trust it: “I "
                          "trust this dump” in the window, or --trusted.")};
}

core::Result<QStringList> Drill::databases() const
{
    if (!m_draft.sourceDatabase.isEmpty())
        return QStringList{m_draft.sourceDatabase};
    auto dump = archive::Dump::open(m_set ? m_set->dumpPath() : m_draft.source, {}, m_context);
    if (!dump)
        return std::move(dump).error();
    QStringList names;
    const QList<archive::DumpPart>& parts = (*dump)->contents().parts;
    for (const archive::DumpPart& part : parts) {
        if (part.kind == archive::DumpPart::Kind::Database)
            names.append(part.toc.database);
    }
    if (names.isEmpty())
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("There is no database in this backup that could be restored on trial."),
                           {},
                           {}};
    return names.size() == 1 ? QStringList{QString()} : names;
}

core::Result<int> Drill::neededMajor(const QString& database) const
{
    const auto source = openSource(m_draft.source, database, m_context);
    if (!source)
        return source.error();
    auto major = sandboxMajor(m_tools, majorOf(*source));
    if (!major)
        major.error().hint +=
            QLatin1Char('\n') + tr("Or verify on a server of that version, in a database that is dropped "
                                   "again: tidemarkctl verify BACKUP --profile NAME");
    return major;
}

core::Status Drill::drillOne(const DrillServer& place, const QString& database, double from, double to)
{
    core::RunContext scaled = m_context;
    scaled.onProgress = [this, from, to](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.fraction = from + (to - from) * inner.fraction.value_or(0);
        m_context.report(progress);
    };
    const QList<core::SanityResult> none;
    DatabaseDrill drill(place, m_draft, database.isEmpty() ? m_answers : none, scaled);
    auto drilled = drill.run(database);
    m_isRefused = drill.isRefusal();
    m_report.restoreDuration += drill.restoreDuration();
    m_report.peakBytes = std::max(m_report.peakBytes, drill.bytes());
    const core::Status cleared = drill.clear();
    if (!drilled) {
        core::Error error = std::move(drilled).error();
        if (!cleared)
            error.hint = error.hint.isEmpty() ? cleared.error().hint
                                              : error.hint + QLatin1Char('\n') + cleared.error().hint;
        return error;
    }
    m_report.databases.append(*std::move(drilled));
    if (!cleared)
        m_report.findings.append({core::Severity::Warning,
                                  QStringLiteral("drill.left"),
                                  cleared.error().message,
                                  cleared.error().hint,
                                  {}});
    return {};
}

core::Status Drill::drillServer()
{
    m_report.kind = catalog::SetKind::BaseBackup;
    const auto source = base::openBase(m_draft.source, m_context);
    if (!source)
        return source.error();
    return drillBase(*source, m_draft, m_tools, m_report, m_context);
}

core::Status Drill::drillDatabases()
{
    const auto names = databases();
    if (!names)
        return names.error();
    std::optional<Sandbox> sandbox;
    if (!m_chosen) {
        const auto major = neededMajor(names->constFirst());
        if (!major)
            return major.error();
        core::Progress progress;
        progress.phase = tr("Starting the sandbox");
        m_context.report(progress);
        auto started = Sandbox::start(*major, cluster::DataOrigin::Template, m_tools, m_context);
        if (!started)
            return std::move(started).error();
        sandbox.emplace(*std::move(started));
    } else {
        m_report.place = m_chosen->label();
    }
    const DrillServer place{sandbox ? &*sandbox : nullptr, sandbox ? sandbox->server() : *m_chosen, m_tools};
    auto connection = place.server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    m_report.serverVersion = connection->serverVersion().toText();
    core::Status status;
    for (qsizetype i = 0; i < names->size() && status; ++i) {
        const double share = 1.0 / static_cast<double>(names->size());
        status =
            drillOne(place, names->at(i), static_cast<double>(i) * share, static_cast<double>(i + 1) * share);
    }
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    if (sandbox)
        m_report.peakBytes = sandbox->peakBytes();
    return status;
}

/// Where the backup is damaged, which the tools say in few words: every byte is read, and compared with the
/// manifest.
core::Status Drill::explain(core::Error error)
{
    if (error.kind != core::ErrorKind::Corrupt && !m_isRefused)
        return error;
    if (m_set) {
        core::RunContext quiet = m_context;
        quiet.onProgress = {};
        const auto check = catalog::checkBackup(m_set->folder, quiet);
        TIDEMARK_TRY(m_context.checkpoint());
        if (check)
            m_report.findings += check->findings;
        else
            error.detail = check.error().message + QLatin1Char('\n') + check.error().detail +
                           QLatin1Char('\n') + error.detail;
        const bool isRefusal =
            check && !core::hasBlocker(check->findings) && error.kind == core::ErrorKind::PermissionDenied;
        if (isRefusal)
            return error; // of the server that was chosen
    } else if (error.kind != core::ErrorKind::QueryFailed) {
        return error;
    }
    m_report.findings.append({core::Severity::Blocker,
                              QStringLiteral("drill.failed"),
                              tr("The backup could not be restored. %1").arg(error.message),
                              error.detail.trimmed(),
                              {}});
    return {};
}

void Drill::note()
{
    // It says something about the whole backup only where all of it was restored.
    const bool isWhole =
        m_set && (m_draft.sourceDatabase.isEmpty() || m_set->manifest.kind == catalog::SetKind::Database);
    if (!isWhole || !wasRestored())
        return;
    const core::Findings all = m_report.allFindings();
    const auto worst = std::find_if(
        all.begin(), all.end(), [](const core::Finding& f) { return f.severity == core::Severity::Blocker; });
    const QString where = m_chosen ? tr("on %1").arg(m_report.place)
                                   : tr("in a sandbox of PostgreSQL %1").arg(m_report.serverVersion);
    const QString text =
        worst != all.end()
            ? worst->sentence
            : tr("%1, at most %2 on disk").arg(where, core::ByteSize(m_report.peakBytes).toText());
    const catalog::CheckRecord record{QDateTime::currentDateTimeUtc(),
                                      QStringLiteral("drill"),
                                      m_report.verdict,
                                      std::chrono::duration<double>(m_report.duration).count(),
                                      core::singleLine(text),
                                      m_report.peakBytes};
    if (const core::Status noted = catalog::appendCheck(m_set->folder, record); !noted) {
        // A set on a read-only disk is still proven.
        m_report.findings.append({core::Severity::Info,
                                  QStringLiteral("set.notNoted"),
                                  tr("The result could not be noted beside the backup."),
                                  noted.error().detail,
                                  {}});
    }
}

core::Result<DrillReport> Drill::execute()
{
    TIDEMARK_TRY(openSet());
    const bool isBase = m_set ? m_set->manifest.kind == catalog::SetKind::BaseBackup
                              : !base::baseFolderOf(m_draft.source).isEmpty();
    if (isBase && m_chosen)
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("A base backup is a server of its own: it can only be started here."),
                           {},
                           tr("Leave out the server.")};
    TIDEMARK_TRY(checkTrust());
    core::Status status = isBase ? drillServer() : drillDatabases();
    if (m_report.duration.count() == 0)
        m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started);
    if (!status)
        status = explain(std::move(status).error());
    if (!status)
        return std::move(status).error();
    m_report.settle();
    note();
    return std::move(m_report);
}

} // namespace

core::Result<DrillReport> run(const DrillDraft& draft, const process::ToolSet& tools,
                              const access::ServerAccess* chosen, const core::RunContext& context)
{
    return Drill(draft, tools, chosen, context).execute();
}

} // namespace tidemark::restore::drill
