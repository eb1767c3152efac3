// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryrun.h"
#include "ui/restore/rows/leftoutmodel.h"
#include "ui/restore/rows/recoveredmodel.h"

#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::access {
struct Target;
}

namespace tidemark::ui {

struct RecoveryState;
class RunPage;
class ServerBanner;
class VerdictPage;

/// "Run", and its end.
class RecoveryRunPage : public QWizardPage
{
    Q_OBJECT
public:
    RecoveryRunPage(RecoveryState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded();
    void failed();
    void backgroundRequested();

private:
    void begin(const access::Target& target);
    void receive(const core::Result<restore::rows::RecoveryReport>& report);
    void showReport(const restore::rows::RecoveryReport& report);
    void showError(const core::Error& error);
    QString reportText() const;

    RecoveryState& m_state;
    RecoveredModel m_recovered;
    LeftOutModel m_leftOut;
    QString m_undoFile; // that was written
    bool m_ended = false;
    ServerBanner* m_banner;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    QPushButton* m_copyUndo;
    QPushButton* m_showFolder;
};

} // namespace tidemark::ui
