// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/newclusterstate.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "jobs/shellscript.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSysInfo>

#include <unistd.h>

namespace tidemark::ui {

store::Profile NewClusterState::place()
{
    store::Profile place;
    place.name = QCoreApplication::translate("ui::NewClusterState", "This computer");
    place.spec.host = QSysInfo::machineHostName();
    place.environment = store::EnvironmentTag::Development;
    return place;
}

QString NewClusterState::subject() const
{
    if (source && source->set && !source->set->manifest.server.isEmpty())
        return core::singleLine(source->set->manifest.server);
    return core::singleLine(QFileInfo(QDir::cleanPath(draft.source)).fileName());
}

QString NewClusterState::command() const
{
    return jobs::shellLines({{}, {restore::base::commandArguments(draft)}}).trimmed();
}

QString suggestedClusterFolder(const restore::base::BaseSource& source)
{
    QString name = source.set ? source.set->manifest.server : QFileInfo(source.folder).fileName();
    for (QChar& c : name) {
        if (!c.isLetterOrNumber() && c != QLatin1Char('-') && c != QLatin1Char('.'))
            c = QLatin1Char('_');
    }
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    if (name.isEmpty())
        name = QStringLiteral("server");
    // The user who runs servers for root does not get into root's home.
    const bool hasService = ::geteuid() == 0;
    const QString place = !hasService                                      ? QDir::homePath()
                          : QFileInfo(QStringLiteral("/srv")).isWritable() ? QStringLiteral("/srv")
                                                                           : QStringLiteral("/var/tmp");
    const QString path = place + QLatin1Char('/') + name.left(60) + QStringLiteral("-restored");
    for (int number = 1;; ++number) {
        const QString candidate = number == 1 ? path : path + QLatin1Char('-') + QString::number(number);
        if (!QFileInfo::exists(candidate) && !QFileInfo(candidate).isSymLink())
            return candidate;
    }
}

core::Result<NewClusterReview> reviewNewCluster(const restore::base::NewClusterDraft& draft,
                                                const ToolSource& toolSource, const core::RunContext& context)
{
    NewClusterReview review;
    auto tools = toolSource.tools(context);
    if (!tools)
        return std::move(tools).error();
    review.tools = *std::move(tools);
    auto facts = restore::base::gatherFacts(draft, review.tools, context);
    if (!facts)
        return std::move(facts).error();
    review.facts = *std::move(facts);
    review.findings = restore::base::validate(draft, review.facts);
    if (auto plan = restore::base::makePlan(draft, review.facts))
        review.plan = *std::move(plan);
    return review;
}

core::Result<TargetFolderLook> lookAtTargetFolder(const QString& folder)
{
    const QFileInfo info(folder);
    TargetFolderLook look;
    look.isThere = info.exists() || info.isSymLink();
    look.isFree =
        !look.isThere || (info.isDir() && QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden |
                                                               QDir::System | QDir::NoDotAndDotDot));
    look.hasParent = QFileInfo(info.absolutePath()).isDir();
    look.freeBytes = core::freeBytes(folder);
    return look;
}

} // namespace tidemark::ui
