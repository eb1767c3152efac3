// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/targetpage.h"

#include "core/quoting.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/restore/restorestate.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr int mostJobs = 64;
}

TargetPage::TargetPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_answers(new QWidget(this))
    , m_name(new QLineEdit(this))
    , m_ownerMe(new QRadioButton(this))
    , m_ownerKeep(new QRadioButton(tr("&Keep the owners of the backup"), this))
    , m_more(new QToolButton(this))
    , m_options(new QWidget(this))
    , m_jobs(new QSpinBox(this))
    , m_findings(new FindingsView(this))
{
    setTitle(tr("Where to"));
    m_error->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_name->setObjectName(QStringLiteral("targetName"));
    m_findings->setObjectName(QStringLiteral("targetFindings"));
    m_ownerMe->setObjectName(QStringLiteral("ownerMe"));
    m_ownerKeep->setObjectName(QStringLiteral("ownerKeep"));
    m_ownerKeep->setToolTip(tr("Needs the same roles on this server, and the right to act for them."));
    buildLayout();
    connect(m_error, &FindingsView::actionTriggered, this, &TargetPage::load);
    connect(m_name, &QLineEdit::textChanged, this, &TargetPage::take);
    connect(m_ownerKeep, &QRadioButton::toggled, this, &TargetPage::take);
}

void TargetPage::buildLayout()
{
    auto* label = new QLabel(tr("Name of the &new database:"), this);
    label->setBuddy(m_name);
    auto* owners = new QGroupBox(tr("Owner"), this);
    auto* choices = new QVBoxLayout(owners);
    choices->addWidget(m_ownerMe);
    choices->addWidget(m_ownerKeep);
    m_ownerMe->setChecked(m_state.draft.ownership == restore::Ownership::Me);
    m_ownerKeep->setChecked(m_state.draft.ownership == restore::Ownership::Keep);
    auto* answers = new QVBoxLayout(m_answers);
    answers->setContentsMargins(0, 0, 0, 0);
    answers->setSpacing(8);
    answers->addWidget(label);
    answers->addWidget(m_name);
    answers->addWidget(m_findings);
    answers->addSpacing(8);
    answers->addWidget(owners);
    buildOptions(*answers);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("A new database on this server. It gets its name only when everything is in it."));
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    layout->addWidget(m_answers);
    layout->addStretch(1);
}

void TargetPage::buildOptions(QVBoxLayout& layout)
{
    m_more->setObjectName(QStringLiteral("moreOptionsButton"));
    m_more->setText(tr("&More options"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setIcon(icon(QStringLiteral("chevron-right")));
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        m_options->setVisible(open);
    });
    m_jobs->setObjectName(QStringLiteral("jobsSpin"));
    m_jobs->setRange(0, mostJobs);
    m_jobs->setSpecialValueText(tr("automatic"));
    m_jobs->setValue(m_state.draft.jobs);
    m_jobs->setToolTip(tr("pg_restore --jobs: how many tables are loaded and indexes built at the same time. Automatic is one per core, at most 4."));
    connect(m_jobs, &QSpinBox::valueChanged, this, [this](int jobs) { m_state.draft.jobs = jobs; });
    auto* form = new QFormLayout(m_options);
    form->setContentsMargins(24, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("&Parallel workers:"), m_jobs);
    m_options->hide();
    layout.addWidget(m_more, 0, Qt::AlignLeft);
    layout.addWidget(m_options);
}

void TargetPage::initializePage()
{
    if (!m_state.facts || m_knownSource != m_state.draft.source)
        load();
}

void TargetPage::load()
{
    m_state.facts.reset();
    m_error->clear();
    m_findings->clear();
    m_answers->hide();
    m_spinner->start(tr("Asking %1 for its databases and roles…").arg(core::singleLine(m_state.profile.name)));
    Q_EMIT completeChanged();
    m_inquiry.askServer<restore::RestoreFacts>(
        m_state.profile, tr("Checks of a server"),
        [draft = m_state.draft, source = ToolSource(m_state.services)](const access::ServerAccess& server, const core::RunContext& context) -> core::Result<restore::RestoreFacts> {
            const auto tools = source.tools(context);
            if (!tools)
                return tools.error();
            return restore::gatherFacts(draft, server, *tools, context);
        },
        [this](core::Result<restore::RestoreFacts> facts) { receive(std::move(facts)); });
}

void TargetPage::receive(core::Result<restore::RestoreFacts> facts)
{
    m_spinner->stop();
    if (!facts) {
        m_error->setError(facts.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    m_state.facts = *std::move(facts);
    m_knownSource = m_state.draft.source;
    m_ownerMe->setText(tr("Everything &belongs to %1").arg(core::singleLine(m_state.facts->server.user).replace(QLatin1Char('&'), QLatin1String("&&"))));
    if (m_state.draft.targetDatabase.isEmpty())
        m_state.draft.targetDatabase = suggestedName(m_state.facts->source.database(), *m_state.facts);
    m_answers->show();
    {
        const QSignalBlocker quiet(m_name);
        m_name->setText(m_state.draft.targetDatabase);
    }
    m_name->setFocus();
    judge();
}

void TargetPage::take()
{
    m_state.draft.targetDatabase = m_name->text();
    m_state.draft.ownership = m_ownerKeep->isChecked() ? restore::Ownership::Keep : restore::Ownership::Me;
    judge();
}

void TargetPage::judge()
{
    m_verdict.clear();
    if (m_state.facts) {
        // The same judgement as before the run; here only what this page can put right.
        for (const core::Finding& finding : restore::validate(m_state.draft, *m_state.facts)) {
            const bool here = finding.id.startsWith(QLatin1String("target.")) || finding.id.startsWith(QLatin1String("roles.")) || finding.severity == core::Severity::Blocker;
            if (here)
                m_verdict.append(finding);
        }
    }
    m_findings->setFindings(m_verdict);
    Q_EMIT completeChanged();
}

bool TargetPage::isComplete() const
{
    return m_state.facts.has_value() && !core::hasBlocker(m_verdict);
}

} // namespace tidemark::ui
