// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/drills.h"
#include "ui/restore/comparisonmodel.h"
#include "ui/services.h"

#include <QWizardPage>

class QStackedWidget;

namespace tidemark::ui {

class DrillPage;
class RunPage;
class SanityResults;
class VerdictPage;

/// A trial restore while it runs, and what it came to. The run is everybody's from its start: it survives the
/// window.
class DrillRunPage : public QWizardPage
{
    Q_OBJECT
public:
    /// `before` has the review that is run.
    DrillRunPage(Services& services, const store::Profile& profile, const DrillPage& before, QWidget* parent);

    void initializePage() override; // starts it
    void cleanupPage() override {}
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded(); // came to a verdict, be it good or bad
    void failed();
    void backgroundRequested();

private:
    void begin(const std::optional<access::Target>& target);
    void beginThere(const access::Target& target) { begin(target); }
    void showError(const core::Error& error);
    void end();
    void receive(const core::Result<restore::drill::DrillReport>& report);
    void showReport(const restore::drill::DrillReport& report);
    QString reportText() const;

    Services& m_services;
    const store::Profile m_profile;
    const DrillPage& m_before;
    ComparisonModel m_comparison;
    QString m_subject;
    bool m_ended = false;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    SanityResults* m_sanity;
};

} // namespace tidemark::ui
