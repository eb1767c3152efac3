// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/role/backuprole.h"
#include "ui/backup/backupmenu.h"
#include "ui/backup/runagain.h"
#include "ui/common/inquiry.h"
#include "ui/restore/restorerequest.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/services.h"

#include <QObject>

#include <functional>
#include <optional>

namespace tidemark::ui {

class ServerView;

/// Opens the windows of the subjects over the main window, for the server that is chosen there at that
/// moment. They lead to each other: what was backed up can be restored, what is refused for lack of privilege
/// leads to a role.
class Wizards : public QObject
{
    Q_OBJECT
public:
    using CurrentProfile = std::function<std::optional<store::Profile>()>;

    Wizards(Services& services, CurrentProfile current, QWidget* window);

    /// Opens what is asked for there.
    void serve(ServerView& view);
    void backUp(BackupWay way);
    /// With the answers of an earlier backup or restore, on the server that it was of.
    void runAgain(const store::Profile& profile, const FormerRun& former);
    void restore(const RestoreRequest& request);
    void restoreFrom(const QString& source) { restore({source}); }
    /// A trial restore of a backup, or of a dump from elsewhere.
    void verify(const QString& source);
    /// The sanity queries of a database.
    void askSanity(const QString& database);
    /// To the server that is chosen at first.
    void bringBackRows(const RowsSource& source);

Q_SIGNALS:
    void contentsRequested(const QString& path);
    void profileStored(const QString& profileId); // a new one

private:
    void backUpDatabases(const store::Profile& profile, const FormerRun* former); // null: as last time
    void backUpServer(const store::Profile& profile,
                      const std::optional<backup::base::BaseBackupDraft>& former = std::nullopt);
    void dumpServer(const store::Profile& profile,
                    const std::optional<backup::cluster::ClusterDumpDraft>& former = std::nullopt);
    void restoreAgain(const store::Profile& profile, const restore::RestoreDraft& draft);
    void openRestore(const store::Profile& profile, const RestoreRequest& request);
    void openRecovery(const store::Profile& profile, const RowsSource& source);
    /// A copy of a whole server is restored as one, whatever is wanted of it. The disk is asked in the
    /// background: a share that is gone may take minutes to say so.
    void unlessBaseBackup(const store::Profile& profile, const QString& source,
                          std::function<void()> otherwise);
    void openDrill(const store::Profile& profile, const QString& source);
    void makeRole(const store::Profile& profile, backup::role::Purpose purpose);

    Services& m_services;
    CurrentProfile m_current;
    QWidget* m_window;
    Inquiry m_look;
};

} // namespace tidemark::ui
