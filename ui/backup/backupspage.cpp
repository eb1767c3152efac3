// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupspage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "store/folders.h"
#include "ui/activity/activities.h"
#include "ui/backup/backupstate.h"
#include "ui/backup/checkbutton.h"
#include "ui/backup/runagain.h"
#include "ui/backup/searchedfolders.h"
#include "ui/backup/setactions.h"
#include "ui/backup/setdetail.h"
#include "ui/backup/setlogdialog.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"

#include <QAction>
#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int settleMilliseconds = 700; // a backup that appears or a set that goes changes its folder several times

constexpr int leastForAll = 800;

QPushButton* makeButton(const QString& objectName, const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(objectName);
    return button;
}

QString draggedFile(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 && urls.constFirst().isLocalFile() ? urls.constFirst().toLocalFile() : QString();
}

} // namespace

BackupsPage::BackupsPage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_actions(new SetActions(services, this))
    , m_backUp(makeButton(QStringLiteral("backUpNowButton"), QStringLiteral("save"), tr("&Back up now…"), this))
    , m_ways(new QPushButton(this))
    , m_import(makeButton(QStringLiteral("importDumpButton"), QStringLiteral("download"), tr("I&mport…"), this))
    , m_filter(new QLineEdit(this))
    , m_refresh(makeButton(QStringLiteral("refreshButton"), QStringLiteral("refresh-cw"), tr("Re&fresh"), this))
    , m_restore(makeButton(QStringLiteral("restoreSetButton"), QStringLiteral("rotate-ccw"), tr("R&estore…"), this))
    , m_look(makeButton(QStringLiteral("lookInsideButton"), QStringLiteral("eye"), tr("Look &inside"), this))
    , m_check(new CheckButton(this))
    , m_log(makeButton(QStringLiteral("setLogButton"), QStringLiteral("scroll-text"), tr("Lo&g"), this))
    , m_open(makeButton(QStringLiteral("openSetButton"), QStringLiteral("folder-open"), tr("&Open folder"), this))
    , m_rows(new QAction(icon(QStringLiteral("table-2")), tr("Bring back ro&ws…"), this))
    , m_runAgain(new QAction(icon(QStringLiteral("history")), tr("R&un again…"), this))
    , m_delete(makeButton(QStringLiteral("deleteSetButton"), QStringLiteral("trash-2"), tr("&Delete…"), this))
    , m_folders(makeButton(QStringLiteral("backupFoldersButton"), QStringLiteral("folder"), tr("Fo&lders"), this))
    , m_folderMenu(new SearchedFolders(services, this))
    , m_everyServer(new QCheckBox(tr("Also backups of other ser&vers"), this))
    , m_where(new ElidedLabel({}, this))
    , m_spinner(new Spinner(this))
    , m_outcome(new FindingsView(this))
    , m_problems(new FindingsView(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_table(new RecordTable(this))
    , m_detail(new SetDetail(this))
    , m_emptyText(new QLabel(this))
{
    setObjectName(QStringLiteral("backupsPage"));
    setAcceptDrops(true);
    m_outcome->setObjectName(QStringLiteral("setOutcome"));
    m_everyServer->setObjectName(QStringLiteral("everyServerCheck"));
    m_filter->setObjectName(QStringLiteral("setFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter the backups"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(200);
    m_table->setObjectName(QStringLiteral("backupsTable"));
    m_table->setAccessibleName(tr("Backups"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->proxy().setFilterKeyColumn(-1);
    m_table->setRecords(&m_model, BackupSetModel::Database);
    m_folders->setMenu(m_folderMenu);
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleMilliseconds);
    buildLayout();
    buildWays();
    connectActions();
    updateActions();
}

void BackupsPage::connectActions()
{
    connect(m_backUp, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(BackupWay::Databases); });
    connect(m_import, &QPushButton::clicked, this, [this] { m_actions->askImport({}); });
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        m_outcome->clear();
        refresh();
    });
    connect(m_open, &QPushButton::clicked, this, &BackupsPage::openFolder);
    connect(m_log, &QPushButton::clicked, this, &BackupsPage::showLog);
    connect(m_check, &CheckButton::checkRequested, this, [this] {
        m_outcome->clear();
        m_actions->check(chosen());
    });
    connect(m_check, &CheckButton::verifyRequested, this, [this] { m_actions->verify(m_model.at(m_table->currentRecord())); });
    connect(m_check, &CheckButton::sanityRequested, this, [this] { m_actions->askSanity(m_model.at(m_table->currentRecord())); });
    m_table->addAction(m_check->verifyAction());
    m_table->addAction(m_check->sanityAction());
    connect(m_delete, &QPushButton::clicked, this, [this] {
        m_outcome->clear();
        m_actions->remove(chosen(), m_found.sets);
    });
    connect(m_everyServer, &QCheckBox::toggled, this, &BackupsPage::showSets);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_table->proxy().setFilterFixedString(text);
        updateActions();
    });
    connect(m_table, &RecordTable::currentRecordChanged, this, &BackupsPage::updateActions);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BackupsPage::updateActions);
    connect(m_table, &RecordTable::recordActivated, this, [this](int row) {
        const catalog::BackupSet& set = m_model.at(row);
        if (!set.isReachable() || set.condition() == catalog::SetCondition::Unreadable)
            return;
        if (set.manifest.kind == catalog::SetKind::Database)
            Q_EMIT restoreRequested(set.folder);
        else if (set.manifest.kind == catalog::SetKind::Cluster)
            Q_EMIT contentsRequested(set.folder);
    });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_model.at(m_table->currentRecord()).folder); });
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_model.at(m_table->currentRecord()).folder); });
    m_rows->setObjectName(QStringLiteral("bringBackRowsAction"));
    m_rows->setToolTip(tr("Some rows that were deleted or changed, into the live table"));
    m_table->addAction(m_rows);
    connect(m_rows, &QAction::triggered, this, [this] { Q_EMIT rowsRequested(m_model.at(m_table->currentRecord()).folder); });
    buildRunAgain();
    connect(m_folderMenu, &SearchedFolders::changed, this, [this] { refresh(); });
    connect(&m_services.activities, &Activities::ended, this, &BackupsPage::refresh);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settled, qOverload<>(&QTimer::start));
    connect(&m_settled, &QTimer::timeout, this, &BackupsPage::refresh);
    connect(m_actions, &SetActions::ended, this, [this](core::Verdict verdict, const QString& sentence, core::Findings findings) {
        const auto severity = verdict == core::Verdict::Ok ? core::Severity::Info : verdict == core::Verdict::Warnings ? core::Severity::Warning : core::Severity::Blocker;
        findings.prepend({severity, QStringLiteral("run.ended"), sentence, {}, {}});
        m_outcome->setFindings(findings);
    });
    connect(m_actions, &SetActions::failed, m_outcome, [this](const core::Error& error) {
        if (error.kind != core::ErrorKind::Cancelled)
            m_outcome->setError(error);
    });
    const auto shortcut = [this](const QKeySequence& keys, QWidget* where, auto slot) {
        auto* made = new QShortcut(keys, where);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, slot);
    };
    shortcut(QKeySequence::Refresh, this, [this] { refresh(); });
    shortcut(QKeySequence::Find, this, [this] { m_filter->setFocus(); });
    shortcut(QKeySequence::Delete, m_table, [this] { m_delete->click(); });
}

void BackupsPage::buildLayout()
{
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    auto* backUp = new QHBoxLayout;
    backUp->setSpacing(1); // two halves of one
    backUp->addWidget(m_backUp);
    backUp->addWidget(m_ways);
    bar->addLayout(backUp);
    bar->addWidget(m_import);
    bar->addStretch(1);
    bar->addWidget(m_filter);
    bar->addWidget(m_refresh);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(16);
    foot->addWidget(m_where, 1);
    foot->addWidget(m_everyServer);
    foot->addWidget(m_folders);
    m_stack->addWidget(buildList());
    m_stack->addWidget(buildEmpty());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_spinner);
    layout->addWidget(m_outcome);
    layout->addWidget(m_problems);
    layout->addWidget(m_stack, 1);
    layout->addLayout(foot);
}

void BackupsPage::buildWays()
{
    auto* menu = new BackupMenu(this);
    connect(menu, &BackupMenu::chosen, this, &BackupsPage::backupRequested);
    m_ways->setObjectName(QStringLiteral("backupWaysButton"));
    m_ways->setAccessibleName(tr("More ways to back up"));
    m_ways->setShortcut(Qt::ALT | Qt::Key_Down);
    m_ways->setToolTip(tr("More ways to back up (%1)").arg(m_ways->shortcut().toString(QKeySequence::NativeText)));
    m_ways->setMenu(menu);
    m_ways->setFixedWidth(28); // an arrow, no text
}

QWidget* BackupsPage::buildList()
{
    auto* lower = new QWidget(this);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    auto* again = makeButton(QStringLiteral("runAgainButton"), QStringLiteral("history"), m_runAgain->text(), this);
    connect(again, &QPushButton::clicked, m_runAgain, &QAction::trigger);
    connect(m_runAgain, &QAction::changed, again, [again, this] { again->setEnabled(m_runAgain->isEnabled()); });
    for (QWidget* button : std::initializer_list<QWidget*>{m_restore, m_look, m_check, again, m_log, m_open})
        bar->addWidget(button);
    bar->addStretch(1);
    bar->addWidget(m_delete);
    auto* layout = new QVBoxLayout(lower);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_detail, 1);
    m_table->setMinimumHeight(96);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(lower);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({300, 200});
    m_splitter->setChildrenCollapsible(false);
    return m_splitter;
}

QWidget* BackupsPage::buildEmpty()
{
    auto* empty = new QWidget(this);
    auto* picture = new QLabel(empty);
    picture->setPixmap(icon(QStringLiteral("file-archive"), Tone::Muted).pixmap(QSize(48, 48), devicePixelRatioF()));
    picture->setAlignment(Qt::AlignCenter);
    auto* heading = new QLabel(tr("No backups yet"), empty);
    makeHeading(*heading);
    heading->setAlignment(Qt::AlignCenter);
    m_emptyText->setObjectName(QStringLiteral("emptyText"));
    m_emptyText->setTextFormat(Qt::PlainText);
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignCenter);
    auto* button = makeButton(QStringLiteral("firstBackupButton"), QStringLiteral("save"), tr("Back up &now…"), empty);
    connect(button, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(BackupWay::Databases); });
    auto* layout = new QVBoxLayout(empty);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(picture);
    layout->addWidget(heading);
    layout->addWidget(m_emptyText);
    layout->addSpacing(8);
    layout->addWidget(button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return empty;
}

void BackupsPage::setProfile(const std::optional<store::Profile>& profile)
{
    const bool other = !profile || !m_profile || profile->id != m_profile->id;
    m_profile = profile;
    m_actions->setProfile(profile);
    setEnabled(profile.has_value());
    if (other) {
        m_found = {};
        m_model.setSets({});
        m_outcome->clear();
        m_problems->clear();
        m_stack->setCurrentWidget(m_splitter);
    }
    refresh();
}

void BackupsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refresh();
}

/// How long a backup took is the first to give way: it is among the details, too.
void BackupsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_table->setColumnShown(BackupSetModel::Took, event->size().width() >= leastForAll);
}

/// Nobody waits for the answer any more; what changes meanwhile is looked at when the page is seen again.
void BackupsPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_stale = m_stale || m_inquiry.isRunning() || m_settled.isActive();
    m_inquiry.drop();
    m_spinner->stop();
    m_settled.stop();
}

void BackupsPage::refresh()
{
    if (!m_profile)
        return;
    if (!isVisible()) {
        m_stale = true;
        return;
    }
    m_stale = false;
    // The profile of the store knows the folder that was used last.
    if (const auto fresh = m_services.profiles.find(m_profile->id))
        m_profile = *fresh;
    const QStringList folders = backupFolders(m_services, *m_profile);
    m_where->setText(tr("Looked for in %1").arg(QDir::toNativeSeparators(folders.join(tr(", ")))));
    if (m_model.rowCount() == 0)
        m_spinner->start(tr("Looking for backups…"));
    m_inquiry.ask<SetSurvey>(
        tr("Search for backups"), [folders, cache = store::cacheFolder()](const core::RunContext& context) { return surveySets(folders, cache, context); },
        [this](const core::Result<SetSurvey>& result) { receive(result); });
}

void BackupsPage::receive(const core::Result<SetSurvey>& result)
{
    m_spinner->stop();
    if (!result) {
        m_problems->setError(result.error());
        return;
    }
    m_found = *result;
    showProblems();
    showSets();
    watchFolders();
}

void BackupsPage::showProblems()
{
    core::Findings findings = m_found.problems;
    for (const AwayFolder& folder : std::as_const(m_found.away)) {
        findings.append({core::Severity::Warning, QStringLiteral("folder.away"),
                         tr("%1 cannot be reached since %2. Listed is what was there then.").arg(QDir::toNativeSeparators(folder.path), core::localDateTimeText(folder.seen)),
                         tr("Attach the disk, or connect to the server it is on."), {}});
    }
    m_problems->setFindings(findings);
}

void BackupsPage::watchFolders()
{
    const QStringList now = m_watcher.directories();
    QStringList gone;
    QStringList fresh;
    for (const QString& folder : now) {
        if (!m_found.watched.contains(folder))
            gone.append(folder);
    }
    for (const QString& folder : std::as_const(m_found.watched)) {
        if (!now.contains(folder))
            fresh.append(folder);
    }
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    if (!fresh.isEmpty())
        (void)m_watcher.addPaths(fresh); // where it cannot, there is still the button
}

void BackupsPage::showSets()
{
    if (!m_profile)
        return;
    const QList<catalog::BackupSet> before = chosen();
    const QString current = m_table->currentRecord() >= 0 ? m_model.at(m_table->currentRecord()).folder : QString();
    const QList<catalog::BackupSet> own = setsOfServer(m_found.sets, m_profile->name);
    const auto others = m_found.sets.size() - own.size();
    const bool all = m_everyServer->isChecked();
    m_everyServer->setVisible(others > 0);
    m_model.setSets(all ? m_found.sets : own);
    m_table->setColumnShown(BackupSetModel::Server, all);
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1);
    m_emptyText->setText(others > 0 ? tr("There are %n backup(s) of other servers in the same folders, and none of %1.", nullptr, static_cast<int>(others))
                                          .arg(core::singleLine(m_profile->name))
                                    : tr("Backups of %1 will be listed here, with their size and how far they are proven.").arg(core::singleLine(m_profile->name)));
    const int again = m_model.rowOf(current);
    if (again >= 0)
        m_table->selectRecord(again);
    else if (m_table->proxy().rowCount() > 0)
        m_table->selectRecord(m_table->proxy().mapToSource(m_table->proxy().index(0, 0)).row());
    if (before.size() > 1)
        selectAgain(before);
    updateActions();
}

void BackupsPage::selectAgain(const QList<catalog::BackupSet>& sets)
{
    QSet<QString> folders;
    for (const catalog::BackupSet& set : sets)
        folders.insert(set.folder);
    QItemSelection selection;
    for (int row = 0; row < m_table->proxy().rowCount(); ++row) {
        const QModelIndex index = m_table->proxy().index(row, 0);
        if (folders.contains(m_model.at(m_table->proxy().mapToSource(index).row()).folder))
            selection.select(index, index);
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

QList<catalog::BackupSet> BackupsPage::chosen() const
{
    QList<catalog::BackupSet> sets;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex& index : rows)
        sets.append(m_model.at(m_table->proxy().mapToSource(index).row()));
    return sets;
}

void BackupsPage::updateActions()
{
    const QList<catalog::BackupSet> sets = m_stack->currentIndex() == 0 ? chosen() : QList<catalog::BackupSet>();
    const bool one = sets.size() == 1 && m_table->currentRecord() >= 0 && sets.constFirst().isReachable();
    const bool readable = one && sets.constFirst().condition() != catalog::SetCondition::Unreadable;
    const catalog::SetKind kind = readable ? sets.constFirst().manifest.kind : catalog::SetKind::BaseBackup;
    const auto all = [&sets](auto holds) {
        return !sets.isEmpty() && std::all_of(sets.begin(), sets.end(), holds);
    };
    const bool hasDatabases = kind != catalog::SetKind::BaseBackup && !catalog::holdsGlobalsOnly(sets.constFirst().manifest);
    const bool isBase = readable && kind == catalog::SetKind::BaseBackup;
    m_restore->setEnabled(hasDatabases || isBase);
    m_restore->setToolTip(kind == catalog::SetKind::Cluster ? tr("One database of it, or a part of that")
                          : isBase                          ? tr("As a server of its own on this computer")
                                                            : QString());
    m_look->setEnabled(kind != catalog::SetKind::BaseBackup);
    m_rows->setEnabled(hasDatabases);
    m_runAgain->setEnabled(one && canRunAgain(sets.constFirst()));
    m_open->setEnabled(one);
    m_log->setEnabled(readable);
    m_check->setCanAsk(readable && m_actions->canAsk(sets.constFirst()));
    m_check->setCanVerify(readable && (hasDatabases || kind == catalog::SetKind::BaseBackup));
    m_check->setCanCheck(all([](const catalog::BackupSet& set) { return set.isReachable() && set.condition() != catalog::SetCondition::Unreadable; }));
    m_delete->setEnabled(all([](const catalog::BackupSet& set) { return set.isReachable(); }));
    m_detail->setSets(sets, m_found.sets);
}

void BackupsPage::buildRunAgain()
{
    m_runAgain->setObjectName(QStringLiteral("runAgainAction"));
    m_runAgain->setToolTip(tr("Opens the backup wizard with the answers of this backup"));
    m_table->addAction(m_runAgain);
    connect(m_runAgain, &QAction::triggered, this, [this] {
        const catalog::BackupSet set = m_model.at(m_table->currentRecord()); // the list may be read anew meanwhile
        Q_EMIT runAgainRequested(set);
    });
}

void BackupsPage::openFolder()
{
    const int row = m_table->currentRecord();
    if (row >= 0)
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_model.at(row).folder));
}

void BackupsPage::showLog()
{
    const QList<catalog::BackupSet> sets = chosen();
    if (sets.size() == 1)
        (new SetLogDialog(m_services, sets.constFirst(), this))->open();
}

void BackupsPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!draggedFile(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void BackupsPage::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    m_actions->askImport(draggedFile(*event->mimeData()));
}

} // namespace tidemark::ui
