// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/newclusterrun.h"

#include "catalog/setlock.h"
#include "cluster/diskwatch.h"
#include "cluster/foreigndata.h"
#include "cluster/localcluster.h"
#include "core/quoting.h"
#include "core/text.h"
#include "postgres/queries/databases.h"
#include "postgres/queries/relations.h"
#include "postgres/queries/sandbox.h"
#include "postgres/queries/server.h"
#include "restore/base/startfailure.h"
#include "restore/base/tablespacecheck.h"
#include "restore/base/wayin.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <optional>

namespace tidemark::restore::base {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::hours recoveryLimit{24};

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
}

/// What is in it, for lists.
QString labelOf(const BaseSource& source)
{
    if (!source.set)
        return tr("Base backup %1").arg(core::singleLine(source.folder));
    return tr("%1 of %2")
        .arg(core::singleLine(source.set->manifest.server),
             core::localDateTimeText(source.set->manifest.started));
}

/// The libraries that the server had loaded, which the new one does not load by itself.
QString preloadedLibraries(const QString& dataFolder)
{
    static const QRegularExpression form(QStringLiteral("^\\s*shared_preload_libraries\\s*=?\\s*'([^']*)'"),
                                         QRegularExpression::MultilineOption);
    constexpr qint64 most = 1 << 20;
    QString libraries;
    for (const char* name : {"postgresql.conf", "postgresql.auto.conf"}) {
        QFile file(dataFolder + QLatin1Char('/') + QLatin1String(name) +
                   QLatin1String(cluster::formerSuffix));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.read(most));
        for (auto matches = form.globalMatch(text); matches.hasNext();)
            libraries = matches.next().captured(1).trimmed(); // the last one counts
    }
    return libraries;
}

/// The steps of one run.
class NewClusterRun
{
public:
    NewClusterRun(const NewClusterPlan& plan, const process::ToolSet& tools, const core::RunContext& context)
        : m_plan(plan)
        , m_tools(tools)
        , m_context(context)
    {
    }
    core::Result<NewClusterReport> execute();

private:
    core::Status make();
    core::Status fill(const QString& dataFolder);
    core::Status startAndLook();
    core::Status lookAt(const postgres::Database& database);
    core::Status lookAtTablespaces(postgres::Connection& connection);
    core::Status leave();
    void tell(const QString& phase, double fraction) const;
    void add(core::Severity severity, const char* id, const QString& sentence, const QString& hint = {})
    {
        m_report.findings.append({severity, QLatin1String(id), sentence, hint, {}});
    }

    const NewClusterPlan& m_plan;
    const process::ToolSet& m_tools;
    const core::RunContext& m_context;
    std::optional<cluster::LocalCluster> m_cluster;
    QString m_database; // that was entered first
    NewClusterReport m_report;
};

void NewClusterRun::tell(const QString& phase, double fraction) const
{
    core::Progress progress;
    progress.phase = phase;
    progress.fraction = fraction;
    m_context.report(progress);
}

core::Status NewClusterRun::fill(const QString& dataFolder)
{
    const BaseSource& source = m_plan.facts.source;
    m_context.log(core::LogLevel::Info,
                  tr("Copying %1 to %2").arg(core::singleLine(source.folder), core::singleLine(dataFolder)));
    TIDEMARK_TRY(layOutBase(source, dataFolder, m_plan.facts.places, shareOf(m_context, 0, 0.6)));
    const auto findings = checkLaidOut(source, dataFolder, shareOf(m_context, 0.6, 0.8));
    if (!findings)
        return findings.error();
    QStringList faults;
    for (const core::Finding& finding : *findings) {
        if (finding.severity == core::Severity::Blocker)
            faults.append(finding.sentence);
        else if (finding.id != QLatin1String("check.noManifest") &&
                 finding.id != QLatin1String("check.incremental"))
            m_report.findings.append(finding); // said before the run
    }
    if (faults.isEmpty()) {
        m_context.log(core::LogLevel::Info,
                      source.hasManifest ? tr("Every file is as the backup's manifest has it")
                                         : tr("Every file was read; there is no manifest to compare with"));
        return {};
    }
    return core::Error{core::ErrorKind::Corrupt,
                       tr("The base backup is damaged: it was not made into a server."),
                       faults.join(QLatin1Char('\n')), tr("Use another backup, or a copy of this one.")};
}

core::Status NewClusterRun::make()
{
    cluster::ClusterOptions options;
    options.kind = cluster::ClusterKind::Recovered;
    options.major = m_plan.facts.source.major; // its files are readable to no other
    options.folder = m_plan.facts.folder;
    options.port = m_plan.draft.port;
    for (const BaseTablespace& tablespace : m_plan.facts.source.tablespaces) {
        const QString place = m_plan.facts.places.value(tablespace.oid);
        options.tablespaces.append(place);
        m_report.tablespaces.append({tablespace.label(), place});
    }
    auto made = cluster::LocalCluster::createFrom(
        [this](const QString& data, const QString&) { return fill(data); }, options, m_tools, m_context);
    if (!made)
        return std::move(made).error();
    m_cluster.emplace(*std::move(made));
    return {};
}

core::Status NewClusterRun::lookAt(const postgres::Database& database)
{
    auto connection = connectTo(*m_cluster, database.name, m_context);
    if (!connection) {
        TIDEMARK_TRY(m_context.checkpoint());
        add(core::Severity::Warning, "cluster.database",
            tr("The database %1 cannot be entered.").arg(core::singleLine(database.name)),
            connection.error().detail);
        return {};
    }
    const auto relations = postgres::listRelations(*connection);
    if (!relations)
        return relations.error();
    m_report.databases.append({database.name, database.size ? database.size->bytes() : 0, relations->size()});
    return {};
}

core::Status NewClusterRun::lookAtTablespaces(postgres::Connection& connection)
{
    const auto names = postgres::ownTablespaces(connection);
    if (!names)
        return names.error();
    m_report.findings += missingTablespaces(*names, m_cluster->dataFolder());
    for (qsizetype i = 0; i < m_report.tablespaces.size(); ++i) {
        const QString oid = m_plan.facts.source.tablespaces.at(i).oid;
        m_report.tablespaces[i].first = names->value(oid, oid);
    }
    return {};
}

core::Status NewClusterRun::startAndLook()
{
    tell(tr("Starting the server, which recovers"), 0.8);
    const auto way = startAndEnter(*m_cluster, NoLogin::Refuse, recoveryLimit, m_context);
    if (!way)
        return m_cluster->isRunning() ? way.error() : startFailure(*m_cluster, way.error());
    m_database = way->database;
    const QStringList lines = m_cluster->logTail(4096).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines)
        m_context.log(core::LogLevel::Info, core::singleLine(line));
    auto connection = connectTo(*m_cluster, m_database, m_context);
    if (!connection)
        return std::move(connection).error();
    const auto facts = postgres::readServerFacts(*connection);
    if (!facts)
        return facts.error();
    m_report.serverVersion = facts->version.toText();
    TIDEMARK_TRY(lookAtTablespaces(*connection));
    const auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return databases.error();
    for (const postgres::Database& database : *databases) {
        tell(tr("Looking at its databases"), 0.95);
        if (database.allowsConnections && !database.isTemplate)
            TIDEMARK_TRY(lookAt(database));
    }
    return {};
}

core::Status NewClusterRun::leave()
{
    if (m_plan.draft.after == AfterCheck::Stop) {
        tell(tr("Stopping the server"), 0.98);
        TIDEMARK_TRY(m_cluster->stop(cluster::StopMode::Fast));
    }
    TIDEMARK_TRY(m_context.checkpoint());
    const QString libraries = preloadedLibraries(m_cluster->dataFolder());
    if (!libraries.isEmpty())
        add(core::Severity::Warning, "cluster.preload",
            tr("The backed-up server loaded these libraries at its start, the new one does not: %1.")
                .arg(core::singleLine(libraries)),
            tr("Where an extension needs them, install it here and set shared_preload_libraries in "
               "%1/postgresql.conf.")
                .arg(m_cluster->dataFolder()));
    const QString folder = m_cluster->folder();
    m_report.name = QFileInfo(folder).fileName();
    m_report.folder = folder;
    m_report.dataFolder = m_cluster->dataFolder();
    m_report.logFile = m_cluster->logFile();
    m_report.serverUser = m_cluster->serverUserName();
    m_report.spec = m_cluster->spec(m_database);
    m_report.isRunning = m_cluster->isRunning();
    m_report.bytes = cluster::diskUse(folder);
    for (const auto& [name, place] : std::as_const(m_report.tablespaces)) {
        if (!place.startsWith(folder + QLatin1Char('/')))
            m_report.bytes += cluster::diskUse(place);
    }
    return m_cluster->release(labelOf(m_plan.facts.source), m_database);
}

core::Result<NewClusterReport> NewClusterRun::execute()
{
    const auto started = Clock::now();
    catalog::SetLock lock; // nobody deletes the set meanwhile
    m_report.source = m_plan.facts.source.folder;
    if (m_plan.facts.source.set) {
        m_report.setFolder = m_plan.facts.source.set->folder;
        auto held = catalog::SetLock::share(m_report.setFolder);
        if (!held)
            return std::move(held).error();
        lock = *std::move(held);
    }
    const core::Findings known = validate(m_plan.draft, m_plan.facts);
    for (const core::Finding& finding : known) {
        if (finding.severity != core::Severity::Blocker)
            m_report.findings.append(finding);
    }
    TIDEMARK_TRY(make());
    TIDEMARK_TRY(startAndLook());
    TIDEMARK_TRY(leave());
    m_report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started);
    for (const core::Finding& finding : std::as_const(m_report.findings)) {
        if (finding.severity == core::Severity::Warning && m_report.verdict == core::Verdict::Ok)
            m_report.verdict = core::Verdict::Warnings;
        if (finding.severity == core::Severity::Blocker)
            m_report.verdict = core::Verdict::Failed;
    }
    return std::move(m_report);
}

/// What became of the folders, in words.
core::Error withWhatIsLeft(core::Error error, const NewClusterPlan& plan)
{
    QStringList left;
    QStringList folders{plan.facts.folder};
    folders += plan.facts.places.values();
    for (const QString& folder : std::as_const(folders)) {
        if (QFileInfo(folder).isDir() &&
            !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            left.append(core::singleLine(folder));
    }
    const QString words =
        left.isEmpty() ? tr("What was copied was removed again; the backup is as it was.")
                       : tr("Not everything in these folders could be removed; the next run tries again: %1")
                             .arg(left.join(QStringLiteral(", ")));
    error.hint = error.hint.isEmpty() ? words : error.hint + QLatin1Char('\n') + words;
    return error;
}

} // namespace

core::Result<NewClusterReport> run(const NewClusterPlan& plan, const process::ToolSet& tools,
                                   const core::RunContext& context)
{
    core::Result<NewClusterReport> report = NewClusterRun(plan, tools, context).execute();
    if (report)
        return report;
    const bool isForeign =
        report.error().kind == core::ErrorKind::Conflict; // somebody else's cluster is there
    return isForeign ? report.error() : withWhatIsLeft(std::move(report).error(), plan);
}

} // namespace tidemark::restore::base
