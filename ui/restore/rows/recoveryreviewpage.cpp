// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveryreviewpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "store/folders.h"
#include "ui/common/findingsview.h"
#include "ui/common/moreoptions.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/restore/rows/confirmrecoverydialog.h"
#include "ui/restore/rows/recoveryoptions.h"
#include "ui/restore/rows/recoverysqlview.h"
#include "ui/restore/rows/serverbanner.h"

#include <QDir>
#include <QLabel>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QWizard>

namespace tidemark::ui {

namespace {

namespace rows = restore::rows;

const QString retryAction = QStringLiteral("retry");
const QString parentsAction = QStringLiteral("rows.withParents");
const QString triggersAction = QStringLiteral("rows.triggersOff");

enum Tab
{
    Options,
    Sql,
    LeftOut,
};

/// The words of the command line are not those of the window.
void adaptHints(core::Findings& findings)
{
    for (core::Finding& finding : findings) {
        if (finding.id == QLatin1String("rows.parentsMissing"))
            finding.hint =
                RecoveryReviewPage::tr("Bring them along from the same backup, or these rows are left out.");
        else if (finding.id == QLatin1String("rows.triggersFire"))
            finding.hint =
                RecoveryReviewPage::tr("The table's owner can write without them: they are disabled inside "
                                       "the transaction, for everybody, and put back as they were.");
    }
}

} // namespace

RecoveryReviewPage::RecoveryReviewPage(RecoveryState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_banner(new ServerBanner(this))
    , m_summary(new QLabel(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_tabs(new QTabWidget(this))
    , m_options(new RecoveryOptions(this))
    , m_sql(new RecoverySqlView(state, this))
    , m_left(new RecordTable(this))
{
    setTitle(tr("Review"));
    setButtonText(QWizard::NextButton, tr("Appl&y"));
    m_summary->setObjectName(QStringLiteral("reviewSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    makeHeading(*m_summary);
    m_findings->setObjectName(QStringLiteral("reviewFindings"));
    m_findings->setActionText(retryAction, tr("&Try again"));
    m_findings->setActionText(parentsAction, tr("&Bring them along"));
    m_findings->setActionText(triggersAction, tr("Write &without them"));
    m_tabs->setObjectName(QStringLiteral("reviewTabs"));
    m_left->setObjectName(QStringLiteral("leftOutTable"));
    m_left->setAccessibleName(tr("Rows that are left out"));
    m_left->setRecords(&m_leftOut, LeftOutModel::Why);
    buildLayout();
    connect(m_findings, &FindingsView::actionTriggered, this, &RecoveryReviewPage::takeFinding);
    connect(m_options, &RecoveryOptions::changed, this, [this] {
        m_options->take(m_state.draft);
        check();
    });
    connect(m_options, &RecoveryOptions::undoFileWanted, this, &RecoveryReviewPage::chooseUndoFile);
}

void RecoveryReviewPage::buildLayout()
{
    m_tabs->addTab(scrollingPage(m_options, this), tr("Options"));
    m_tabs->addTab(m_sql, tr("SQL"));
    m_tabs->addTab(m_left, tr("Left out"));
    m_tabs->setTabVisible(LeftOut, false);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addWidget(m_banner);
    layout->addWidget(m_summary);
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_tabs, 1);
}

void RecoveryReviewPage::takeFinding(const QString& action)
{
    if (action == parentsAction)
        m_options->bringParents();
    else if (action == triggersAction)
        m_options->keepTriggersOff();
    else
        check();
}

/// Beside the history, where nothing else is removed or written over.
QString RecoveryReviewPage::ownUndoFile() const
{
    const QDir folder(store::dataFolder() + QStringLiteral("/undo"));
    (void)folder.mkpath(QStringLiteral(".")); // where it cannot be made, the run says so before it writes
    return folder.filePath(rows::undoFileName(m_state.comparison->facts->database, m_state.liveTableText(),
                                              QDateTime::currentDateTimeUtc()));
}

void RecoveryReviewPage::check()
{
    m_isConfirmed = false;
    m_state.review.reset();
    m_banner->setProfile(m_state.profile);
    m_findings->clear();
    rows::RecoveryDraft draft = m_state.ticked();
    if (draft.undoFile.isEmpty())
        draft.undoFile = ownUndoFile();
    m_options->showDraft(draft, *m_state.comparison->facts);
    m_options->showUndoFile(draft.undoFile);
    m_spinner->start(tr("Trying what would become of the rows; nothing is written…"));
    Q_EMIT completeChanged();
    m_inquiry.askServer<RecoveryReview>(
        m_state.profile, tr("Checks before rows are brought back"),
        [dump = m_state.dump, draft, facts = m_state.comparison->facts](const access::ServerAccess& server,
                                                                        const core::RunContext& context) {
            return reviewRecovery(*dump, draft, *facts, server, context);
        },
        [this](core::Result<RecoveryReview> review) { receive(std::move(review)); });
}

void RecoveryReviewPage::cleanupPage()
{
    m_inquiry.drop();
    m_spinner->stop();
}

void RecoveryReviewPage::receive(core::Result<RecoveryReview> review)
{
    m_spinner->stop();
    if (!review) {
        m_findings->setError(review.error(), retryAction);
    } else {
        m_state.review = *std::move(review);
        core::Findings findings = m_state.review->findings;
        adaptHints(findings);
        m_findings->setFindings(findings);
    }
    showPlan();
    Q_EMIT completeChanged();
}

void RecoveryReviewPage::showPlan()
{
    const bool planned = m_state.review && m_state.review->plan;
    m_summary->setText(summary());
    m_sql->showReview();
    const QList<rows::RefusedRow> refused =
        planned ? m_state.review->plan->refused : QList<rows::RefusedRow>();
    m_leftOut.setRows(refused);
    const qint64 left = planned ? m_state.review->plan->tables.constLast().counts.refused : 0;
    m_tabs->setTabText(LeftOut, tr("Left out (%1)").arg(core::countText(left)));
    m_tabs->setTabVisible(LeftOut, left > 0);
}

QString RecoveryReviewPage::summary() const
{
    if (!m_state.review || !m_state.review->plan)
        return tr("Rows cannot be written to %1 like this.").arg(m_state.liveTableText());
    QStringList sentences;
    for (const rows::PlannedTable& table : m_state.review->plan->tables) {
        QStringList parts;
        if (table.counts.missing > 0)
            parts.append(tr("%1 inserted").arg(core::countText(table.counts.missing)));
        if (table.counts.changed > 0)
            parts.append(tr("%1 set back").arg(core::countText(table.counts.changed)));
        if (table.counts.extra > 0)
            parts.append(tr("%1 deleted").arg(core::countText(table.counts.extra)));
        if (table.counts.refused > 0)
            parts.append(tr("%1 left out").arg(core::countText(table.counts.refused)));
        if (!parts.isEmpty())
            sentences.append((table.isParent ? tr("%1 (needed): %2") : tr("%1: %2"))
                                 .arg(table.liveTable.toText(), parts.join(tr(", "))));
    }
    return sentences.isEmpty() ? tr("No row can be written to %1.").arg(m_state.liveTableText())
                               : sentences.join(QLatin1Char('\n'));
}

void RecoveryReviewPage::chooseUndoFile()
{
    FileQuestion question;
    question.title = tr("Where the undo script goes");
    question.start =
        m_state.review && m_state.review->plan ? m_state.review->plan->draft.undoFile : ownUndoFile();
    question.filters = {tr("SQL (*.sql)"), tr("All files (*)")};
    m_state.services.dialogs.chooseNewFile(this, question, [this](const QString& path) {
        m_state.undoFile = path;
        check();
    });
}

bool RecoveryReviewPage::isComplete() const
{
    return !m_spinner->isSpinning() && m_state.review && m_state.review->plan &&
           m_state.review->plan->rowsToWrite() > 0;
}

bool RecoveryReviewPage::validatePage()
{
    if (!isComplete())
        return false;
    if (m_isConfirmed || !ConfirmRecoveryDialog::isNeeded(*m_state.review->plan, m_state.profile)) {
        m_isConfirmed = false;
        return true;
    }
    auto* dialog = new ConfirmRecoveryDialog(*m_state.review->plan, m_state.profile, this);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_isConfirmed = true;
        wizard()->next();
    });
    dialog->open();
    return false;
}

} // namespace tidemark::ui
