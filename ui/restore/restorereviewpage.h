// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/restorestate.h"

#include <QWizardPage>

class QCheckBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class CommandView;
class ElidedLabel;
class FindingsView;
class IconLabel;
class LossConfirmation;
class Spinner;

/// "Review": what will be created and what will be lost, what speaks against it, the exact commands. The
/// server is asked while the page is alive; pressing Next meanwhile starts the restore as soon as the answer
/// is there and says nothing that should be read first. Where rows are lost the database's name has to be
/// typed, and Enter presses nothing.
class RestoreReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    RestoreReviewPage(RestoreState& state, QWidget* parent);

    /// Asks afresh: a plan serves one run.
    void check();
    /// Another page is shown.
    void leave();
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    bool validatePage() override;
    int nextId() const override;

Q_SIGNALS:
    void decisionRequested(); // about what is there already

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildLayout();
    QLabel* addText(QFormLayout& form, const QString& title, const char* objectName);
    void describe();
    void receive(core::Result<RestoreReview> review);
    void showSanity();
    void openSanity();
    void showSafety(const RestoreReview& review);
    void act(const QString& action);
    bool asksForName() const { return m_state.review && m_state.review->plan && m_state.review->asksForName; }

    RestoreState& m_state;
    Inquiry m_inquiry;
    bool m_goOn = false; // Next was pressed while the check ran
    ElidedLabel* m_source;
    QLabel* m_what = nullptr;
    QLabel* m_target = nullptr;
    QLabel* m_created = nullptr;
    QLabel* m_expected = nullptr;
    QLabel* m_asked = nullptr; // of sanity queries
    QPushButton* m_sanity;
    Spinner* m_spinner;
    FindingsView* m_findings;
    IconLabel* m_allWell;
    LossConfirmation* m_loss;
    QCheckBox* m_safety;
    FindingsView* m_safetyFindings;
    CommandView* m_commands;
};

} // namespace tidemark::ui
