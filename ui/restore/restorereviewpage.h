// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/restorestate.h"

#include <QWizardPage>

class QLabel;

namespace tidemark::ui {

class CommandView;
class ElidedLabel;
class FindingsView;
class IconLabel;
class Spinner;

/// "Review": what will be created, what speaks against it, the exact commands. The server is asked while the page is alive;
/// pressing Next meanwhile starts the restore as soon as the answer is there and says nothing that should be read first.
class RestoreReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    RestoreReviewPage(RestoreState& state, QWidget* parent);

    /// Asks afresh: a plan serves one run.
    void check();
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    bool validatePage() override;

private:
    void receive(core::Result<RestoreReview> review);
    QString willBeCreated() const;

    RestoreState& m_state;
    Inquiry m_inquiry;
    bool m_goOn = false; // Next was pressed while the check ran
    ElidedLabel* m_source;
    ElidedLabel* m_target;
    QLabel* m_created;
    Spinner* m_spinner;
    FindingsView* m_findings;
    IconLabel* m_allWell;
    CommandView* m_commands;
};

} // namespace tidemark::ui
