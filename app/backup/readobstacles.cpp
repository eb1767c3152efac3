// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/readobstacles.h"

#include "core/quoting.h"

#include <QCoreApplication>

namespace tidemark::backup {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::validate", text);
}

QString sentenceOf(const postgres::ReadObstacle& obstacle, const QString& user)
{
    const QString name = core::singleLine(core::quoteQualified(obstacle.schema, obstacle.name));
    const int count = static_cast<int>(obstacle.count); // a plain expression, or lupdate sees no plural
    switch (obstacle.kind) {
    case postgres::ObstacleKind::NoUsage:
        return tr("%1 may not use the schema of %2.").arg(user, name);
    case postgres::ObstacleKind::NoSelect:
        return tr("%1 may not read %2.").arg(user, name);
    case postgres::ObstacleKind::LargeObjects:
        return QCoreApplication::translate(
                   "backup::validate", "%1 may not read %n large object(s), %2 for instance.", nullptr, count)
            .arg(user, obstacle.name);
    case postgres::ObstacleKind::RowSecurity:
        break;
    }
    return tr("Row-level security hides rows of %2 from %1.").arg(user, name);
}

QString remedyOf(const postgres::ReadObstacle& obstacle, const postgres::ServerFacts& server)
{
    const QString role = core::quoteIdentifier(server.user);
    if (obstacle.kind == postgres::ObstacleKind::RowSecurity)
        return tr("Back up as the table's owner, or let an administrator run: ALTER ROLE %1 BYPASSRLS;")
            .arg(role);
    if (obstacle.kind == postgres::ObstacleKind::LargeObjects)
        return tr("Back up as a superuser, or let one run for each: GRANT SELECT ON LARGE OBJECT %2 TO %1;")
            .arg(role, obstacle.name);
    if (server.version.major() >= 14)
        return tr("Let an administrator run: GRANT pg_read_all_data TO %1;").arg(role);
    return tr("Let an administrator run: GRANT USAGE ON SCHEMA %2 TO %1; GRANT SELECT ON %3 TO %1;")
        .arg(role, core::quoteIdentifier(obstacle.schema),
             core::quoteQualified(obstacle.schema, obstacle.name));
}

} // namespace

core::Findings obstacleFindings(const QList<postgres::ReadObstacle>& obstacles,
                                const postgres::ServerFacts& server, const QString& database)
{
    constexpr qsizetype shown = 3;
    const QString prefix =
        database.isEmpty()
            ? QString()
            : tr("In %1:").arg(core::singleLine(core::quoteIdentifier(database))) + QLatin1Char(' ');
    core::Findings findings;
    for (qsizetype i = 0; i < obstacles.size() && i < shown; ++i) {
        const postgres::ReadObstacle& obstacle = obstacles.at(i);
        // A role of its own reads all tables; row-level security and large objects are another matter. One
        // button is enough.
        const bool byRole = i == 0 && (obstacle.kind == postgres::ObstacleKind::NoUsage ||
                                       obstacle.kind == postgres::ObstacleKind::NoSelect);
        findings.append({core::Severity::Blocker, QStringLiteral("privilege.read"),
                         prefix + sentenceOf(obstacle, server.user), remedyOf(obstacle, server),
                         byRole ? QStringLiteral("makeRole") : QString()});
    }
    const int left = static_cast<int>(obstacles.size() - shown);
    if (left > 0) {
        findings.append({core::Severity::Blocker,
                         QStringLiteral("privilege.readMore"),
                         prefix + QCoreApplication::translate("backup::validate",
                                                              "%n more relation(s) cannot be read either.",
                                                              nullptr, left),
                         {},
                         {}});
    }
    return findings;
}

} // namespace tidemark::backup
