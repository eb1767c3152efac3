// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/drill/drillpage.h"

#include "core/quoting.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"
#include "ui/sanity/sanitydialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWizard>

namespace tidemark::ui {

using restore::drill::Trust;

DrillPage::DrillPage(Services& services, const store::Profile& profile, const QString& source,
                     QWidget* parent)
    : CheckPage(profile, parent)
    , m_services(services)
    , m_profile(profile)
    , m_choice{source, std::nullopt, Trust::BySource}
    , m_inquiry(services)
    , m_path(new ElidedLabel(core::singleLine(QDir::toNativeSeparators(source)), this))
    , m_where(new QComboBox(this))
    , m_place(new QLabel(this))
    , m_trustTitle(new QLabel(tr("Rights:"), this))
    , m_trustBox(new QWidget(this))
    , m_trust(new QCheckBox(tr("I &trust this dump"), this))
    , m_trustWords(new MutedLabel({}, this))
{
    setTitle(tr("Verify by restoring"));
    setButtonText(QWizard::NextButton, tr("&Verify"));
    setWords({tr("Looking at the backup, and for PostgreSQL's programs…"),
              tr("The trial restore begins as soon as that is known…"),
              tr("Everything that it needs is installed.")});
    m_path->setObjectName(QStringLiteral("drillPath"));
    m_backup = addText(tr("Backup:"), QStringLiteral("drillBackup"));
    addFact(tr("Folder:"), m_path);
    buildPlace();
    buildTrust();
    m_compared = addText(tr("Compared:"), QStringLiteral("drillCompared"));
    m_sanity = addText(tr("Sanity queries:"), QStringLiteral("drillSanity"));
    m_editSanity =
        addAction(QStringLiteral("drillSanityButton"), tr("Sanity &queries…"), QStringLiteral("list"));
    m_editSanity->setEnabled(false);
    connect(m_editSanity, &QPushButton::clicked, this, &DrillPage::openSanity);
}

void DrillPage::buildPlace()
{
    m_where->setObjectName(QStringLiteral("drillWhere"));
    m_where->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_where->addItem(tr("A private server on this computer"));
    m_servers = m_services.profiles.profiles();
    if (!m_profile.id.isEmpty() && !m_services.profiles.find(m_profile.id))
        m_servers.prepend(m_profile); // the demo's servers are in no store
    for (const store::Profile& server : std::as_const(m_servers))
        m_where->addItem(tr("A new database on %1").arg(core::singleLine(server.name)));
    auto* title = new QLabel(tr("&Restored into:"), this);
    title->setBuddy(m_where);
    m_place->setObjectName(QStringLiteral("drillPlace"));
    m_place->setTextFormat(Qt::PlainText);
    m_place->setWordWrap(true);
    auto* both = new QWidget(this);
    auto* box = new QVBoxLayout(both);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(gridStep / 2);
    box->addWidget(m_where);
    box->addWidget(m_place);
    addFact(title, both);
    connect(m_where, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_choice.server.reset();
        const QSignalBlocker quiet(m_trust); // it was said of the former place
        m_trust->setChecked(false);
        m_choice.trust = Trust::BySource;
        if (index > 0)
            m_choice.server = m_servers.at(index - 1);
        check();
    });
}

void DrillPage::buildTrust()
{
    m_trust->setObjectName(QStringLiteral("drillTrust"));
    m_trustWords->setObjectName(QStringLiteral("drillTrustWords"));
    m_trustWords->setWordWrap(true);
    auto* box = new QVBoxLayout(m_trustBox);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(gridStep / 2);
    box->addWidget(m_trust);
    box->addWidget(m_trustWords);
    addFact(m_trustTitle, m_trustBox);
    m_trustTitle->hide();
    m_trustBox->hide();
    connect(m_trust, &QCheckBox::toggled, this, [this](bool on) {
        m_choice.trust = on ? Trust::Superuser : Trust::BySource;
        check();
    });
}

void DrillPage::ask()
{
    m_review.reset();
    m_place->setText(QStringLiteral("…"));
    m_inquiry.ask<DrillReview>(
        tr("What a trial restore needs"),
        [choice = m_choice, tools = ToolSource(m_services), profiles = m_services.profiles](
            const core::RunContext& context) { return reviewDrill(choice, tools, profiles, context); },
        [this](core::Result<DrillReview> review) { receive(std::move(review)); });
}

void DrillPage::receive(core::Result<DrillReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_review = *std::move(review);
    core::Findings findings = m_review->findings;
    if (m_choice.server && m_choice.server->environment == store::EnvironmentTag::Production)
        findings.append({core::Severity::Warning,
                         QStringLiteral("drill.production"),
                         tr("%1 is a production server: the trial takes of its disk, memory and time.")
                             .arg(core::singleLine(m_choice.server->name)),
                         {},
                         {}});
    if (m_review->refusal)
        showError(*m_review->refusal);
    else
        showAnswer(findings, {drillCommand(m_choice)});
    describe();
}

/// What is known of it, also where it cannot be done here.
void DrillPage::describe()
{
    const QString server = core::singleLine(m_review->set.manifest.server);
    m_backup->setText(server.isEmpty()
                          ? m_review->subject
                          : tr("%1, of %2", "database and time; server").arg(m_review->subject, server));
    m_where->setEnabled(!m_review->isBase());
    m_where->setToolTip(m_review->isBase() ? tr("A base backup is a server of its own: it is started here.")
                                           : QString());
    m_place->setText(m_review->refusal ? tr("not known") : placeWords(*m_review, m_choice));
    const bool mayTrust = m_review->isFromElsewhere && !m_review->isBase();
    m_trustTitle->setVisible(mayTrust);
    m_trustBox->setVisible(mayTrust);
    m_trustWords->setText(m_choice.server ? tr("This dump was not made by Tidemark. Functions that it brings "
                                               "along run on %1 with the rights of "
                                               "the role that you connect as.")
                                                .arg(core::singleLine(m_choice.server->name))
                                          : tr("This dump was not made by Tidemark. Restoring it runs "
                                               "functions that it brings along: with a "
                                               "superuser's rights they could read and change files of this "
                                               "computer. Without the tick it is "
                                               "restored by a role that can do none of that; what needs more "
                                               "rights, such as some extensions, "
                                               "is then reported as missing."));
    m_compared->setText(comparedWords(*m_review));
    m_sanity->setText(sanityWords(*m_review));
    m_editSanity->setEnabled(SanityDialog::serverOf(m_review->set, m_services, m_profile).has_value());
    m_editSanity->setToolTip(
        m_editSanity->isEnabled()
            ? QString()
            : tr("It does not say of which server it is, or that one is not in the list of connections."));
}

void DrillPage::openSanity()
{
    const auto server = SanityDialog::serverOf(m_review->set, m_services, m_profile);
    if (!server)
        return;
    auto* dialog = new SanityDialog(m_services, *server, m_review->set.manifest.database, this);
    connect(dialog, &SanityDialog::changed, this, &DrillPage::check);
    dialog->open();
}

} // namespace tidemark::ui
