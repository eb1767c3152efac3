// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/runwizard.h"
#include "ui/restore/restorestate.h"

namespace tidemark::ui {

/// Source → target → review → run. Open it with show(); it deletes itself when it is closed, and a run goes on without it.
class RestoreWizard : public RunWizard
{
    Q_OBJECT
public:
    /// `source`: folder of a backup set, or a dump file; empty: chosen on the first page. `profile` is the target server.
    RestoreWizard(Services& services, const store::Profile& profile, const QString& source, QWidget* parent = nullptr);

Q_SIGNALS:
    void databaseRestored(const QString& name);
    /// The person wants to look into it instead; the wizard closes.
    void contentsRequested(const QString& path);

private:
    RestoreState m_state;
};

} // namespace tidemark::ui
