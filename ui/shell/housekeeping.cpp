// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/housekeeping.h"

#include "catalog/setremoval.h"
#include "cluster/orphans.h"
#include "store/history.h"
#include "ui/common/task.h"
#include "ui/shell/demosession.h"

#include <QFileInfo>

namespace tidemark::ui {

void Housekeeping::start()
{
    m_services.tasks.start<process::ToolSet>(
        tr("Search for PostgreSQL's programs"), this,
        [folders = m_services.preferences.toolFolders()](const core::RunContext& context) { return process::locateTools(folders, context); },
        [this](core::Result<process::ToolSet> tools) {
            if (tools)
                m_services.tools = *std::move(tools);
            m_services.toolsReady = true;
            Q_EMIT toolsFound();
        });
    QStringList backups{m_services.preferences.defaultBackupFolder()};
    backups += m_services.preferences.extraBackupFolders();
    for (const store::Profile& profile : m_services.profiles.profiles())
        backups.append(profile.defaultBackupFolder);
    backups.removeDuplicates();
    backups.removeAll(QString());
    // Best effort, both: what cannot be done now is tried again at the next start.
    m_services.tasks.start<void>(
        tr("Care of the history"), this,
        [path = m_services.historyPath, backups](const core::RunContext& context) -> core::Status {
            if (QFileInfo::exists(path)) {
                if (auto history = store::History::open(path))
                    (void)history->markInterrupted();
            }
            (void)cluster::removeOrphans(context);
            DemoSession::removeLeftovers();
            for (const QString& folder : backups)
                (void)catalog::finishRemovals(folder);
            return {};
        },
        [](const core::Status&) {});
}

} // namespace tidemark::ui
