// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/runwizard.h"
#include "ui/restore/cluster/newclusterstate.h"

namespace tidemark::ui {

/// A base backup becomes a server of this computer: where → review → run. Open it with show(); it deletes
/// itself when it is closed, and a run goes on without it.
class NewClusterWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `source` is a backup set, or a folder of pg_basebackup. In the history the run is one of `profile`.
    NewClusterWizard(Services& services, const store::Profile& profile, const QString& source,
                     QWidget* parent = nullptr);

private:
    NewClusterState m_state;
};

} // namespace tidemark::ui
