// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profiledialog.h"

#include "ui/common/icons.h"
#include "ui/common/iconlabel.h"
#include "ui/profiles/connectionpage.h"
#include "ui/profiles/connectiontest.h"
#include "ui/profiles/encryptionpage.h"
#include "ui/profiles/morepage.h"
#include "ui/profiles/tunnelpage.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

ProfileDialog::ProfileDialog(Services& services, const store::Profile& profile, Purpose purpose, QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_original(profile)
    , m_purpose(purpose)
    , m_tabs(new QTabWidget(this))
    , m_connection(new ConnectionPage(services, this))
    , m_test(new ConnectionTest(services, this))
    , m_problem(new IconLabel(this))
    , m_testButton(new QPushButton(icon(QStringLiteral("plug")), tr("&Test connection"), this))
    , m_saveButton(new QPushButton(tr("&Save"), this))
{
    setObjectName(QStringLiteral("profileDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(purpose == Purpose::Add ? tr("Add server") : tr("Edit “%1”").arg(profile.name));
    addPage(m_connection, tr("Connection"));
    addPage(new EncryptionPage(services, this), tr("Encryption"));
    addPage(new TunnelPage(services, this), tr("SSH tunnel"));
    addPage(new MorePage(this), tr("More"));
    buildLayout();
    for (ProfilePage* page : std::as_const(m_pages)) {
        page->setProfile(profile);
        connect(page, &ProfilePage::edited, m_problem, &QWidget::hide);
    }
    connect(m_testButton, &QPushButton::clicked, this, &ProfileDialog::test);
    connect(m_test, &ConnectionTest::finished, this, [this] {
        m_testButton->setEnabled(true);
        makeRoom();
    });
    connect(m_saveButton, &QPushButton::clicked, this, &ProfileDialog::save);
    if (services.profiles.access() != store::ProfileStore::Access::Writable) {
        m_saveButton->setEnabled(false);
        complain(tr("The file with the servers cannot be changed now, see the note in the window. Nothing entered here can be saved."), nullptr);
    }
}

void ProfileDialog::addPage(ProfilePage* page, const QString& title)
{
    m_pages.append(page);
    m_tabs->addTab(page, title);
}

void ProfileDialog::buildLayout()
{
    m_tabs->setObjectName(QStringLiteral("profileTabs"));
    m_tabs->setAccessibleName(tr("Settings of the server"));
    m_problem->setObjectName(QStringLiteral("profileProblem"));
    m_problem->hide();
    m_testButton->setObjectName(QStringLiteral("testConnection"));
    m_testButton->setAutoDefault(false);
    m_saveButton->setObjectName(QStringLiteral("saveProfile"));
    m_saveButton->setDefault(true);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_testButton, QDialogButtonBox::ActionRole);
    buttons->addButton(m_saveButton, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel)->setObjectName(QStringLiteral("cancelProfile"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_test);
    layout->addWidget(buttons);
    resize(620, 480);
}

store::Profile ProfileDialog::entered() const
{
    store::Profile profile = m_original;
    for (const ProfilePage* page : m_pages)
        page->apply(profile);
    return profile;
}

void ProfileDialog::complain(const QString& sentence, QWidget* field)
{
    m_problem->setStatus(QStringLiteral("circle-x"), Tone::Danger, sentence);
    m_problem->show();
    if (field)
        field->setFocus(Qt::OtherFocusReason);
}

bool ProfileDialog::reportProblems()
{
    m_problem->hide();
    for (ProfilePage* page : std::as_const(m_pages)) {
        const std::optional<FieldProblem> problem = page->problem();
        if (!problem)
            continue;
        m_tabs->setCurrentWidget(page);
        complain(problem->sentence, problem->field);
        return true;
    }
    return false;
}

void ProfileDialog::test()
{
    if (reportProblems())
        return;
    m_testButton->setEnabled(false);
    store::Profile profile = entered();
    if (m_connection->forgetsPassword())
        profile.passwordSaved = false;
    m_test->start(profile, m_connection->typedPassword());
}

void ProfileDialog::makeRoom()
{
    constexpr int titleBar = 48;
    layout()->activate();
    const int wanted = std::min(sizeHint().height(), screen()->availableGeometry().height() - titleBar);
    if (wanted > height())
        resize(width(), wanted);
}

void ProfileDialog::save()
{
    if (reportProblems())
        return;
    const store::Profile profile = entered();
    const core::Status stored = m_purpose == Purpose::Add ? m_services.profiles.add(profile) : m_services.profiles.update(profile);
    if (!stored) {
        complain(stored.error().toText(), nullptr);
        return;
    }
    // Stored: what is left is the password, which the keychain may take its time for.
    setEnabled(false);
    savePassword(profile);
}

void ProfileDialog::savePassword(const store::Profile& profile)
{
    QPointer<ProfileDialog> guard(this);
    if (!m_connection->typedPassword().isEmpty()) {
        m_services.secrets.write(profile, m_connection->typedPassword(), [guard, profile](store::SecretPlace place) {
            if (guard)
                guard->finish(profile, place);
        });
    } else if (m_connection->forgetsPassword()) {
        m_services.secrets.remove(profile, [guard, profile](const core::Status& removed) {
            ProfileDialog* self = guard.data();
            if (!self)
                return;
            self->setEnabled(true);
            if (removed)
                self->finish(profile, std::nullopt);
            else
                self->complain(removed.error().toText(), nullptr);
        });
    } else {
        Q_EMIT saved(profile.id, std::nullopt);
        accept();
    }
}

void ProfileDialog::finish(store::Profile profile, std::optional<store::SecretPlace> place)
{
    setEnabled(true);
    const bool inKeychain = place == store::SecretPlace::Keychain;
    if (profile.passwordSaved != inKeychain) {
        profile.passwordSaved = inKeychain;
        if (const core::Status stored = m_services.profiles.update(profile); !stored) {
            complain(stored.error().toText(), nullptr);
            return;
        }
    }
    Q_EMIT saved(profile.id, place);
    accept();
}

} // namespace tidemark::ui
