// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/wizardrunpage.h"

#include "ui/activity/activities.h"
#include "ui/backup/checkpage.h"
#include "ui/common/resolvedtarget.h"
#include "ui/common/runpage.h"
#include "ui/common/runwizard.h"
#include "ui/common/verdictpage.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace tidemark::ui {

WizardRunPage::WizardRunPage(Services& services, const store::Profile& profile, QWidget* parent)
    : QWizardPage(parent)
    , m_services(services)
    , m_profile(profile)
    , m_stack(new QStackedWidget(this))
    , m_run(new RunPage(this))
    , m_verdict(new VerdictPage(this))
{
    setTitle(tr("Backup"));
    m_stack->addWidget(m_run);
    m_stack->addWidget(m_verdict);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_profile, {});
    layout->addWidget(m_stack, 1);
    connect(m_run, &RunPage::backgroundRequested, this, &WizardRunPage::backgroundRequested);
    buildActions();
}

void WizardRunPage::buildActions()
{
    m_openFolder = m_verdict->addAction(QStringLiteral("openFolderButton"), tr("&Open folder"),
                                        QStringLiteral("folder-open"));
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_setFolder)); });
    QPushButton* copy =
        m_verdict->addAction(QStringLiteral("copyReportButton"), tr("&Copy report"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(reportText()); });
    m_verify = m_verdict->addAction(QStringLiteral("verifyButton"), tr("&Verify by restoring…"),
                                    QStringLiteral("shield-check"));
    m_verify->hide();
    connect(m_verify, &QPushButton::clicked, this, [this] { Q_EMIT verifyRequested(m_setFolder); });
}

void WizardRunPage::offerVerify()
{
    m_verify->show();
}

QString WizardRunPage::runTitle() const
{
    return tr("Backup of %1").arg(subject());
}

void WizardRunPage::initializePage()
{
    m_ended = false;
    m_verify->hide();
    setTitle(tr("Backing up %1").arg(subject()));
    m_stack->setCurrentWidget(m_run);
    rememberFolder();
    remember();
    Q_EMIT started();
    resolveTargetFor(this, m_services, m_profile, &WizardRunPage::begin, &WizardRunPage::showError);
}

void WizardRunPage::follow(Task* task, const QStringList& commands, const QString& runId)
{
    m_services.activities.add(task, {runTitle(), subject(), m_profile.name, commands, runId});
    m_run->follow(task);
}

void WizardRunPage::end(const QString& setFolder)
{
    m_ended = true;
    m_setFolder = setFolder;
    setTitle(runTitle());
    m_openFolder->setVisible(!setFolder.isEmpty());
    if (setFolder.isEmpty())
        m_verify->hide();
    m_stack->setCurrentWidget(m_verdict);
    if (setFolder.isEmpty())
        Q_EMIT failed();
    else
        Q_EMIT succeeded(setFolder);
    Q_EMIT completeChanged();
}

void WizardRunPage::showError(const core::Error& error)
{
    m_verdict->showError(error, tr("No backup was made, and nothing half-made was left behind."));
    end({});
}

void WizardRunPage::rememberFolder()
{
    const QString folder = destination();
    if (m_services.preferences.defaultBackupFolder().isEmpty())
        m_services.preferences.setDefaultBackupFolder(folder);
    // The profile may have been changed since the wizard was opened. Not being able to remember is no reason
    // to stop.
    if (auto profile = m_services.profiles.find(m_profile.id);
        profile && profile->defaultBackupFolder != folder) {
        profile->defaultBackupFolder = folder;
        (void)m_services.profiles.update(*profile);
    }
}

QString WizardRunPage::reportText() const
{
    QStringList parts{title(), m_verdict->report()};
    if (!m_setFolder.isEmpty())
        parts.append(m_setFolder);
    parts.append(m_run->logText());
    return parts.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void addReviewAndRun(RunWizard& wizard, CheckPage* review, WizardRunPage* run)
{
    const int reviewId = wizard.addPage(review);
    wizard.addPage(run);
    QObject::connect(&wizard, &QWizard::currentIdChanged, review, [&wizard, review, reviewId](int id) {
        if (id != reviewId)
            return;
        wizard.setStage(RunWizard::Stage::Preparing);
        review->check();
    });
    QObject::connect(run, &WizardRunPage::started, &wizard,
                     [&wizard] { wizard.setStage(RunWizard::Stage::Running); });
    QObject::connect(run, &WizardRunPage::failed, &wizard,
                     [&wizard] { wizard.setStage(RunWizard::Stage::Failed); });
    QObject::connect(run, &WizardRunPage::succeeded, &wizard,
                     [&wizard] { wizard.setStage(RunWizard::Stage::Succeeded); });
    QObject::connect(run, &WizardRunPage::backgroundRequested, &wizard, &QWizard::accept);
}

} // namespace tidemark::ui
