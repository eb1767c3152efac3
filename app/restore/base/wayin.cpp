// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/wayin.h"

#include "postgres/queries/logins.h"
#include "postgres/queries/server.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore::base {

namespace {

const QLatin1String usualRole("postgres");
const QLatin1String ownRole("tidemark_drill_superuser");

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
}

/// Whether the cluster's present user is a superuser who gets in. Nothing else than a refusal counts as "no";
/// `refusal` hears its words.
core::Result<bool> enters(const cluster::LocalCluster& cluster, const QString& database, QString& refusal,
                          const core::RunContext& context)
{
    auto connection = connectTo(cluster, database, context);
    TIDEMARK_TRY(context.checkpoint());
    if (!connection) {
        refusal = connection.error().detail;
        return false;
    }
    const auto facts = postgres::readServerFacts(*connection);
    if (!facts)
        return facts.error();
    return facts->superuser;
}

core::Result<QByteArray> ask(const cluster::LocalCluster& cluster, const QByteArray& statements,
                             const core::RunContext& context)
{
    core::Result<QByteArray> answer = QByteArray();
    // Any database will do, and single-user mode enters even template0; somebody may have dropped the others.
    for (const char* database : {"template0", "template1", "postgres"}) {
        answer = cluster.askSingleUser(QLatin1String(database), statements, context);
        TIDEMARK_TRY(context.checkpoint());
        if (answer)
            break;
    }
    return answer;
}

core::Error noLoginError(const QString& refusal)
{
    return core::Error{
        core::ErrorKind::NotFound, tr("No superuser of this server can log in."), refusal,
        tr("The base backup is a server's whole copy, with its roles. Restore it by hand, and let a "
           "superuser log in with single-user mode: ALTER ROLE … LOGIN.")};
}

/// Of a server that was stopped for it.
core::Result<postgres::Logins> askForLogins(const cluster::LocalCluster& cluster, NoLogin noLogin,
                                            const core::RunContext& context)
{
    const auto answer = ask(cluster, postgres::loginStatements(), context);
    if (!answer)
        return answer.error();
    postgres::Logins logins = postgres::parseLogins(*answer);
    // The one for everybody first, as people are told to connect to it.
    std::stable_sort(logins.databases.begin(), logins.databases.end(),
                     [](const QString& a, const QString& b) {
                         const auto rank = [](const QString& name) {
                             return name == usualRole ? 0 : name == QLatin1String("template1") ? 2 : 1;
                         };
                         return rank(a) < rank(b);
                     });
    if (logins.superusers.isEmpty() && noLogin == NoLogin::MakeOne) {
        const auto made = ask(cluster, postgres::makeLoginStatement(ownRole), context);
        if (!made)
            return made.error();
        logins.superusers.append(ownRole);
    }
    return logins;
}

} // namespace

core::Result<postgres::Connection> connectTo(const cluster::LocalCluster& cluster, const QString& database,
                                             const core::RunContext& context)
{
    return postgres::Connection::open(cluster.spec(database), core::Secret(), {}, context.stop);
}

core::Result<WayIn> startAndEnter(cluster::LocalCluster& cluster, NoLogin noLogin, std::chrono::seconds limit,
                                  const core::RunContext& context)
{
    QString refusal;
    TIDEMARK_TRY(cluster.start(context, limit));
    for (const QString& database : {QString(usualRole), QStringLiteral("template1")}) {
        const auto isIn = enters(cluster, database, refusal, context);
        if (!isIn)
            return isIn.error();
        if (*isIn)
            return WayIn{database};
    }
    refusal.clear(); // that of a guess
    TIDEMARK_TRY(cluster.stop(cluster::StopMode::Fast));
    const auto logins = askForLogins(cluster, noLogin, context);
    if (!logins)
        return logins.error();
    TIDEMARK_TRY(cluster.start(context, limit));
    for (const QString& role : logins->superusers) {
        TIDEMARK_TRY(cluster.setUser(role));
        for (const QString& database : logins->databases) {
            const auto isIn = enters(cluster, database, refusal, context);
            if (!isIn)
                return isIn.error();
            if (*isIn)
                return WayIn{database};
        }
    }
    return noLoginError(refusal);
}

} // namespace tidemark::restore::base
