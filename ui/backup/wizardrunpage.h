// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/task.h"
#include "ui/services.h"

#include <QPointer>
#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

class CheckPage;
class RunPage;
class RunWizard;
class VerdictPage;

/// "Run", and its end, of every kind of backup. The run is everybody's from its start: it survives the
/// window.
class WizardRunPage : public QWizardPage
{
    Q_OBJECT
public:
    WizardRunPage(Services& services, const store::Profile& profile, QWidget* parent);

    void initializePage() override; // starts it
    void cleanupPage() override {}  // Back never loses an answer
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded(const QString& setFolder);
    void failed();
    void backgroundRequested();
    void verifyRequested(const QString& folder); // what was just made is to be proven

protected:
    /// What is backed up, for titles: "Backing up %1".
    virtual QString subject() const = 0;
    virtual QString destination() const = 0;
    /// Keeps the answers for the next time.
    virtual void remember() = 0;
    /// Calls launch().
    virtual void begin(const access::Target& target) = 0;

    /// Runs `work` on a worker thread with the server open, shown in the activity panel under these commands
    /// and this id.
    template <typename Report>
    void
    launch(const access::Target& target, const QStringList& commands, const QString& runId,
           std::function<core::Result<Report>(const access::ServerAccess&, const core::RunContext&)> work,
           std::function<void(const Report&)> done)
    {
        QPointer<WizardRunPage> guard(this);
        follow(m_services.tasks.template start<Report>(
                   runTitle(), nullptr,
                   [target, work = std::move(work)](const core::RunContext& context) -> core::Result<Report> {
                       auto server = access::ServerAccess::open(target, context);
                       if (!server)
                           return std::move(server).error();
                       return work(*server, context);
                   },
                   [guard, done = std::move(done)](const core::Result<Report>& report) {
                       if (!guard)
                           return;
                       if (report)
                           done(*report);
                       else
                           guard->showError(report.error());
                   }),
               commands, runId);
    }
    /// Before end(): the page has a button for a trial restore.
    void offerVerify();
    /// The verdict page is filled before; an empty folder means that nothing was made.
    void end(const QString& setFolder);
    void showError(const core::Error& error);

    Services& services() { return m_services; }
    const store::Profile& profile() const { return m_profile; }
    VerdictPage& verdict() { return *m_verdict; }
    const QString& setFolder() const { return m_setFolder; }

private:
    void buildActions();
    QString runTitle() const;
    void follow(Task* task, const QStringList& commands, const QString& runId);
    void rememberFolder();
    QString reportText() const;

    Services& m_services;
    const store::Profile m_profile;
    QString m_setFolder;
    bool m_ended = false;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    QPushButton* m_openFolder = nullptr;
    QPushButton* m_verify = nullptr;
};

/// As the last pages: the review asks whenever it is come to, also on the way back, because a plan serves one
/// run and what was wrong may have been put right; the wizard's buttons follow the run.
void addReviewAndRun(RunWizard& wizard, CheckPage* review, WizardRunPage* run);

} // namespace tidemark::ui
