// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/howpage.h"

#include "core/quoting.h"
#include "restore/restoreoptions.h"
#include "ui/common/findingsview.h"
#include "ui/common/moreoptions.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/common/theme.h"
#include "ui/restore/conflictchoice.h"
#include "ui/restore/othernamebox.h"
#include "ui/restore/restoreoptionsbox.h"
#include "ui/restore/rolechoice.h"

#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

using Decision = ConflictChoice::Decision;
const QString skipKeysAction = QStringLiteral("skipKeys");

restore::ExistingObjects policyOf(std::optional<Decision> decision)
{
    if (!decision)
        return restore::ExistingObjects::Stop;
    switch (*decision) {
    case Decision::Keep:
        return restore::ExistingObjects::Keep;
    case Decision::Replace:
        return restore::ExistingObjects::Replace;
    case Decision::EmptyAndLoad:
        return restore::ExistingObjects::EmptyAndLoad;
    case Decision::Append:
        return restore::ExistingObjects::Append;
    case Decision::Beside:
    case Decision::OtherName:
        break;
    }
    return restore::ExistingObjects::Stop;
}

std::optional<Decision> decisionOf(const RestoreState& state)
{
    if (state.isBeside)
        return state.isRenamed ? Decision::OtherName : Decision::Beside;
    switch (state.draft.existing) {
    case restore::ExistingObjects::Keep:
        return Decision::Keep;
    case restore::ExistingObjects::Replace:
        return Decision::Replace;
    case restore::ExistingObjects::EmptyAndLoad:
        return Decision::EmptyAndLoad;
    case restore::ExistingObjects::Append:
        return Decision::Append;
    case restore::ExistingObjects::Stop:
        break;
    }
    return std::nullopt;
}

} // namespace

HowPage::HowPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_judgement(state.services)
    , m_tool(state.services)
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_conflicts(new ConflictChoice(this))
    , m_names(new OtherNameBox(this))
    , m_findings(new FindingsView(this))
    , m_roles(new RoleChoice(this))
    , m_more(new MoreOptions(this))
    , m_options(new RestoreOptionsBox(this))
{
    setTitle(tr("How"));
    m_error->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_findings->setObjectName(QStringLiteral("howFindings"));
    auto* more = new QVBoxLayout;
    more->addWidget(m_options);
    m_more->setContent(more);
    buildLayout();
    connect(m_error, &FindingsView::actionTriggered, this, &HowPage::look);
    connect(m_conflicts, &ConflictChoice::decided, this, &HowPage::takeDecision);
    connect(m_names, &OtherNameBox::changed, this, &HowPage::takeNames);
    m_findings->setActionText(skipKeysAction, tr("&Leave these keys out"));
    connect(m_findings, &FindingsView::actionTriggered, this, [this] {
        m_state.draft.foreignKeys = archive::ForeignKeys::Skip;
        look();
    });
    connect(m_roles, &RoleChoice::changed, this, &HowPage::takeOptions);
    connect(m_options, &RestoreOptionsBox::changed, this, &HowPage::takeOptions);
}

void HowPage::buildLayout()
{
    auto* body = new QWidget(this);
    auto* content = new QVBoxLayout(body);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(gridStep);
    content->addWidget(m_spinner);
    content->addWidget(m_error);
    content->addWidget(m_conflicts);
    content->addWidget(m_names);
    content->addWidget(m_findings);
    content->addSpacing(gridStep);
    content->addWidget(m_roles);
    content->addWidget(m_more);
    content->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    m_scroll = scrollingPage(body, this);
    layout->addWidget(m_scroll, 1);
}

int HowPage::nextId() const
{
    return static_cast<int>(RestoreStep::Review);
}

void HowPage::initializePage()
{
    setTitle(isExisting() ? tr("What is there already") : tr("Options"));
    showOptions();
    m_conflicts->hide();
    m_names->hide();
    m_error->clear();
    m_verdict.clear();
    m_findings->clear();
    if (isExisting())
        look();
    else
        judge();
}

void HowPage::showOptions()
{
    const restore::RestoreDraft draft = m_state.effective();
    m_roles->show(draft, m_state.isAsked ? m_state.facts : std::nullopt);
    m_options->show(draft);
    m_more->setChosen(RestoreOptionsBox::countOf(draft));
    askForOptions();
}

/// What the pg_restore has that would do it.
void HowPage::askForOptions()
{
    if (!m_state.isAsked)
        return;
    m_tool.ask<QList<process::HelpOption>>(
        tr("Options of pg_restore"),
        [facts =
             *m_state.facts](const core::RunContext& context) -> core::Result<QList<process::HelpOption>> {
            const auto tool = restore::pickPgRestore(facts);
            if (!tool)
                return tool.error();
            const auto options = process::readToolHelp(*tool, context);
            if (!options)
                return options.error();
            return restore::freeOptions(*options);
        },
        [this](const core::Result<QList<process::HelpOption>>& options) {
            m_options->setToolOptions(options ? *options : QList<process::HelpOption>(),
                                      m_state.draft.options);
        });
}

void HowPage::look()
{
    restore::RestoreDraft draft = m_state.effective();
    draft.existing = restore::ExistingObjects::Stop;
    const QString about = QStringList{draft.source,
                                      draft.sourceDatabase,
                                      draft.targetDatabase,
                                      draft.tables.join(QLatin1Char('\n')),
                                      draft.schemas.join(QLatin1Char('\n')),
                                      QString::number(static_cast<int>(draft.foreignKeys))}
                              .join(QLatin1Char('\n'));
    if (about != m_seen) {
        m_state.draft.existing = restore::ExistingObjects::Stop; // a decision is about what was seen
        m_choosesBeside = false;
    }
    m_seen = about;
    m_look.reset();
    m_error->clear();
    m_spinner->start(tr("Looking at what %1 has already…").arg(core::singleLine(draft.targetDatabase)));
    Q_EMIT completeChanged();
    m_inquiry.askServer<TargetLook>(
        m_state.profile, tr("What a database has already"),
        [draft, tools = ToolSource(m_state.services)](const access::ServerAccess& server,
                                                      const core::RunContext& context) {
            return lookAtTarget(draft, tools, server, context);
        },
        [this](core::Result<TargetLook> look) { receive(std::move(look)); });
}

void HowPage::receive(core::Result<TargetLook> look)
{
    m_spinner->stop();
    if (!look) {
        m_seen.clear();
        m_error->setError(look.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    m_look = *std::move(look);
    if (!m_state.isBeside || m_choosesBeside) {
        m_conflicts->show(*m_look, m_state.existingName, m_state.besideSchema,
                          m_state.canRename() ? ConflictChoice::SideBySide::Offered
                          : m_state.isPart()  ? ConflictChoice::SideBySide::SchemaOnly
                                              : ConflictChoice::SideBySide::No);
        m_conflicts->setDecision(decisionOf(m_state));
        m_conflicts->setVisible(true);
    }
    m_state.suggestOtherNames(m_look->facts);
    showNames();
    judge();
}

void HowPage::takeDecision()
{
    const auto decision = m_conflicts->decision();
    m_choosesBeside = decision == Decision::Beside || decision == Decision::OtherName;
    m_state.isBeside = m_choosesBeside;
    m_state.isRenamed = decision == Decision::OtherName;
    m_state.draft.existing = policyOf(decision);
    showNames();
    judge();
}

void HowPage::showNames()
{
    const bool asks = isExisting() && m_state.isBeside && m_state.isRenamed && m_state.canRename();
    if (asks)
        m_names->show(m_state);
    m_names->setVisible(asks);
    if (asks)
        QTimer::singleShot(0, this, [this] {
            m_scroll->ensureWidgetVisible(m_names, 0, gridStep);
        }); // once it has its place
}

void HowPage::takeNames()
{
    m_names->takeInto(m_state);
    m_names->show(m_state);
    judge();
}

void HowPage::takeOptions()
{
    m_roles->takeInto(m_state.draft);
    m_options->takeInto(m_state.draft);
    m_more->setChosen(RestoreOptionsBox::countOf(m_state.draft));
    judge();
}

void HowPage::judge()
{
    const restore::RestoreDraft draft = m_state.effective();
    std::optional<restore::RestoreFacts> facts = m_look ? std::optional(m_look->facts) : m_state.facts;
    if ((isExisting() && !m_look) || !facts)
        return;
    // A hundred thousand objects take a moment.
    m_judgement.ask<core::Findings>(
        tr("Checks before a restore"),
        [draft, facts = *std::move(facts)](const core::RunContext&) -> core::Result<core::Findings> {
            return restore::validate(draft, facts);
        },
        [this](const core::Result<core::Findings>& findings) {
            showVerdict(findings ? *findings : core::Findings());
        });
    Q_EMIT completeChanged();
}

void HowPage::showVerdict(const core::Findings& findings)
{
    m_verdict = findings;
    m_verdict.removeIf([](const core::Finding& finding) {
        // The one is asked above, the other at the end.
        return finding.id == QLatin1String("target.conflicts") ||
               finding.id == QLatin1String("target.confirm");
    });
    for (core::Finding& finding : m_verdict) {
        if (finding.id == QLatin1String("beside.nameless") &&
            m_state.draft.foreignKeys == archive::ForeignKeys::BringParents)
            finding.actionId = skipKeysAction;
    }
    m_findings->setFindings(m_verdict);
    Q_EMIT completeChanged();
    if (core::hasBlocker(m_verdict)) {
        QTimer::singleShot(0, this, [this] {
            m_scroll->ensureWidgetVisible(m_findings, 0, gridStep);
        }); // once it has its place
    }
}

bool HowPage::isComplete() const
{
    if (m_judgement.isRunning() || core::hasBlocker(m_verdict))
        return false;
    if (!isExisting())
        return true;
    const bool decided =
        !m_conflicts->asks() || m_conflicts->decision() || (m_state.isBeside && !m_choosesBeside);
    return m_look && decided;
}

} // namespace tidemark::ui
