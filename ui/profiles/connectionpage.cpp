// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/connectionpage.h"

#include "ui/common/status.h"
#include "ui/profiles/colourbutton.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace tidemark::ui {

namespace {

/// libpq takes one port, or one for each of several hosts.
bool isPortList(const QString& text)
{
    const QStringList ports = text.split(QLatin1Char(','));
    return std::all_of(ports.begin(), ports.end(), [](const QString& port) {
        bool number = false;
        const int value = port.trimmed().toInt(&number);
        return port.trimmed().isEmpty() || (number && value > 0 && value <= 65535);
    });
}

} // namespace

ConnectionPage::ConnectionPage(Services& services, QWidget* parent) : ProfilePage(parent), m_services(services)
{
    auto* form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setVerticalSpacing(gridStep);
    addIdentity(*form);
    addServer(*form);
    addPassword(*form);
    connect(&services.secrets, &store::SecretStore::backendChanged, this, &ConnectionPage::sayWhereThePasswordGoes);
}

QLineEdit* ConnectionPage::addField(QFormLayout& form, const QString& label, const char* name, const QString& placeholder)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(QLatin1String(name));
    field->setPlaceholderText(placeholder);
    form.addRow(label, field);
    connect(field, &QLineEdit::textEdited, this, &ProfilePage::edited);
    return field;
}

void ConnectionPage::addIdentity(QFormLayout& form)
{
    m_name = addField(form, tr("&Name:"), "profileName", tr("How you call this server"));
    m_environment = new QComboBox(this);
    m_environment->setObjectName(QStringLiteral("profileEnvironment"));
    for (const store::EnvironmentTag tag : store::environmentTags()) {
        const QString word = store::environmentLabel(tag);
        m_environment->addItem(word.isEmpty() ? tr("not set") : word, static_cast<int>(tag));
    }
    m_environment->setToolTip(tr("Shown beside the name, and on every page where data can be lost."));
    m_colour = new ColourButton(this);
    m_colour->setObjectName(QStringLiteral("profileColour"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_environment, 1);
    row->addWidget(m_colour);
    auto* label = new QLabel(tr("&Environment:"), this);
    label->setBuddy(m_environment);
    form.addRow(label, row);
    connect(m_environment, &QComboBox::currentIndexChanged, this, [this] {
        m_colour->setFallback(environmentColour(static_cast<store::EnvironmentTag>(m_environment->currentData().toInt())));
        Q_EMIT edited();
    });
    connect(m_colour, &ColourButton::changed, this, &ProfilePage::edited);
}

void ConnectionPage::addServer(QFormLayout& form)
{
    m_host = addField(form, tr("&Host or socket folder:"), "profileHost", tr("db1.example.org, or /var/run/postgresql; empty: this computer"));
    m_port = addField(form, tr("Po&rt:"), "profilePort", QStringLiteral("5432"));
    m_database = addField(form, tr("&Database:"), "profileDatabase", tr("The one to connect to first; empty: named like the user"));
    m_user = addField(form, tr("&User:"), "profileUser", tr("Empty: your name on this computer"));
}

void ConnectionPage::addPassword(QFormLayout& form)
{
    m_password = new QLineEdit(this);
    m_password->setObjectName(QStringLiteral("profilePassword"));
    m_password->setEchoMode(QLineEdit::Password);
    m_forgetButton = new QPushButton(tr("&Forget"), this);
    m_forgetButton->setObjectName(QStringLiteral("forgetPassword"));
    m_forgetButton->setAccessibleName(tr("Forget the saved password"));
    m_forgetButton->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_password, 1);
    row->addWidget(m_forgetButton);
    auto* label = new QLabel(tr("Pass&word:"), this);
    label->setBuddy(m_password);
    form.addRow(label, row);
    m_passwordNote = new QLabel(this);
    m_passwordNote->setObjectName(QStringLiteral("passwordNote"));
    m_passwordNote->setWordWrap(true);
    m_passwordNote->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    makeQuiet(*m_passwordNote);
    form.addRow(QString(), m_passwordNote);
    connect(m_password, &QLineEdit::textEdited, this, [this] {
        m_forget = false;
        sayWhereThePasswordGoes();
        Q_EMIT edited();
    });
    connect(m_forgetButton, &QPushButton::clicked, this, [this] {
        m_forget = true;
        m_password->clear();
        sayWhereThePasswordGoes();
        Q_EMIT edited();
    });
}

void ConnectionPage::sayWhereThePasswordGoes()
{
    const bool memoryOnly = m_services.secrets.backend() == store::SecretStore::Backend::MemoryOnly;
    m_forgetButton->setVisible(m_passwordSaved && !m_forget);
    m_password->setPlaceholderText(m_passwordSaved && !m_forget ? tr("Saved in the keychain; leave empty to keep it") : QString());
    if (m_forget)
        m_passwordNote->setText(tr("The saved password will be removed from the keychain."));
    else if (memoryOnly)
        m_passwordNote->setText(tr("No keychain can be used here: a password is kept in memory until you quit, never on disk. "
                                   "Empty: ~/.pgpass, a service file or PGPASSWORD is asked."));
    else
        m_passwordNote->setText(tr("A password goes into your desktop's keychain; where none answers, it stays in memory until you quit. "
                                   "Empty: ~/.pgpass, a service file or PGPASSWORD is asked."));
    m_passwordNote->setToolTip(memoryOnly ? m_services.secrets.backendReason() : QString());
}

void ConnectionPage::setProfile(const store::Profile& profile)
{
    m_name->setText(profile.name);
    m_environment->setCurrentIndex(m_environment->findData(static_cast<int>(profile.environment)));
    m_colour->setColour(QColor(profile.colour));
    m_colour->setFallback(environmentColour(profile.environment));
    m_host->setText(profile.spec.host);
    m_port->setText(profile.spec.port);
    m_database->setText(profile.spec.database);
    m_user->setText(profile.spec.user);
    m_password->clear();
    m_passwordSaved = profile.passwordSaved;
    m_forget = false;
    sayWhereThePasswordGoes();
}

void ConnectionPage::apply(store::Profile& profile) const
{
    profile.name = m_name->text().trimmed();
    profile.environment = static_cast<store::EnvironmentTag>(m_environment->currentData().toInt());
    profile.colour = m_colour->colour().isValid() ? m_colour->colour().name() : QString();
    profile.spec.host = m_host->text().trimmed();
    profile.spec.port = m_port->text().trimmed();
    // Names of databases and users may begin and end with spaces.
    profile.spec.database = m_database->text();
    profile.spec.user = m_user->text();
}

std::optional<FieldProblem> ConnectionPage::problem() const
{
    if (m_name->text().trimmed().isEmpty())
        return FieldProblem{m_name, tr("Give the server a name.")};
    if (!isPortList(m_port->text()))
        return FieldProblem{m_port, tr("A port is a number from 1 to 65535.")};
    return std::nullopt;
}

core::Secret ConnectionPage::typedPassword() const
{
    return core::Secret(m_password->text());
}

} // namespace tidemark::ui
