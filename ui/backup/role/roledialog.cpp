// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/role/roledialog.h"

#include "core/quoting.h"
#include "ui/backup/role/admissionview.h"
#include "ui/common/commandview.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/moreoptions.h"
#include "ui/common/profilebanner.h"
#include "ui/common/spinner.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace role = backup::role;

namespace {

constexpr int typingPause = 400; // milliseconds
constexpr char usualName[] = "tidemark_backup";

core::Result<RoleProposal> propose(const role::RoleDraft& draft, const core::Secret& password,
                                   const access::ServerAccess& server, const core::RunContext& context)
{
    auto plan = role::makePlan(draft, server, context);
    if (!plan)
        return std::move(plan).error();
    auto statements = role::runnableStatements(*plan, password, server, context);
    if (!statements)
        return std::move(statements).error();
    return RoleProposal{*std::move(plan), *std::move(statements)};
}

} // namespace

RoleDialog::RoleDialog(Services& services, const store::Profile& profile, role::Purpose purpose,
                       QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_profile(profile)
    , m_password(role::generatePassword())
    , m_inquiry(services)
    , m_purpose(new QComboBox(this))
    , m_name(new QLineEdit(QLatin1String(usualName), this))
    , m_address(new QLineEdit(this))
    , m_profileName(new QLineEdit(tr("%1 (backups)").arg(profile.name), this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_statements(new CommandView(this))
    , m_admissions(new AdmissionView(this))
    , m_done(new IconLabel(this))
    , m_copyPassword(new QPushButton(icon(QStringLiteral("copy")), tr("Copy &password"), this))
    , m_make(new QPushButton(this))
    , m_close(nullptr)
{
    setObjectName(QStringLiteral("roleDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Backup role on %1").arg(core::singleLine(profile.name)));
    m_purpose->addItem(tr("dumps of databases and base backups"), static_cast<int>(role::Purpose::Both));
    m_purpose->addItem(tr("dumps of databases: may read everything"), static_cast<int>(role::Purpose::Dumps));
    m_purpose->addItem(tr("base backups: may copy the server's files"),
                       static_cast<int>(role::Purpose::BaseBackups));
    m_purpose->setCurrentIndex(m_purpose->findData(static_cast<int>(purpose)));
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingPause);
    buildLayout();
    connect(&m_delay, &QTimer::timeout, this, &RoleDialog::plan);
    const auto later = [this] {
        m_inquiry.drop();
        m_make->setEnabled(false);
        m_delay.start();
    };
    connect(m_name, &QLineEdit::textChanged, this, later);
    connect(m_address, &QLineEdit::textChanged, this, later);
    connect(m_purpose, &QComboBox::currentIndexChanged, this, &RoleDialog::plan);
    connect(m_findings, &FindingsView::actionTriggered, this, &RoleDialog::plan);
    connect(m_make, &QPushButton::clicked, this, &RoleDialog::start);
    connect(m_copyPassword, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QString::fromUtf8(m_password.reveal())); });
    plan();
}

void RoleDialog::buildForm()
{
    m_purpose->setObjectName(QStringLiteral("rolePurpose"));
    m_name->setObjectName(QStringLiteral("roleName"));
    m_address->setObjectName(QStringLiteral("roleAddress"));
    m_address->setPlaceholderText(tr("this machine, as the server sees it"));
    m_address->setToolTip(tr("An IP address, for the lines of pg_hba.conf."));
    m_profileName->setObjectName(QStringLiteral("roleProfile"));
    m_profileName->setToolTip(
        tr("A new entry in the list of servers that connects as the role. This one stays as it is."));
}

void RoleDialog::buildLayout()
{
    buildForm();
    auto* intro = new QLabel(tr("A role that may make backups and nothing else, so that no administrator's "
                                "password has to lie on this machine. "
                                "Its password is generated, and kept in the keychain."),
                             this);
    intro->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&For:"), m_purpose);
    form->addRow(tr("&Name of the role:"), m_name);
    form->addRow(tr("Connects from a&ddress:"), m_address);
    form->addRow(tr("Name of the new pro&file:"), m_profileName);
    m_findings->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_statements->setHeading(tr("Statements"));
    m_done->setObjectName(QStringLiteral("roleDone"));
    m_done->hide();
    m_copyPassword->setObjectName(QStringLiteral("copyRolePassword"));
    m_copyPassword->setAutoDefault(false);
    m_copyPassword->hide();
    m_make->setObjectName(QStringLiteral("makeRoleButton"));
    m_make->setText(tr("&Make the role"));
    m_make->setDefault(true);
    m_make->setEnabled(false);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_make, QDialogButtonBox::ActionRole);
    m_close = buttons->addButton(QDialogButtonBox::Close);
    m_close->setObjectName(QStringLiteral("closeRoleButton"));
    m_close->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* content = new QWidget(this);
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 8, 0);
    inside->setSpacing(8);
    inside->addLayout(form);
    inside->addWidget(m_spinner);
    inside->addWidget(m_findings);
    inside->addWidget(m_statements);
    inside->addWidget(m_admissions);
    inside->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(intro);
    layout->addWidget(new ProfileBanner(m_profile));
    layout->addWidget(scrollingPage(content, this), 1);
    layout->addWidget(m_done);
    layout->addWidget(m_copyPassword, 0, Qt::AlignLeft);
    layout->addWidget(buttons);
    resize(720, 620);
    setMinimumSize(560, 420);
}

role::RoleDraft RoleDialog::draft() const
{
    return {m_name->text(), static_cast<role::Purpose>(m_purpose->currentData().toInt()),
            m_address->text().trimmed()};
}

void RoleDialog::plan()
{
    m_delay.stop();
    m_make->setEnabled(false);
    m_proposal.reset();
    m_spinner->start(tr("Asking the server…"));
    m_inquiry.askServer<RoleProposal>(
        m_profile, tr("Plan for a backup role"),
        [draft = draft(), password = m_password](const access::ServerAccess& server,
                                                 const core::RunContext& context) {
            return propose(draft, password, server, context);
        },
        [this](const core::Result<RoleProposal>& proposal) { receive(proposal); });
}

void RoleDialog::receive(const core::Result<RoleProposal>& proposal)
{
    m_spinner->stop();
    if (!proposal) {
        m_statements->setCommands({});
        m_admissions->hide();
        const bool byEntry = proposal.error().kind == core::ErrorKind::InvalidInput ||
                             proposal.error().kind == core::ErrorKind::Conflict;
        m_findings->setError(proposal.error(), byEntry ? QString() : QStringLiteral("retry"));
        return;
    }
    m_proposal = *proposal;
    const bool mayMake = !core::hasBlocker(m_proposal->plan.findings);
    m_findings->setFindings(m_proposal->plan.findings);
    m_statements->setHeading(mayMake ? tr("Statements that will be run")
                                     : tr("Statements for an administrator"));
    m_statements->setCommands(mayMake ? m_proposal->plan.statements : m_proposal->runnable);
    m_admissions->setPlan(m_proposal->plan);
    m_make->setText(mayMake ? tr("&Make the role") : tr("&Make the profile only"));
    m_make->setToolTip(
        mayMake ? QString()
                : tr("Keeps the password of these statements, for when an administrator has run them."));
    m_make->setEnabled(true);
}

void RoleDialog::setBusy(const QString& sentence)
{
    m_busy = !sentence.isEmpty();
    if (m_busy)
        m_spinner->start(sentence);
    else
        m_spinner->stop();
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_purpose, m_name, m_address, m_profileName, m_make, m_close})
        widget->setEnabled(!m_busy);
}

void RoleDialog::reject()
{
    if (!m_busy)
        QDialog::reject();
}

void RoleDialog::complain(const core::Error& error)
{
    setBusy({});
    m_findings->setError(error);
}

void RoleDialog::start()
{
    if (!m_proposal || m_inquiry.isRunning())
        return;
    m_made = store::Profile::create(m_profileName->text().trimmed());
    m_made.environment = m_profile.environment;
    m_made.colour = m_profile.colour;
    m_made.spec = store::withoutSecrets(m_profile.spec);
    m_made.spec.user = m_proposal->plan.role.name;
    m_made.tunnel = m_profile.tunnel;
    m_made.defaultBackupFolder = m_profile.defaultBackupFolder;
    // Before anything is made on the server: a role whose password nobody keeps would be of no use.
    if (const core::Status valid = store::validate(m_made); !valid) {
        complain(valid.error());
        return;
    }
    if (m_services.profiles.find(m_made.name)) {
        complain({core::ErrorKind::Conflict,
                  tr("There is a profile %1 already.").arg(core::singleLine(m_made.name)),
                  {},
                  tr("Choose another name for the new profile.")});
        return;
    }
    m_findings->setFindings(m_proposal->plan.findings); // what was complained of is put right
    if (core::hasBlocker(m_proposal->plan.findings))
        storeProfile();
    else
        makeRole();
}

void RoleDialog::makeRole()
{
    setBusy(tr("Making the role…"));
    m_inquiry.askServer<bool>(
        m_profile, tr("Making a backup role"),
        [plan = m_proposal->plan, password = m_password](
            const access::ServerAccess& server, const core::RunContext& context) -> core::Result<bool> {
            if (const core::Status made = role::createRole(plan, password, server, context); !made)
                return made.error();
            return true;
        },
        [this](const core::Result<bool>& made) {
            if (made)
                storeProfile();
            else
                complain(made.error());
        });
}

void RoleDialog::storeProfile()
{
    setBusy(tr("Keeping the password…"));
    QPointer<RoleDialog> guard(this);
    m_services.secrets.write(m_made, m_password, [guard](store::SecretPlace place) {
        if (guard)
            guard->finish(place);
    });
}

void RoleDialog::finish(store::SecretPlace place)
{
    setBusy({});
    m_made.passwordSaved = place == store::SecretPlace::Keychain;
    const core::Status stored = m_services.profiles.add(m_made);
    const bool wasMade = !core::hasBlocker(m_proposal->plan.findings);
    QStringList sentences;
    if (wasMade)
        sentences.append(tr("The role %1 is made.").arg(core::singleLine(m_proposal->plan.role.name)));
    if (stored)
        sentences.append(wasMade ? tr("The new profile %1 connects as it.").arg(core::singleLine(m_made.name))
                                 : tr("The new profile %1 connects as the role, as soon as an administrator "
                                      "has run the statements.")
                                       .arg(core::singleLine(m_made.name)));
    else
        sentences.append(stored.error().toText());
    if (!m_made.passwordSaved)
        sentences.append(tr("The keychain cannot be used, so the password is known only until Tidemark "
                            "quits: copy it to a safe place."));
    m_done->setStatus(stored ? QStringLiteral("circle-check") : QStringLiteral("triangle-alert"),
                      stored ? Tone::Ok : Tone::Warning, sentences.join(QLatin1Char(' ')));
    m_done->show();
    m_copyPassword->setVisible(!m_made.passwordSaved || !stored);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_purpose, m_name, m_address, m_profileName})
        widget->setEnabled(false);
    if (wasMade)
        m_statements->setHeading(tr("Statements that were run"));
    m_make->hide();
    m_close->setDefault(true);
    m_close->setFocus();
    if (stored)
        Q_EMIT profileStored(m_made.id);
}

} // namespace tidemark::ui
