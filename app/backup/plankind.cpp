// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/plankind.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace tidemark::backup {

namespace {

constexpr int newestFormat = 1;
constexpr std::array<std::pair<PlanKind, const char*>, 3> kinds{
    {{PlanKind::Database, "backup"}, {PlanKind::BaseBackup, "baseBackup"}, {PlanKind::Cluster, "clusterDump"}}};

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::BackupDraft", text);
}

core::Error unreadable(const QString& why)
{
    return {core::ErrorKind::InvalidInput, tr("This plan cannot be read."), why, tr("A plan is what tidemarkctl backup --print-plan writes.")};
}

} // namespace

QString planKindName(PlanKind kind)
{
    for (const auto& [known, name] : kinds) {
        if (known == kind)
            return QLatin1String(name);
    }
    return {};
}

QJsonObject planHead(PlanKind kind)
{
    return {{QStringLiteral("kind"), planKindName(kind)}, {QStringLiteral("planFormat"), newestFormat}};
}

core::Result<PlanKind> planKindOf(const QJsonObject& plan)
{
    const QString name = plan.value(u"kind").toString();
    if (plan.value(u"planFormat").toInt() > newestFormat)
        return unreadable(tr("It was written by a newer Tidemark."));
    for (const auto& [kind, known] : kinds) {
        if (name == QLatin1String(known))
            return kind;
    }
    return unreadable(name.isEmpty() ? QString() : tr("It is a plan for %1, which is not known here.").arg(core::singleLine(name)));
}

core::Status checkPlan(const QJsonObject& plan, PlanKind expected)
{
    const auto kind = planKindOf(plan);
    if (!kind)
        return kind.error();
    if (*kind != expected)
        return unreadable(tr("It is a plan for %1, and one for %2 is expected.").arg(planKindName(*kind), planKindName(expected)));
    return {};
}

} // namespace tidemark::backup
