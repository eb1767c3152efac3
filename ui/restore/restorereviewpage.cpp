// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorereviewpage.h"

#include "core/quoting.h"
#include "ui/backup/backupstate.h"
#include "ui/common/commandview.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/moreoptions.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/restore/lossconfirmation.h"
#include "ui/restore/restoresanity.h"
#include "ui/restore/restorewords.h"
#include "ui/restore/saverestore.h"
#include "ui/sanity/sanitydialog.h"
#include "ui/sanity/sanitywords.h"

#include <QCheckBox>
#include <QDir>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <QWizard>

#include <algorithm>
#include <utility>

namespace tidemark::ui {

namespace {

const QString retryAction = QStringLiteral("retry");
const QString decideAction = QStringLiteral("decide");
const QString skipKeysAction = QStringLiteral("skipKeys");
const QString ownAllAction = QStringLiteral("ownAll");

} // namespace

RestoreReviewPage::RestoreReviewPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_source(new ElidedLabel({}, this))
    , m_sanity(new QPushButton(icon(QStringLiteral("list")), tr("Sanity &queries…"), this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_allWell(new IconLabel(this))
    , m_loss(new LossConfirmation(this))
    , m_safety(new QCheckBox(this))
    , m_safetyFindings(new FindingsView(this))
    , m_commands(new CommandView(this))
{
    setTitle(tr("Review"));
    m_allWell->setObjectName(QStringLiteral("allWell"));
    m_safety->setObjectName(QStringLiteral("safetyBackup"));
    m_safetyFindings->setObjectName(QStringLiteral("safetyFindings"));
    m_findings->setActionText(retryAction, tr("&Try again"));
    m_findings->setActionText(decideAction, tr("&Decide…"));
    m_findings->setActionText(skipKeysAction, tr("&Leave these keys out"));
    m_findings->setActionText(ownAllAction, tr("Let everything belong to &me"));
    buildLayout();
    connect(m_findings, &FindingsView::actionTriggered, this, &RestoreReviewPage::act);
    connect(m_loss, &LossConfirmation::changed, this, &RestoreReviewPage::completeChanged);
    connect(m_safety, &QCheckBox::toggled, this, [this](bool on) { m_state.savesFirst = on; });
}

QLabel* RestoreReviewPage::addText(QFormLayout& form, const QString& title, const char* objectName)
{
    auto* label = new QLabel(this);
    label->setObjectName(QLatin1String(objectName));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    form.addRow(title, label);
    return label;
}

void RestoreReviewPage::buildLayout()
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("From:"), m_source);
    m_what = addText(*form, tr("What:"), "reviewWhat");
    m_target = addText(*form, tr("Into:"), "reviewTarget");
    m_created = addText(*form, tr("Will be created:"), "reviewCreated");
    m_expected = addText(*form, tr("Expected:"), "reviewExpected");
    m_asked = addText(*form, tr("Sanity queries:"), "reviewSanity");
    m_sanity->setObjectName(QStringLiteral("reviewSanityButton"));
    m_sanity->setAutoDefault(false);
    connect(m_sanity, &QPushButton::clicked, this, &RestoreReviewPage::openSanity);
    auto* save = new QPushButton(icon(QStringLiteral("terminal")), tr("Save as co&mmand…"), this);
    save->setObjectName(QStringLiteral("saveCommandButton"));
    save->setAutoDefault(false);
    connect(save, &QPushButton::clicked, this,
            [this] { openSaveCommand(m_state, m_loss->confirmed(), this); });
    auto* body = new QWidget(this);
    auto* content = new QVBoxLayout(body);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    content->addLayout(form);
    content->addWidget(m_spinner);
    content->addWidget(m_allWell);
    content->addWidget(m_findings);
    content->addWidget(m_loss);
    content->addWidget(m_safety);
    content->addWidget(m_safetyFindings);
    content->addWidget(m_commands);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(gridStep);
    actions->addWidget(save);
    actions->addWidget(m_sanity);
    actions->addStretch(1);
    content->addLayout(actions);
    content->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("Nothing has been done yet."));
    layout->addWidget(scrollingPage(body, this), 1);
}

int RestoreReviewPage::nextId() const
{
    return static_cast<int>(RestoreStep::Run);
}

void RestoreReviewPage::describe()
{
    m_source->setText(core::singleLine(QDir::toNativeSeparators(m_state.draft.source)));
    m_what->setText(whatWords(m_state));
    m_target->setText(targetWords(m_state));
    m_created->setText(QStringLiteral("…"));
    m_expected->setText(QStringLiteral("…"));
    m_asked->setText(QStringLiteral("…"));
    m_sanity->setVisible(m_state.draft.target != restore::TargetKind::SqlFile &&
                         sanityServerOf(m_state).has_value());
    setButtonText(QWizard::NextButton, m_state.draft.target == restore::TargetKind::SqlFile
                                           ? tr("&Write the file")
                                           : tr("Re&store now"));
}

void RestoreReviewPage::check()
{
    m_goOn = false;
    m_state.review.reset();
    m_findings->clear();
    m_safetyFindings->clear();
    m_safety->hide();
    m_loss->hide();
    m_allWell->hide();
    m_commands->setCommands({});
    describe();
    wizard()->setOption(QWizard::NoDefaultButton, false);
    wizard()->button(QWizard::NextButton)->installEventFilter(this); // once, however often
    m_spinner->start(m_state.isSandbox ? tr("Starting a server on this computer, and checking the backup…")
                                       : tr("Checking server, programs and backup…"));
    Q_EMIT completeChanged();
    const restore::RestoreDraft draft = m_state.effective();
    const auto work = [draft, profile = m_state.profile,
                       folder = defaultBackupFolder(m_state.services, m_state.profile),
                       tools = ToolSource(m_state.services)](const access::ServerAccess& server,
                                                             const core::RunContext& context) {
        return reviewRestore(draft, profile, folder, tools, server, context);
    };
    const auto done = [this](core::Result<RestoreReview> review) { receive(std::move(review)); };
    if (m_state.isSandbox) {
        m_inquiry.ask<RestoreReview>(
            tr("Checks before a restore"),
            [draft, trust = m_state.trust, tools = ToolSource(m_state.services)](
                const core::RunContext& context) { return reviewInSandbox(draft, trust, tools, context); },
            done);
        return;
    }
    if (draft.target != restore::TargetKind::SqlFile) {
        m_inquiry.askServer<RestoreReview>(m_state.profile, tr("Checks before a restore"), work, done);
        return;
    }
    m_inquiry.ask<RestoreReview>(
        tr("Checks before a restore"),
        [work](const core::RunContext& context) -> core::Result<RestoreReview> {
            const auto nowhere = access::ServerAccess::open({}, context);
            if (!nowhere)
                return nowhere.error();
            return work(*nowhere, context);
        },
        done);
}

void RestoreReviewPage::receive(core::Result<RestoreReview> review)
{
    m_spinner->stop();
    if (!review) {
        m_goOn = false;
        m_created->setText(tr("not known"));
        m_expected->setText(tr("not known"));
        m_asked->setText(tr("not known"));
        m_findings->setError(review.error(), retryAction);
        Q_EMIT completeChanged();
        return;
    }
    m_state.review = *std::move(review);
    const RestoreReview& shown = *m_state.review;
    core::Findings findings = shown.findings;
    if (asksForName())
        findings.removeIf([](const core::Finding& finding) {
            return finding.id == QLatin1String("target.lost");
        }); // the frame says so
    m_created->setText(createdWords(shown));
    m_expected->setText(expectedWords(shown));
    m_findings->setFindings(findings);
    if (shown.plan)
        m_commands->setCommands(QStringList{tidemarkCommand(m_state)} + shown.commands);
    m_allWell->setVisible(findings.isEmpty() && !asksForName());
    m_allWell->setStatus(QStringLiteral("circle-check"), Tone::Ok, tr("Nothing speaks against it."));
    if (asksForName())
        m_loss->ask(m_state.profile, m_state.effective().targetDatabase, shown.lost);
    wizard()->setOption(QWizard::NoDefaultButton, asksForName());
    showSafety(shown);
    showSanity();
    Q_EMIT completeChanged();
    const bool toRead =
        asksForName() || std::any_of(findings.begin(), findings.end(), [](const core::Finding& finding) {
            return finding.severity != core::Severity::Info;
        });
    if (std::exchange(m_goOn, false) && !toRead && shown.plan)
        wizard()->next();
}

void RestoreReviewPage::showSanity()
{
    const bool isAll = m_state.review->plan && m_state.review->plan->draft.isWhole() &&
                       m_state.draft.target != restore::TargetKind::SqlFile;
    const auto queries = sanityQueriesOf(m_state);
    if (!queries)
        m_asked->setText(queries.error().message);
    else if (!isAll && queries->isEmpty())
        m_asked->setText(tr("None: they are asked where all of a database is restored."));
    else
        m_asked->setText(askedWords(*queries));
}

void RestoreReviewPage::openSanity()
{
    const auto server = sanityServerOf(m_state);
    if (!server)
        return;
    auto* dialog = new SanityDialog(m_state.services, *server,
                                    m_state.source ? m_state.source->database() : QString(), this);
    connect(dialog, &SanityDialog::changed, this, [this] {
        if (m_state.review)
            showSanity();
    });
    dialog->open();
}

void RestoreReviewPage::showSafety(const RestoreReview& review)
{
    const bool offered = review.plan && m_state.draft.target == restore::TargetKind::ExistingDatabase;
    m_safety->setVisible(offered);
    if (!offered)
        return;
    const bool changesRows =
        review.asksForName || m_state.effective().existing == restore::ExistingObjects::Append;
    m_safety->setEnabled(review.safety.has_value());
    m_safety->setChecked(review.safety && changesRows);
    m_state.savesFirst = m_safety->isChecked();
    QString text =
        tr("&Back up %1 first")
            .arg(core::singleLine(m_state.existingName).replace(QLatin1Char('&'), QLatin1String("&&")));
    if (review.safety)
        text = tr("%1, into %2")
                   .arg(text, core::singleLine(QDir::toNativeSeparators(setsFolder(review.safety->draft)))
                                  .replace(QLatin1Char('&'), QLatin1String("&&")));
    m_safety->setText(text);
    core::Findings findings = review.safetyFindings;
    if (review.safety)
        findings.removeIf(
            [](const core::Finding& finding) { return finding.severity == core::Severity::Info; });
    for (core::Finding& finding : findings) {
        // It keeps from the backup, not from the restore.
        finding.severity = std::min(finding.severity, core::Severity::Warning);
        finding.sentence = tr("Backup before it: %1").arg(finding.sentence);
    }
    m_safetyFindings->setFindings(changesRows ? findings : core::Findings());
}

void RestoreReviewPage::act(const QString& action)
{
    if (action == decideAction) {
        Q_EMIT decisionRequested();
        return;
    }
    if (action == skipKeysAction)
        m_state.draft.foreignKeys = archive::ForeignKeys::Skip;
    else if (action == ownAllAction)
        m_state.draft.ownership = restore::Ownership::Me;
    check();
}

bool RestoreReviewPage::isComplete() const
{
    if (m_spinner->isSpinning())
        return true;
    return m_state.review && m_state.review->plan && (!asksForName() || m_loss->isConfirmed());
}

bool RestoreReviewPage::validatePage()
{
    if (m_spinner->isSpinning()) {
        m_goOn = true;
        m_spinner->start(tr("The restore begins as soon as server, programs and backup are checked…"));
        return false;
    }
    if (!isComplete())
        return false;
    m_state.review->plan->draft.confirmed = asksForName() ? m_loss->confirmed() : QString();
    return true;
}

void RestoreReviewPage::leave()
{
    wizard()->button(QWizard::NextButton)->removeEventFilter(this);
    wizard()->setOption(QWizard::NoDefaultButton, false);
}

/// Enter never confirms a loss, not on the button either: that takes Space or a click.
bool RestoreReviewPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && asksForName()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter)
            return true;
    }
    return QWizardPage::eventFilter(watched, event);
}

} // namespace tidemark::ui
