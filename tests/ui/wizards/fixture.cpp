// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/fixture.h"

#include "access/serveraccess.h"
#include "backup/backuprun.h"

#include <QAbstractButton>

namespace tidemark::test {

WizardFixture::WizardFixture()
    : m_home(qgetenv("HOME"))
{
    // The default folder for backups and everything else below the home stay inside, too.
    qputenv("HOME", m_folder.path().toLocal8Bit());
    m_profiles = std::make_unique<store::ProfileStore>(m_folder.filePath(QStringLiteral("profiles.json")));
    (void)m_profiles->load();
    m_secrets = std::make_unique<store::SecretStore>(store::SecretStore::Use::MemoryOnly);
    m_preferences = std::make_unique<store::Preferences>(m_folder.filePath(QStringLiteral("preferences.ini")));
    m_tasks = std::make_unique<ui::TaskRunner>();
    m_activities = std::make_unique<ui::Activities>();
    m_services.reset(new ui::Services{*m_profiles, *m_secrets, *m_preferences, *m_tasks, *m_activities,
                                      m_folder.filePath(QStringLiteral("history.sqlite")), tools(), true});
}

WizardFixture::~WizardFixture()
{
    qputenv("HOME", m_home); // whoever writes there later would make the folder anew
}

store::Profile WizardFixture::addProfile(const postgres::ConnectionSpec& spec, const QString& name, store::EnvironmentTag tag)
{
    store::Profile profile = store::Profile::create(name);
    profile.spec = spec;
    profile.environment = tag;
    profile.defaultBackupFolder = backupFolder();
    if (const core::Status added = m_profiles->add(profile); !added)
        qFatal("%s", qPrintable(added.error().toText()));
    return profile;
}

QString makeSet(const QString& database, const QString& destination, const QList<core::SanityQuery>& sanity,
                const QString& server)
{
    const access::Target target{TestCluster::shared().spec(), {}, {}, server};
    const auto open = access::ServerAccess::open(target, core::silentContext());
    backup::BackupDraft draft;
    draft.serverLabel = server;
    draft.database = database;
    draft.destination = destination;
    const auto facts = backup::gatherFacts(draft, *open, tools(), core::silentContext());
    auto plan = facts ? backup::makePlan(draft, *facts) : core::Result<backup::BackupPlan>(facts.error());
    if (!plan)
        qFatal("%s", qPrintable(plan.error().toText()));
    plan->sanity = sanity;
    const auto report = backup::run(*plan, *open, core::silentContext());
    if (!report)
        qFatal("%s", qPrintable(report.error().toText()));
    return report->setFolder;
}

QWidget* findVisible(QWidget& root, const QString& objectName)
{
    const QList<QWidget*> all = root.findChildren<QWidget*>(objectName);
    for (QWidget* widget : all) {
        if (widget->isVisible())
            return widget;
    }
    return nullptr;
}

QModelIndex lineOf(const QAbstractItemModel& model, const QString& name, const QModelIndex& parent)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex line = model.index(row, 0, parent);
        if (line.data().toString() == name)
            return line;
        if (const QModelIndex below = lineOf(model, name, line); below.isValid())
            return below;
    }
    return {};
}

bool isEnabledNext(QWizard& wizard)
{
    return wizard.button(QWizard::NextButton)->isVisible() && wizard.button(QWizard::NextButton)->isEnabled();
}

void pressNext(QWizard& wizard)
{
    QAbstractButton* button = wizard.button(QWizard::NextButton);
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
}

} // namespace tidemark::test
