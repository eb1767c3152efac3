// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/cluster/founddatabasemodel.h"
#include "ui/restore/cluster/newclusterstate.h"

#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

class RunPage;
class VerdictPage;

/// The restore while it runs, and what it came to: how to connect, and to stop, start or remove what was
/// made. The run is everybody's from its start: it survives the window.
class NewClusterRunPage : public QWizardPage
{
    Q_OBJECT
public:
    NewClusterRunPage(NewClusterState& state, QWidget* parent);

    void initializePage() override; // starts it
    void cleanupPage() override {}
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded();
    void failed();
    void backgroundRequested();

private:
    enum class Change
    {
        Start,
        Stop,
        Remove,
    };
    void buildActions();
    void receive(const core::Result<restore::base::NewClusterReport>& report);
    void showReport();
    void askToRemove();
    void change(Change what);
    void changed(Change what, const core::Result<bool>& done);
    QString psqlCommand() const;
    QString reportText() const;

    NewClusterState& m_state;
    Inquiry m_inquiry; // with what is made of it afterwards
    FoundDatabaseModel m_databases;
    std::optional<restore::base::NewClusterReport> m_report;
    bool m_ended = false;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    QPushButton* m_copyOpen;
    QPushButton* m_toggle;
    QPushButton* m_remove;
};

} // namespace tidemark::ui
