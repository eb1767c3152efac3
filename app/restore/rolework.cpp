// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rolework.h"

#include "postgres/queries/databaseadmin.h"
#include "restore/restoreprogress.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

constexpr postgres::Connection::Deadline oneStatement{300'000};

QString wordsOf(const core::Error& error)
{
    return error.detail.isEmpty() ? error.message : error.detail;
}

} // namespace

RoleWork::RoleWork(const RestorePlan& plan, const access::ServerAccess& server,
                   const core::RunContext& context)
    : m_plan(plan)
    , m_server(server)
    , m_context(context)
{
}

core::Status RoleWork::create()
{
    if (m_plan.roles.created.isEmpty())
        return {};
    auto connection = m_server.connect({}, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    for (const postgres::NewRole& role : m_plan.roles.created) {
        const core::Status made = postgres::createRole(*connection, role, !m_plan.isSuperuser);
        if (!made) {
            (void)undo();
            return made;
        }
        m_made.append(role.name);
    }
    return {};
}

QStringList RoleWork::undo()
{
    if (m_made.isEmpty())
        return {};
    // The run may be cancelled or the server gone; cleaning up has its own, short time.
    postgres::SessionOptions options;
    options.connectLimit = std::chrono::seconds(5);
    auto connection = m_server.connect({}, options, {});
    QStringList left;
    while (!m_made.isEmpty()) { // members before what they are members of
        const QString role = m_made.takeLast();
        if (!connection || !postgres::dropRole(*connection, role))
            left.append(role);
    }
    return left;
}

core::Status RoleWork::giveAway(const QSet<int>& failed)
{
    if (m_plan.owned.isEmpty() && m_plan.late.isEmpty())
        return {};
    core::Progress progress;
    progress.phase = QCoreApplication::translate("restore::roles", "Giving objects to their owners");
    progress.fraction = restoreShare;
    m_context.report(progress);
    auto connection = m_server.connect(m_plan.database.name, {}, m_context.stop);
    if (!connection)
        return std::move(connection).error();
    const archive::TocGraph graph(m_plan.source.toc);
    archive::EntrySql sql(graph, sqlOptionsOf(m_plan.draft, m_plan.roles));
    TIDEMARK_TRY(postgres::runScript(*connection, sql.prologue(), oneStatement));
    const auto runOne = [&](int id, const QByteArray& text, QList<EntryProblem>& problems) -> core::Status {
        TIDEMARK_TRY(m_context.checkpoint());
        if (text.isEmpty() || failed.contains(id))
            return {};
        const core::Status done = postgres::runScript(*connection, text, oneStatement);
        if (done)
            return {};
        if (!connection->isUsable() || done.error().kind == core::ErrorKind::Cancelled)
            return done;
        problems.append({id, wordsOf(done.error())});
        return {};
    };
    for (const int id : m_plan.owned)
        TIDEMARK_TRY(runOne(id, sql.owner(graph.indexOf(id)), m_ownerProblems));
    for (const int id : m_plan.late)
        TIDEMARK_TRY(runOne(id, sql.text(graph.indexOf(id)), m_problems));
    return {};
}

} // namespace tidemark::restore
