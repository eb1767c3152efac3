// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/backupbatch.h"

#include "core/text.h"
#include "jobs/verdictsentence.h"
#include "postgres/queries/databases.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace tidemark::jobs {

namespace {

using Clock = std::chrono::steady_clock;

core::Verdict verdictOf(const BatchItem& item)
{
    return item.report ? item.report->verdict : core::verdictOf(item.report.error());
}

double weightOf(const backup::BackupPlan& plan)
{
    constexpr double perDatabase = 1 << 20; // an empty one takes its time, too
    return perDatabase + static_cast<double>(plan.estimatedRead.bytes());
}

} // namespace

core::Verdict BatchReport::verdict() const
{
    core::Verdict worst = core::Verdict::Ok;
    for (const BatchItem& item : items)
        worst = core::worseOf(worst, verdictOf(item));
    return worst;
}

QJsonObject BatchReport::toJson() const
{
    QJsonArray sets;
    for (const BatchItem& item : items) {
        QJsonObject set = item.report ? item.report->toJson()
                                      : QJsonObject{{QStringLiteral("verdict"), core::verdictName(verdictOf(item))}, {QStringLiteral("error"), item.report.error().toJson()}};
        set.insert(QStringLiteral("database"), item.database);
        sets.append(set);
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict())},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("sets"), sets}};
}

core::Result<QStringList> databasesToBackUp(const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return std::move(databases).error();
    QStringList names;
    for (const postgres::Database& database : *databases) {
        if (database.allowsConnections && !database.isTemplate)
            names.append(database.name);
    }
    return names;
}

BatchReport runBackups(QList<backup::BackupPlan> plans, const access::ServerAccess& server, const RunOwner& owner, const core::RunContext& context)
{
    const auto started = Clock::now();
    double total = 0;
    for (backup::BackupPlan& plan : plans) {
        plan.runId = plans.constFirst().runId;
        total += weightOf(plan);
    }
    BatchReport report;
    double done = 0;
    for (const backup::BackupPlan& plan : std::as_const(plans)) {
        if (context.stopRequested() && !report.items.empty())
            break;
        const double share = weightOf(plan) / total;
        core::RunContext inner = context;
        inner.onProgress = [&context, done, share](const core::Progress& progress) {
            core::Progress ofAll = progress;
            ofAll.fraction = done + share * progress.fraction.value_or(0);
            context.report(ofAll);
        };
        const QString historyId = plans.size() == 1 ? plan.runId : QStringLiteral("%1.%2").arg(plan.runId).arg(report.items.size() + 1);
        report.items.push_back({plan.draft.database, runBackup(plan, historyId, server, owner, inner)});
        done += share;
    }
    report.duration = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started);
    return report;
}

QString verdictSentence(const BatchReport& report)
{
    if (report.items.size() == 1 && report.items.front().report)
        return verdictSentence(*report.items.front().report);
    const auto well = std::count_if(report.items.begin(), report.items.end(), [](const BatchItem& item) { return item.report.has_value(); });
    const int failed = static_cast<int>(report.items.size()) - static_cast<int>(well);
    qint64 bytes = 0;
    for (const BatchItem& item : report.items)
        bytes += item.report ? item.report->manifest.totalSize().bytes() : 0;
    const int saved = static_cast<int>(well);
    QString sentence = QCoreApplication::translate("jobs::verdict", "%n database(s) are backed up and every byte was read back: %1 in %2.", nullptr, saved)
                           .arg(core::ByteSize(bytes).toText(), core::durationText(report.duration));
    if (failed > 0)
        sentence += QLatin1Char(' ') + QCoreApplication::translate("jobs::verdict", "%n failed.", nullptr, failed);
    return sentence;
}

} // namespace tidemark::jobs
