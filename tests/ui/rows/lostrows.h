// SPDX-License-Identifier: GPL-3.0-or-later
// A database of which something was lost since its dump, and a wizard that is to bring it back.
#pragma once

#include "ui/restore/rows/recoverywizard.h"
#include "ui/wizards/fixture.h"

namespace tidemark::test {

/// Makes the database, dumps it, and then deletes 37 of 200 posts, changes 4 and adds 12. Three of the
/// deleted ones belong to an author that is deleted, too. Ends the program where that fails.
QString makeLoss(TestCluster& server, const QString& database, const QString& folder);

/// The digest of a table's rows.
QString contentOf(TestCluster& server, const QString& database, const QString& table);

/// The wizard over it, shown; closes with the object.
class OpenedWizard
{
public:
    OpenedWizard(WizardFixture& fixture, const store::Profile& profile, const QString& path);

    ui::RecoveryWizard& operator*() { return m_wizard; }
    ui::RecoveryWizard* operator->() { return &m_wizard; }
    /// Up to the rows of this table, compared.
    bool compare(const QString& table);
    /// On to the review, planned.
    bool review();

private:
    ui::RecoveryWizard m_wizard;
};

} // namespace tidemark::test
