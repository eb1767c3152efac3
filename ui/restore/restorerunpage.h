// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/answeredrestore.h"
#include "ui/common/inquiry.h"
#include "ui/restore/comparisonmodel.h"
#include "ui/restore/tableloadmodel.h"

#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::access {
struct Target;
}

namespace tidemark::ui {

struct RestoreState;
class RunPage;
class SanityResults;
class VerdictPage;

/// "Run", and its end: what came of it, table by table, and what can be done next.
class RestoreRunPage : public QWizardPage
{
    Q_OBJECT
public:
    RestoreRunPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override { return m_ended; }
    int nextId() const override { return -1; }

Q_SIGNALS:
    void started();
    void succeeded(const QString& database);
    void failed();
    void backgroundRequested();

private:
    void buildActions();
    void begin(const access::Target& target);
    void beginInSandbox();
    void follow(Task* task, const restore::RestorePlan& plan, const QString& title);
    void receive(const core::Result<jobs::AnsweredRestore>& report);
    void showReport(const jobs::AnsweredRestore& answered);
    void showError(const core::Error& error);
    void end();
    void lookForRemains();
    void offerDrop(const QString& database);
    void askToDrop();
    void drop();
    void openFolder() const;
    QString reportText() const;

    RestoreState& m_state;
    ComparisonModel m_comparison;
    TableLoadModel m_loads;
    Inquiry m_inquiry;
    bool m_ended = false;
    QString m_openCommand; // how to look at the database
    QString m_remains;     // a half-made database that is still there
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    SanityResults* m_sanity;
    QPushButton* m_copyOpen = nullptr;
    QPushButton* m_openFolder = nullptr;
    QPushButton* m_drop = nullptr;
};

} // namespace tidemark::ui
