// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/runwizard.h"
#include "ui/restore/restorestate.h"

namespace tidemark::ui {

/// What → contents → where → how → review → run; pages that have nothing to ask are passed over. Open it with
/// show(); it deletes itself when it is closed, and a run goes on without it.
class RestoreWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `profile` is the target server.
    RestoreWizard(Services& services, const store::Profile& profile, const RestoreRequest& request,
                  QWidget* parent = nullptr);

Q_SIGNALS:
    void databaseRestored(const QString& name);
    /// The person wants to look into it instead; the wizard closes.
    void contentsRequested(const QString& path);
    /// It is a whole server: another wizard restores it; this one closes.
    void baseBackupChosen(const QString& path);

private:
    void addStep(RestoreStep step, QWizardPage* page);
    void goTo(RestoreStep step);

    RestoreState m_state;
};

} // namespace tidemark::ui
