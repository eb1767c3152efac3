// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QLabel;

namespace tidemark::ui {

class CommandView;
class ElidedLabel;
class FindingsView;
class IconLabel;
class Spinner;

/// "Review": what will be done, what speaks against it, the exact commands. The server is asked while the page is alive;
/// pressing Next meanwhile starts the backup as soon as the answer is there and says nothing that should be read first.
class BackupReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    BackupReviewPage(BackupState& state, QWidget* parent);

    /// Asks afresh: a plan serves one run.
    void check();
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    bool validatePage() override;

private:
    void receive(core::Result<BackupReview> review);
    void showPlan(const BackupReview& review);
    QString contents(const BackupReview& review) const;
    QString form(const BackupReview& review) const;
    QString estimate(const BackupReview& review) const;

    BackupState& m_state;
    Inquiry m_inquiry;
    bool m_goOn = false; // Next was pressed while the check ran
    ElidedLabel* m_database;
    ElidedLabel* m_folder;
    QLabel* m_written;
    QLabel* m_form;
    QLabel* m_estimate;
    Spinner* m_spinner;
    FindingsView* m_findings;
    IconLabel* m_allWell;
    CommandView* m_commands;
};

} // namespace tidemark::ui
