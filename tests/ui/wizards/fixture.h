// SPDX-License-Identifier: GPL-3.0-or-later
// What a wizard needs around it: the window's services with everything they write in a folder of their own, a real
// server, and fingers: widgets are found by object name and pressed as a person would.
#pragma once

#include "core/sanityquery.h"
#include "support/testcluster.h"
#include "ui/activity/activities.h"
#include "ui/common/task.h"
#include "ui/services.h"

#include <QModelIndex>
#include <QTemporaryDir>
#include <QTest>
#include <QWizard>

#include <memory>

namespace tidemark::test {

class WizardFixture
{
public:
    WizardFixture();
    ~WizardFixture();

    ui::Services& services() { return *m_services; }
    /// Saved in the store, with backups going to backupFolder().
    store::Profile addProfile(const postgres::ConnectionSpec& spec, const QString& name = QStringLiteral("Shop server"),
                              store::EnvironmentTag tag = store::EnvironmentTag::None);
    QString folder() const { return m_folder.path(); }
    QString backupFolder() const { return m_folder.filePath(QStringLiteral("backups")); }

private:
    QByteArray m_home;
    QTemporaryDir m_folder;
    std::unique_ptr<store::ProfileStore> m_profiles;
    std::unique_ptr<store::SecretStore> m_secrets;
    std::unique_ptr<store::Preferences> m_preferences;
    std::unique_ptr<ui::TaskRunner> m_tasks;
    std::unique_ptr<ui::Activities> m_activities;
    std::unique_ptr<ui::Services> m_services;
};

/// A backup of a database of the shared server, with what `sanity` is answered; its folder. Ends the program
/// where it cannot be made.
QString makeSet(const QString& database, const QString& destination, const QList<core::SanityQuery>& sanity = {},
                const QString& server = QStringLiteral("Shop server"));

/// Visible descendant of that name, or null. On a wizard: of its current page first.
QWidget* findVisible(QWidget& root, const QString& objectName);

template <typename Widget>
Widget* visible(QWidget& root, const char* objectName)
{
    return qobject_cast<Widget*>(findVisible(root, QLatin1String(objectName)));
}

/// The line of that text in the first column, at any depth; an invalid index where there is none.
QModelIndex lineOf(const QAbstractItemModel& model, const QString& name, const QModelIndex& parent = {});

bool isEnabledNext(QWizard& wizard);
/// Presses Next or Finish with the keyboard.
void pressNext(QWizard& wizard);

} // namespace tidemark::test
