// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorefacts.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QLineEdit;
class QRadioButton;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace tidemark::ui {

struct RestoreState;
class FindingsView;
class Spinner;

/// "Where": the name of the new database, held against those of the server while it is typed, and who will own things.
class TargetPage : public QWizardPage
{
    Q_OBJECT
public:
    TargetPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildLayout();
    void buildOptions(QVBoxLayout& layout);
    void load();
    void receive(core::Result<restore::RestoreFacts> facts);
    void take();
    void judge();

    RestoreState& m_state;
    Inquiry m_inquiry;
    QString m_knownSource; // what the facts are about
    core::Findings m_verdict;
    Spinner* m_spinner;
    FindingsView* m_error;
    QWidget* m_answers;
    QLineEdit* m_name;
    QRadioButton* m_ownerMe;
    QRadioButton* m_ownerKeep;
    QToolButton* m_more;
    QWidget* m_options;
    QSpinBox* m_jobs;
    FindingsView* m_findings;
};

} // namespace tidemark::ui
