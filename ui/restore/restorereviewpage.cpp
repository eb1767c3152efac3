// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorereviewpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/common/commandview.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"

#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QWizard>

#include <algorithm>
#include <utility>

namespace tidemark::ui {

RestoreReviewPage::RestoreReviewPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_source(new ElidedLabel({}, this))
    , m_target(new ElidedLabel({}, this))
    , m_created(new QLabel(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_allWell(new IconLabel(this))
    , m_commands(new CommandView(this))
{
    setTitle(tr("Review"));
    setButtonText(QWizard::NextButton, tr("Re&store now"));
    m_target->setObjectName(QStringLiteral("reviewTarget"));
    m_allWell->setObjectName(QStringLiteral("allWell"));
    m_findings->setActionText(QStringLiteral("retry"), tr("&Try again"));
    connect(m_findings, &FindingsView::actionTriggered, this, &RestoreReviewPage::check);
    m_created->setTextFormat(Qt::PlainText);
    m_created->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("From:"), m_source);
    form->addRow(tr("New database:"), m_target);
    form->addRow(tr("Will be created:"), m_created);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("Nothing has been done yet, and nothing that exists will be changed."));
    layout->addLayout(form);
    layout->addSpacing(4);
    layout->addWidget(m_spinner);
    layout->addWidget(m_allWell);
    layout->addWidget(m_findings);
    layout->addWidget(m_commands);
    layout->addStretch(1);
}

void RestoreReviewPage::check()
{
    m_goOn = false;
    m_state.review.reset();
    m_findings->clear();
    m_allWell->hide();
    m_commands->setCommands({});
    m_source->setText(core::singleLine(QDir::toNativeSeparators(m_state.draft.source)));
    m_target->setText(core::singleLine(m_state.draft.targetDatabase));
    m_created->setText(willBeCreated());
    m_spinner->start(tr("Checking server, programs and backup…"));
    Q_EMIT completeChanged();
    m_inquiry.askServer<RestoreReview>(
        m_state.profile, tr("Checks before a restore"),
        [draft = m_state.draft, tools = ToolSource(m_state.services)](const access::ServerAccess& server, const core::RunContext& context) {
            return reviewRestore(draft, tools, server, context);
        },
        [this](core::Result<RestoreReview> review) { receive(std::move(review)); });
}

QString RestoreReviewPage::willBeCreated() const
{
    if (!m_state.source)
        return {};
    const int relations = static_cast<int>(m_state.source->toc.relations().size());
    QString text = tr("%n relation(s) – tables, views, sequences", nullptr, relations);
    if (m_state.source->set)
        text += tr("; %1 rows").arg(core::countText(rowsOf(m_state.source->set->manifest)));
    return text
        + (m_state.draft.ownership == restore::Ownership::Me ? tr("; all of it owned by the role that restores")
                                                             : tr("; owned as in the backup"));
}

void RestoreReviewPage::receive(core::Result<RestoreReview> review)
{
    m_spinner->stop();
    if (!review) {
        m_goOn = false;
        m_findings->setError(review.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    m_state.review = *std::move(review);
    m_findings->setFindings(m_state.review->findings);
    m_commands->setCommands(m_state.review->commands);
    m_allWell->setVisible(m_state.review->findings.isEmpty());
    m_allWell->setStatus(QStringLiteral("circle-check"), Tone::Ok, tr("Everything needed is there: server, programs, permissions, a free name."));
    Q_EMIT completeChanged();
    const bool toRead = std::any_of(m_state.review->findings.begin(), m_state.review->findings.end(),
                                    [](const core::Finding& finding) { return finding.severity != core::Severity::Info; });
    if (std::exchange(m_goOn, false) && !toRead && m_state.review->plan)
        wizard()->next();
}

bool RestoreReviewPage::isComplete() const
{
    return m_spinner->isSpinning() || (m_state.review && m_state.review->plan);
}

bool RestoreReviewPage::validatePage()
{
    if (m_state.review && m_state.review->plan)
        return true;
    if (m_spinner->isSpinning()) {
        m_goOn = true;
        m_spinner->start(tr("The restore begins as soon as server, programs and backup are checked…"));
    }
    return false;
}

} // namespace tidemark::ui
