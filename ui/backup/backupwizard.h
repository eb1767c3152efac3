// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/backup/runagain.h"
#include "ui/common/runwizard.h"

namespace tidemark::ui {

/// What → contents → how → review → run. Open it with show(); it deletes itself when it is closed, and a run goes on without it.
class BackupWizard : public RunWizard
{
    Q_OBJECT
public:
    BackupWizard(Services& services, const store::Profile& profile, QWidget* parent = nullptr);

    /// Before show(): the database that is ticked at first, instead of those of the last time.
    void preselect(const QString& database)
    {
        m_state.databases = {database};
        m_state.choice = backup::Databases::Named;
    }
    /// Before show(): the answers of an earlier run; what of them is not there any more is said.
    void takeAnswers(const FormerRun& former);

Q_SIGNALS:
    void setWritten(const QString& folder);
    void restoreRequested(const QString& source); // the person wants to restore what was just written
    void verifyRequested(const QString& folder);  // or to prove it
    void roleRequested(); // the role lacks what a dump needs, and another is to be made
    void baseBackupRequested(); // instead

private:
    BackupState m_state;
    class DatabasePage* m_databases;
};

} // namespace tidemark::ui
