// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/runwizard.h"
#include "ui/restore/rows/recoverystate.h"

namespace tidemark::ui {

/// Brings rows of a backup back into a live table: which table, which rows, review, run. Not modal; deletes
/// itself when closed, while its run goes on.
class RecoveryWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `servers` are those to choose from, `profile` is the first choice and one of them.
    RecoveryWizard(Services& services, const QList<store::Profile>& servers, const store::Profile& profile,
                   const RowsSource& source, QWidget* parent = nullptr);

private:
    RecoveryState m_state;
};

} // namespace tidemark::ui
