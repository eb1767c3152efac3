// SPDX-License-Identifier: GPL-3.0-or-later
// The guided tour: everything Tidemark is for, on servers that exist for a minute.
#include "backup/backupplan.h"
#include "cli/commandline.h"
#include "cluster/democlusters.h"
#include "cluster/orphans.h"
#include "cluster/sample.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"
#include "postgres/queries/databaseadmin.h"
#include "postgres/queries/tablecontent.h"
#include "replication/lagjson.h"
#include "replication/lagmodel.h"
#include "replication/lagsampler.h"
#include "restore/restoreplan.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace tidemark::cli {

namespace {

constexpr char restoredName[] = "blog_db_restored";

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::demo", text);
}

core::Result<qint64> countComments(const access::ServerAccess& server, const QString& database, const core::RunContext& context)
{
    auto connection = server.connect(database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    return postgres::countRows(*connection, QStringLiteral("public"), QStringLiteral("comments"));
}

/// The steps of the tour, in order, over what they share.
class Tour
{
public:
    Tour(Invocation& invocation, process::ToolSet tools, access::ServerAccess primary)
        : m_invocation(invocation)
        , m_tools(std::move(tools))
        , m_primary(std::move(primary))
    {
    }

    core::Result<Outcome> walk()
    {
        TIDEMARK_TRY(backUp());
        TIDEMARK_TRY(deleteRows());
        TIDEMARK_TRY(restoreRows());
        TIDEMARK_TRY(showLag());
        return Outcome{m_verdict, m_json};
    }

private:
    core::Status backUp();
    core::Status deleteRows();
    core::Status restoreRows();
    core::Status showLag();
    void step(const QString& text) { m_invocation.printer.line(QStringLiteral("\n%1. %2").arg(++m_step).arg(text)); }
    void say(const QString& text) { m_invocation.printer.line(QStringLiteral("   ") + text); }
    jobs::RunOwner owner() const { return {{}, tr("Demo"), m_folder.filePath(QStringLiteral("history.sqlite"))}; }

    Invocation& m_invocation;
    process::ToolSet m_tools;
    access::ServerAccess m_primary;
    QTemporaryDir m_folder;
    QString m_set;
    qint64 m_before = 0;
    int m_step = 1; // the first was starting the servers
    core::Verdict m_verdict = core::Verdict::Ok;
    QJsonObject m_json;
};

core::Status Tour::backUp()
{
    step(tr("Back up blog_db, and read every byte of the backup back."));
    backup::BackupDraft draft;
    draft.serverLabel = tr("Demo");
    draft.database = cluster::DemoClusters::databaseName();
    draft.destination = m_folder.path();
    auto facts = backup::gatherFacts(draft, m_primary, m_tools, m_invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = backup::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    auto report = jobs::runBackup(*plan, m_primary, owner(), m_invocation.context);
    if (!report)
        return std::move(report).error();
    m_set = report->setFolder;
    say(jobs::verdictSentence(*report));
    m_json.insert(QStringLiteral("backup"), report->toJson());
    return {};
}

core::Status Tour::deleteRows()
{
    step(tr("An accident: somebody deletes comments."));
    auto before = countComments(m_primary, {}, m_invocation.context);
    if (!before)
        return std::move(before).error();
    auto connection = m_primary.connect({}, {}, m_invocation.context.stop);
    if (!connection)
        return std::move(connection).error();
    TIDEMARK_TRY(postgres::runScript(*connection, cluster::sampleScript(cluster::SamplePart::Accident), std::chrono::seconds(60)));
    auto after = countComments(m_primary, {}, m_invocation.context);
    if (!after)
        return std::move(after).error();
    m_before = *before;
    say(tr("blog_db had %1 comments and has %2 now.").arg(core::countText(*before), core::countText(*after)));
    m_json.insert(QStringLiteral("commentsBefore"), *before);
    m_json.insert(QStringLiteral("commentsAfterAccident"), *after);
    return {};
}

core::Status Tour::restoreRows()
{
    step(tr("Restore the backup into a new database, and compare every table with the backup."));
    restore::RestoreDraft draft;
    draft.source = m_set;
    draft.targetDatabase = QLatin1String(restoredName);
    auto facts = restore::gatherFacts(draft, m_primary, m_tools, m_invocation.context);
    if (!facts)
        return std::move(facts).error();
    auto plan = restore::makePlan(draft, *facts);
    if (!plan)
        return std::move(plan).error();
    auto report = jobs::runRestore(*plan, m_primary, owner(), m_invocation.context);
    if (!report)
        return std::move(report).error();
    auto restored = countComments(m_primary, report->database, m_invocation.context);
    if (!restored)
        return std::move(restored).error();
    say(jobs::verdictSentence(*report));
    say(tr("%1 has all %2 comments.").arg(report->database, core::countText(*restored)));
    m_invocation.printer.findings(report->findings);
    m_json.insert(QStringLiteral("restore"), report->toJson());
    m_json.insert(QStringLiteral("commentsRestored"), *restored);
    m_verdict = *restored == m_before ? report->verdict : core::Verdict::Differences;
    return {};
}

core::Status Tour::showLag()
{
    step(tr("How far is the standby behind?"));
    auto sample = replication::sampleOnce(m_primary, m_invocation.context);
    if (!sample)
        return std::move(sample).error();
    for (const replication::StandbyLag& lag : sample->standbys) {
        say(tr("%1: %2; %3 still to replay.").arg(lag.name, replication::conditionTitle(lag.condition),
                                                  lag.bytes.replay ? lag.bytes.replay->toText() : tr("an unknown amount")));
    }
    if (sample->standbys.isEmpty())
        return core::Error{core::ErrorKind::Internal, tr("The demo's standby is not connected."), {}, {}};
    m_json.insert(QStringLiteral("lag"), replication::toJson(*sample));
    return {};
}

core::Result<Outcome> tour(Invocation& invocation)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    (void)cluster::removeOrphans(invocation.context);
    const auto started = std::chrono::steady_clock::now();
    invocation.printer.line(tr("1. Start a PostgreSQL primary with a sample database, and a standby that follows it."));
    auto demo = cluster::DemoClusters::start({}, *tools, invocation.context);
    if (!demo)
        return std::move(demo).error();
    invocation.printer.line(QStringLiteral("   ") + tr("PostgreSQL %1 runs in %2, reachable through a Unix socket only.").arg(demo->primary().major()).arg(demo->folder()));
    auto primary = access::ServerAccess::open({demo->primarySpec(), {}, {}, tr("Demo")}, invocation.context);
    if (!primary)
        return std::move(primary).error();
    auto outcome = Tour(invocation, *tools, *std::move(primary)).walk();
    if (!outcome)
        return outcome;
    TIDEMARK_TRY(demo->stop());
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
    invocation.printer.line(QLatin1Char('\n') + tr("Stopped and removed; nothing is left behind. The tour took %1.").arg(core::durationText(spent)));
    outcome->json.insert(QStringLiteral("seconds"), std::chrono::duration<double>(spent).count());
    return outcome;
}

/// Double quotes where they do: a conninfo is full of single ones.
QString shellWord(const QString& conninfo)
{
    static const QRegularExpression special(QStringLiteral("[\"$`\\\\!]"));
    return conninfo.contains(special) ? core::quoteShell(conninfo) : QLatin1Char('"') + conninfo + QLatin1Char('"');
}

core::Result<Outcome> start(Invocation& invocation, const QString& folder)
{
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    auto demo = cluster::DemoClusters::start(folder, *tools, invocation.context);
    if (!demo)
        return std::move(demo).error();
    TIDEMARK_TRY(demo->keep());
    invocation.printer.line(tr("Primary: %1").arg(demo->primarySpec().toConninfo()));
    invocation.printer.line(tr("Standby: %1").arg(demo->standbySpec().toConninfo()));
    invocation.printer.line(tr("For instance: %1").arg(QStringLiteral("tidemarkctl --connection %1 lag").arg(shellWord(demo->primarySpec().toConninfo()))));
    invocation.printer.line(tr("Stop and remove them with: tidemarkctl demo stop %1").arg(folder));
    return Outcome{core::Verdict::Ok,
                   {{QStringLiteral("folder"), demo->folder()},
                    {QStringLiteral("primary"), demo->primarySpec().toConninfo()},
                    {QStringLiteral("standby"), demo->standbySpec().toConninfo()}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList arguments = invocation.arguments();
    if (arguments.isEmpty())
        return tour(invocation);
    if (arguments.size() == 2 && arguments.constFirst() == QLatin1String("start"))
        return start(invocation, arguments.at(1));
    if (arguments.size() == 2 && arguments.constFirst() == QLatin1String("stop")) {
        TIDEMARK_TRY(cluster::DemoClusters::stopKept(arguments.at(1)));
        invocation.printer.line(tr("Stopped and removed."));
        return Outcome{};
    }
    return usageError(tr("demo takes nothing, start DIR, or stop DIR."), QStringLiteral("demo"));
}

} // namespace

const Subcommand demoCommand{"demo", "\nstart DIR\nstop DIR",
                             QT_TRANSLATE_NOOP("cli", "A guided tour on throw-away servers; or servers to try things on."), 2, nullptr, run};

} // namespace tidemark::cli
