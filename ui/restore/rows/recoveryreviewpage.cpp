// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveryreviewpage.h"

#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/rows/recoveryarguments.h"
#include "restore/rows/recoveryscript.h"
#include "store/folders.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/moreoptions.h"
#include "ui/common/recordtable.h"
#include "ui/common/savecommanddialog.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/contents/definitionview.h"
#include "ui/restore/rows/columnsbutton.h"
#include "ui/restore/rows/confirmrecoverydialog.h"
#include "ui/restore/rows/serverbanner.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSaveFile>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QWizard>

#include <algorithm>
#include <limits>

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

QPushButton* makeButton(const char* objectName, const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    return button;
}

/// The dialog has asked whether what is there may be replaced.
core::Status writeScript(const rows::RecoveryPlan& plan, const QString& path, const core::RunContext& context)
{
    QSaveFile file(path);
    const auto failed = [&] {
        return core::Error{core::ErrorKind::Io,
                           RecoveryReviewPage::tr("%1 could not be written.").arg(core::singleLine(path)),
                           file.errorString(),
                           {}};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    TIDEMARK_TRY(rows::writeRecoveryScript(
        plan, std::numeric_limits<qint64>::max(),
        [&](QByteArrayView bytes) -> core::Status {
            return file.write(bytes.data(), bytes.size()) == bytes.size() ? core::Status()
                                                                          : core::Status(failed());
        },
        context));
    return file.commit() ? core::Status() : core::Status(failed());
}

} // namespace

RecoveryReviewPage::RecoveryReviewPage(RecoveryState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_saving(state.services)
    , m_banner(new ServerBanner(this))
    , m_summary(new QLabel(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_tabs(new QTabWidget(this))
    , m_parents(new QCheckBox(tr("Bring missing rows along that these refer to (&parents)"), this))
    , m_fire(new QRadioButton(tr("&fire, as for any other change"), this))
    , m_off(new QRadioButton(tr("do n&ot fire; only the table's owner may do that"), this))
    , m_skip(new QRadioButton(tr("are &left out and listed"), this))
    , m_stop(new QRadioButton(tr("&stop everything; nothing is written then"), this))
    , m_columns(new ColumnsButton(tr("all columns that differ"), this))
    , m_undo(new ElidedLabel({}, this))
    , m_sql(new DefinitionView(this))
    , m_sqlCount(new QLabel(this))
    , m_copySql(makeButton("copySql", QStringLiteral("copy"), tr("&Copy"), this))
    , m_saveSql(makeButton("saveSql", QStringLiteral("save"), tr("Save as S&QL…"), this))
    , m_saveCommand(makeButton("saveCommand", QStringLiteral("terminal"), tr("Save as co&mmand…"), this))
    , m_left(new RecordTable(this))
    , m_said(new IconLabel(this))
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
    m_parents->setObjectName(QStringLiteral("withParents"));
    m_fire->setObjectName(QStringLiteral("triggersFire"));
    m_off->setObjectName(QStringLiteral("triggersOff"));
    m_skip->setObjectName(QStringLiteral("conflictsSkip"));
    m_stop->setObjectName(QStringLiteral("conflictsStop"));
    m_columns->setObjectName(QStringLiteral("changedColumns"));
    m_undo->setObjectName(QStringLiteral("undoFile"));
    m_sql->setObjectName(QStringLiteral("sqlPreview"));
    m_said->setObjectName(QStringLiteral("reviewSaid"));
    m_left->setObjectName(QStringLiteral("leftOutTable"));
    m_left->setAccessibleName(tr("Rows that are left out"));
    m_left->setRecords(&m_leftOut, LeftOutModel::Why);
    buildLayout();
    showOptions();
    connect(m_findings, &FindingsView::actionTriggered, this, &RecoveryReviewPage::takeFinding);
    for (QAbstractButton* button :
         {static_cast<QAbstractButton*>(m_parents), static_cast<QAbstractButton*>(m_off),
          static_cast<QAbstractButton*>(m_stop)})
        connect(button, &QAbstractButton::toggled, this, &RecoveryReviewPage::takeOptions);
    connect(m_columns, &ColumnsButton::changed, this, &RecoveryReviewPage::takeOptions);
    connect(m_copySql, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_sql->toPlainText()); });
    connect(m_saveSql, &QPushButton::clicked, this, &RecoveryReviewPage::saveSql);
    connect(m_saveCommand, &QPushButton::clicked, this, &RecoveryReviewPage::saveCommand);
}

void RecoveryReviewPage::buildLayout()
{
    m_tabs->addTab(scrollingPage(buildOptions(), this), tr("Options"));
    m_tabs->addTab(buildSql(), tr("SQL"));
    m_tabs->addTab(m_left, tr("Left out"));
    m_tabs->setTabVisible(LeftOut, false);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addWidget(m_banner);
    layout->addWidget(m_summary);
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_said);
}

QWidget* RecoveryReviewPage::buildOptions()
{
    auto* options = new QWidget(this);
    const auto group = [options](QRadioButton* one, QRadioButton* other) {
        auto* buttons = new QButtonGroup(options);
        buttons->addButton(one);
        buttons->addButton(other);
        auto* column = new QVBoxLayout;
        column->setSpacing(gridStep / 2);
        column->addWidget(one);
        column->addWidget(other);
        return column;
    };
    QPushButton* choose =
        makeButton("chooseUndoFile", QStringLiteral("folder-open"), tr("Chan&ge…"), options);
    connect(choose, &QPushButton::clicked, this, &RecoveryReviewPage::chooseUndoFile);
    auto* undo = new QHBoxLayout;
    undo->setSpacing(gridStep);
    undo->addWidget(m_undo, 1);
    undo->addWidget(choose);
    m_parents->setToolTip(tr("Rows of other tables that foreign keys refer to and that are missing, too, "
                             "from the same backup. They are written first."));
    auto* form = new QFormLayout(options);
    m_form = form;
    form->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep + gridStep / 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->addRow(tr("Other tables:"), m_parents);
    form->addRow(tr("Triggers:"), group(m_fire, m_off));
    form->addRow(tr("Rows that collide:"), group(m_skip, m_stop));
    auto* columns = new QHBoxLayout;
    columns->addWidget(m_columns);
    columns->addStretch(1);
    m_columnsRow = form->rowCount();
    m_columns->setAccessibleName(tr("Columns of changed rows that are set back"));
    form->addRow(tr("Of changed rows, set back:"), columns);
    form->addRow(tr("Undo script:"), undo);
    return options;
}

QWidget* RecoveryReviewPage::buildSql()
{
    m_sql->setAccessibleName(tr("SQL that does the same"));
    m_sql->setPlaceholderText({});
    m_sql->setFrameShape(QFrame::StyledPanel);
    m_sqlCount->setObjectName(QStringLiteral("sqlCount"));
    m_sqlCount->setWordWrap(true);
    auto* sql = new QWidget(this);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_sqlCount, 1);
    for (QPushButton* button : {m_copySql, m_saveSql, m_saveCommand})
        line->addWidget(button);
    auto* layout = new QVBoxLayout(sql);
    layout->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_sql, 1);
    layout->addLayout(line);
    return sql;
}

void RecoveryReviewPage::showOptions()
{
    m_isQuiet = true;
    const rows::RecoveryDraft& draft = m_state.draft;
    m_parents->setChecked(draft.parents == rows::Parents::Bring);
    (draft.triggers == rows::Triggers::Off ? m_off : m_fire)->setChecked(true);
    (draft.conflicts == rows::Conflicts::Stop ? m_stop : m_skip)->setChecked(true);
    m_isQuiet = false;
}

void RecoveryReviewPage::takeOptions()
{
    if (m_isQuiet)
        return;
    rows::RecoveryDraft& draft = m_state.draft;
    draft.parents = m_parents->isChecked() ? rows::Parents::Bring : rows::Parents::Leave;
    draft.triggers = m_off->isChecked() ? rows::Triggers::Off : rows::Triggers::Fire;
    draft.conflicts = m_stop->isChecked() ? rows::Conflicts::Stop : rows::Conflicts::Skip;
    draft.columns = m_columns->ticked();
    check();
}

void RecoveryReviewPage::takeFinding(const QString& action)
{
    if (action == parentsAction)
        m_parents->setChecked(true);
    else if (action == triggersAction)
        m_off->setChecked(true);
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
    m_said->hide();
    const bool changes = m_state.ticks->count(RowKind::Changed) > 0;
    m_form->setRowVisible(m_columnsRow, changes);
    const rows::RecoveryFacts& facts = *m_state.comparison->facts;
    QStringList differing;
    for (qsizetype i = 0; i < facts.compared.mapping.columns.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (at < facts.diff.rows.changesByColumn.size() && facts.diff.rows.changesByColumn[at] > 0)
            differing.append(facts.compared.mapping.columns.at(i).name);
    }
    m_columns->setColumns(differing, m_state.draft.columns);
    rows::RecoveryDraft draft = m_state.ticked();
    if (draft.undoFile.isEmpty())
        draft.undoFile = ownUndoFile();
    m_undo->setText(core::singleLine(QDir::toNativeSeparators(draft.undoFile)));
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
    m_sql->setSql(planned ? m_state.review->sql : QString());
    for (QPushButton* button : {m_copySql, m_saveSql, m_saveCommand})
        button->setEnabled(planned);
    const qint64 rows = planned ? m_state.review->plan->rowsToWrite() : 0;
    m_sqlCount->setText(
        rows > 200
            ? tr("The first 200 rows of each table are shown; there are %1. Save it to have all of them.")
                  .arg(core::countText(rows))
            : tr("All of it. Apply does the same, and writes the undo script first."));
    m_sqlCount->setVisible(planned);
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

void RecoveryReviewPage::saveSql()
{
    FileQuestion question;
    question.title = tr("Save the SQL");
    question.start = QDir::home().filePath(core::percentEncodeFileName(m_state.liveTableText()) +
                                           QStringLiteral("-recovery.sql"));
    question.filters = {tr("SQL (*.sql)"), tr("All files (*)")};
    m_state.services.dialogs.chooseNewFile(this, question, [this](const QString& path) {
        if (!m_state.review || !m_state.review->plan)
            return;
        m_saving.ask<QString>(
            tr("SQL of a recovery"),
            [plan = *m_state.review->plan, path](const core::RunContext& context) -> core::Result<QString> {
                TIDEMARK_TRY(writeScript(plan, path, context));
                return path;
            },
            [this](const core::Result<QString>& written) {
                if (written)
                    m_said->setStatus(
                        QStringLiteral("circle-check"), Tone::Ok,
                        tr("Saved: %1").arg(core::singleLine(QDir::toNativeSeparators(*written))));
                else
                    m_said->setStatus(QStringLiteral("circle-x"), Tone::Danger, written.error().toText());
                m_said->show();
            });
    });
}

/// Rows that were ticked one by one are named by their keys.
void RecoveryReviewPage::saveCommand()
{
    const RowTicks& ticks = *m_state.ticks;
    const bool whole = std::all_of(rowKinds.begin(), rowKinds.end(), [&ticks](RowKind kind) {
        return ticks.count(kind) == 0 || ticks.areAll(kind);
    });
    if (whole) {
        openCommand({}, {});
        return;
    }
    if (m_state.comparison->facts->compared.mapping.key.empty()) {
        m_said->setStatus(QStringLiteral("info"), Tone::Warning,
                          tr("These rows have no key that a command could name. Tick all of them, or save "
                             "the SQL instead."));
        m_said->show();
        return;
    }
    m_saving.ask<QList<QStringList>>(
        tr("Keys of rows"),
        [comparison = *m_state.comparison, numbers = ticks.numbers()](const core::RunContext& context) {
            return keysOf(comparison, *numbers, context);
        },
        [this](const core::Result<QList<QStringList>>& keys) {
            if (!keys) {
                m_said->setStatus(QStringLiteral("circle-x"), Tone::Danger, keys.error().toText());
                m_said->show();
                return;
            }
            if (rows::fitIntoCommand(*keys)) {
                openCommand(*keys, {});
                return;
            }
            FileQuestion question;
            question.title = tr("Where the keys of the rows go, which the command reads");
            question.start = QDir::home().filePath(core::percentEncodeFileName(m_state.liveTableText()) +
                                                   QStringLiteral("-keys.txt"));
            m_state.services.dialogs.chooseNewFile(this, question, [this, keys = *keys](const QString& path) {
                const core::Status written =
                    core::writeFileAtomically(path, rows::keysFileText(keys), core::FileMode::Private);
                if (!written) {
                    m_said->setStatus(QStringLiteral("circle-x"), Tone::Danger, written.error().toText());
                    m_said->show();
                    return;
                }
                openCommand({}, path);
            });
        });
}

void RecoveryReviewPage::openCommand(const QList<QStringList>& keys, const QString& keysFile)
{
    rows::RecoveryDraft draft = m_state.ticked();
    draft.keys = keys;
    draft.database = m_state.comparison->facts->database;
    const auto stored = m_state.services.profiles.find(m_state.profile.id);
    QStringList call = stored
                           ? QStringList{QStringLiteral("--profile"), stored->name}
                           : QStringList{QStringLiteral("--connection"), m_state.profile.spec.toConninfo()};
    call += rows::recoverArguments(draft, m_state.dump->index->commandName(m_state.object), keysFile);
    const QString title = tr("Bring back rows of %1 on %2")
                              .arg(m_state.liveTableText(), core::singleLine(m_state.profile.name));
    (new SaveCommandDialog(m_state.services, {title, {call}}, {}, this))->open();
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
