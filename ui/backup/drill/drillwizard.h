// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/runwizard.h"
#include "ui/services.h"

namespace tidemark::ui {

/// "Verify by restoring": what will be done → run. Open it with show(); it deletes itself when it is closed,
/// and a run goes on without it.
class DrillWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `source` is the folder of a backup, or a dump from elsewhere. In the history the run is one of
    /// `profile`.
    DrillWizard(Services& services, const store::Profile& profile, const QString& source,
                QWidget* parent = nullptr);
};

} // namespace tidemark::ui
