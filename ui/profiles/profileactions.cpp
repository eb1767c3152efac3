// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profileactions.h"

#include "core/quoting.h"
#include "ui/common/theme.h"
#include "ui/profiles/connectiontest.h"
#include "ui/profiles/importdialog.h"
#include "ui/profiles/profiledialog.h"
#include "ui/profiles/profilemodel.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QUuid>
#include <QVBoxLayout>

namespace tidemark::ui {

ProfileActions::ProfileActions(Services& services, ProfileModel& model, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_model(model)
    , m_window(window)
{
}

void ProfileActions::openForm(const store::Profile& profile, bool isNew)
{
    auto* dialog = new ProfileDialog(m_services, profile, isNew ? ProfileDialog::Purpose::Add : ProfileDialog::Purpose::Edit, m_window);
    connect(dialog, &ProfileDialog::saved, this, [this](const QString& id) {
        m_model.reload();
        Q_EMIT stored(id);
    });
    dialog->open();
}

void ProfileActions::add()
{
    openForm(store::Profile::create({}), true);
}

void ProfileActions::edit(const QString& id)
{
    readAgain();
    const auto profile = m_model.find(id);
    if (profile && !m_model.isTransient(id))
        openForm(*profile, false);
}

void ProfileActions::readAgain()
{
    // A wizard notes its folder, the command line adds servers: what is edited must not be an old copy.
    if (const core::Status loaded = m_services.profiles.load(); !loaded)
        Q_EMIT failed(loaded.error());
    m_model.reload();
}

void ProfileActions::duplicate(const QString& id)
{
    readAgain();
    const auto profile = m_model.find(id);
    if (!profile)
        return;
    store::Profile copy = *profile;
    copy.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    copy.name = tr("%1 (copy)").arg(profile->name);
    copy.passwordSaved = false; // the password stays with the profile that it was entered for
    openForm(copy, true);
}

void ProfileActions::test(const QString& id)
{
    const auto profile = m_model.find(id);
    if (!profile)
        return;
    auto* dialog = new QDialog(m_window);
    dialog->setObjectName(QStringLiteral("connectionTestDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Connection to “%1”").arg(core::singleLine(profile->name)));
    auto* check = new ConnectionTest(m_services, dialog);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QPushButton* again = buttons->addButton(tr("Test &again"), QDialogButtonBox::ActionRole);
    again->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(again, &QPushButton::clicked, check, [check, profile] { check->start(*profile, {}); });
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->addWidget(check);
    layout->addStretch();
    layout->addWidget(buttons);
    dialog->resize(560, 320);
    dialog->open();
    check->start(*profile, {});
}

void ProfileActions::remove(const QString& id)
{
    const auto profile = m_model.find(id);
    if (!profile || m_model.isTransient(id))
        return;
    Confirmation confirmation;
    confirmation.title = tr("Remove server");
    confirmation.question = tr("Remove “%1” from the list?").arg(core::singleLine(profile->name));
    confirmation.detail = tr("The server itself and its backups stay as they are. Forgotten are its settings here%1.")
                              .arg(profile->passwordSaved ? tr(" and its password in the keychain") : QString());
    confirmation.action = tr("Remove");
    m_services.dialogs.confirm(m_window, confirmation, [this, profile = *profile](bool yes) {
        if (yes)
            removeConfirmed(profile);
    });
}

void ProfileActions::removeConfirmed(const store::Profile& profile)
{
    const core::Status removed = m_services.profiles.remove(profile.id);
    m_model.reload();
    if (!removed) {
        Q_EMIT failed(removed.error());
        return;
    }
    m_services.secrets.remove(profile, [this](const core::Status& forgotten) {
        if (!forgotten)
            Q_EMIT failed(forgotten.error());
    });
}

void ProfileActions::importServers()
{
    auto* dialog = new ImportDialog(m_services, m_window);
    connect(dialog, &ImportDialog::imported, this, [this](const QStringList& ids) {
        m_model.reload();
        Q_EMIT stored(ids.constFirst());
    });
    dialog->open();
}

} // namespace tidemark::ui
