// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/base/basebackupstate.h"
#include "ui/common/runwizard.h"

namespace tidemark::ui {

/// A base backup: how → review → run. Open it with show(); it deletes itself when it is closed, and a run
/// goes on without it.
class BaseBackupWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `former`: the answers to begin with, instead of those of the last time.
    BaseBackupWizard(Services& services, const store::Profile& profile, QWidget* parent = nullptr,
                     const std::optional<backup::base::BaseBackupDraft>& former = std::nullopt);

Q_SIGNALS:
    void setWritten(const QString& folder);
    void verifyRequested(const QString& folder); // the person wants to prove what was just written
    void roleRequested(); // the role lacks what a base backup needs, and another is to be made

private:
    BaseBackupState m_state;
};

} // namespace tidemark::ui
