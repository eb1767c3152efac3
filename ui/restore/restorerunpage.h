// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorerun.h"
#include "ui/restore/comparisonmodel.h"

#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::access {
struct Target;
}

namespace tidemark::ui {

struct RestoreState;
class RunPage;
class VerdictPage;

/// "Run", and its end.
class RestoreRunPage : public QWizardPage
{
    Q_OBJECT
public:
    RestoreRunPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded(const QString& database);
    void failed();
    void backgroundRequested();

private:
    void begin(const access::Target& target);
    void receive(const core::Result<restore::RestoreReport>& report);
    void showError(const core::Error& error);
    QString reportText() const;

    RestoreState& m_state;
    ComparisonModel m_comparison;
    bool m_ended = false;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    QPushButton* m_copyOpen;
};

} // namespace tidemark::ui
