// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupspage.h"

#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/backup/backupstate.h"
#include "ui/backup/runagain.h"
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
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

QPushButton* makeButton(const QString& objectName, const QString& iconName, const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(objectName);
    return button;
}

core::Findings findingsOf(const QList<core::Error>& problems)
{
    core::Findings findings;
    for (const core::Error& problem : problems) {
        const QString sentence = problem.detail.isEmpty() ? problem.message : problem.message + QLatin1Char('\n') + problem.detail;
        findings.append({core::Severity::Warning, QStringLiteral("set.unusable"), sentence, problem.hint, {}});
    }
    return findings;
}

} // namespace

QStringList backupFolders(const Services& services, const store::Profile& profile)
{
    QStringList folders;
    for (const QString& folder : {defaultBackupFolder(services, profile), services.preferences.defaultBackupFolder(),
                                  QDir::homePath() + QStringLiteral("/Backups/PostgreSQL")}) {
        const QString clean = folder.isEmpty() ? QString() : QDir(folder).absolutePath();
        if (!clean.isEmpty() && !folders.contains(clean))
            folders.append(clean);
    }
    return folders;
}

core::Result<catalog::ScanResult> scanFolders(const QStringList& folders, const core::RunContext& context)
{
    catalog::ScanResult all;
    QSet<QString> seen; // one folder may lie below another
    for (const QString& folder : folders) {
        auto result = catalog::scanFolder(folder, context);
        TIDEMARK_TRY(context.checkpoint());
        if (!result) {
            if (result.error().kind != core::ErrorKind::NotFound)
                all.problems.append(result.error());
            continue;
        }
        for (const catalog::BackupSet& set : std::as_const(result->sets)) {
            if (!seen.contains(set.folder))
                all.sets.append(set);
            seen.insert(set.folder);
        }
        all.problems += result->problems;
    }
    std::stable_sort(all.sets.begin(), all.sets.end(),
                     [](const catalog::BackupSet& a, const catalog::BackupSet& b) { return a.manifest.started > b.manifest.started; });
    return all;
}

BackupsPage::BackupsPage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_backUp(makeButton(QStringLiteral("backUpNowButton"), QStringLiteral("save"), tr("&Back up now…"), this))
    , m_ways(new QPushButton(this))
    , m_restore(makeButton(QStringLiteral("restoreSetButton"), QStringLiteral("rotate-ccw"), tr("R&estore…"), this))
    , m_look(makeButton(QStringLiteral("lookInsideButton"), QStringLiteral("eye"), tr("Look &inside"), this))
    , m_open(makeButton(QStringLiteral("openSetButton"), QStringLiteral("folder-open"), tr("&Open folder"), this))
    , m_runAgain(new QAction(icon(QStringLiteral("history")), tr("R&un again…"), this))
    , m_refresh(makeButton(QStringLiteral("refreshButton"), QStringLiteral("refresh-cw"), tr("Re&fresh"), this))
    , m_everyServer(new QCheckBox(tr("Also backups of other ser&vers"), this))
    , m_where(new ElidedLabel({}, this))
    , m_spinner(new Spinner(this))
    , m_problems(new FindingsView(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new RecordTable(this))
    , m_emptyText(new QLabel(this))
{
    setObjectName(QStringLiteral("backupsPage"));
    m_everyServer->setObjectName(QStringLiteral("everyServerCheck"));
    m_table->setObjectName(QStringLiteral("backupsTable"));
    m_table->setAccessibleName(tr("Backups"));
    m_table->setRecords(&m_model, BackupSetModel::Database);
    buildLayout();
    buildWays();
    connect(m_refresh, &QPushButton::clicked, this, &BackupsPage::refresh);
    connect(m_open, &QPushButton::clicked, this, &BackupsPage::openFolder);
    connect(m_everyServer, &QCheckBox::toggled, this, &BackupsPage::showSets);
    connect(m_table, &RecordTable::currentRecordChanged, this, &BackupsPage::updateActions);
    connect(m_table, &RecordTable::recordActivated, this, [this](int row) {
        const catalog::BackupSet& set = m_model.at(row);
        if (set.manifest.kind == catalog::SetKind::Database)
            Q_EMIT restoreRequested(set.folder);
        else if (set.manifest.kind == catalog::SetKind::Cluster)
            Q_EMIT contentsRequested(set.folder);
    });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_model.at(m_table->currentRecord()).folder); });
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_model.at(m_table->currentRecord()).folder); });
    buildRunAgain();
    connect(&services.activities, &Activities::ended, this, &BackupsPage::refresh);
    auto* shortcut = new QShortcut(QKeySequence::Refresh, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &BackupsPage::refresh);
    updateActions();
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
    bar->addWidget(m_restore);
    bar->addWidget(m_look);
    bar->addWidget(m_open);
    auto* again = makeButton(QStringLiteral("runAgainButton"), QStringLiteral("history"), m_runAgain->text(), this);
    connect(again, &QPushButton::clicked, m_runAgain, &QAction::trigger);
    connect(m_runAgain, &QAction::changed, again, [again, this] { again->setEnabled(m_runAgain->isEnabled()); });
    bar->addWidget(again);
    bar->addStretch(1);
    bar->addWidget(m_refresh);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(16);
    foot->addWidget(m_where, 1);
    foot->addWidget(m_everyServer);
    m_stack->addWidget(m_table);
    m_stack->addWidget(buildEmpty());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addLayout(bar);
    layout->addWidget(m_spinner);
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
    connect(m_backUp, &QPushButton::clicked, this, [this] { Q_EMIT backupRequested(BackupWay::Databases); });
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
    setEnabled(profile.has_value());
    if (other) {
        m_found = {};
        m_model.setSets({});
        m_problems->clear();
        m_stack->setCurrentWidget(m_table);
    }
    refresh();
}

void BackupsPage::refresh()
{
    if (!m_profile)
        return;
    // The profile of the store knows the folder that was used last.
    if (const auto fresh = m_services.profiles.find(m_profile->id))
        m_profile = *fresh;
    const QStringList folders = backupFolders(m_services, *m_profile);
    m_where->setText(tr("Looked for in %1").arg(QDir::toNativeSeparators(folders.join(tr(", ")))));
    if (m_model.rowCount() == 0)
        m_spinner->start(tr("Looking for backups…"));
    m_inquiry.ask<catalog::ScanResult>(
        tr("Search for backups"), [folders](const core::RunContext& context) { return scanFolders(folders, context); },
        [this](const core::Result<catalog::ScanResult>& result) { receive(result); });
}

void BackupsPage::receive(const core::Result<catalog::ScanResult>& result)
{
    m_spinner->stop();
    if (!result) {
        m_problems->setError(result.error());
        return;
    }
    m_found = *result;
    m_problems->setFindings(findingsOf(m_found.problems));
    showSets();
}

void BackupsPage::showSets()
{
    if (!m_profile)
        return;
    const int row = m_table->currentRecord();
    const QString selected = row >= 0 ? m_model.at(row).folder : QString();
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
    const int again = m_model.rowOf(selected);
    if (again >= 0)
        m_table->selectRecord(again);
    else if (m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_table->proxy().index(0, 0));
    updateActions();
}

void BackupsPage::updateActions()
{
    const bool one = m_table->currentRecord() >= 0 && m_stack->currentIndex() == 0;
    const catalog::SetKind kind = one ? m_model.at(m_table->currentRecord()).manifest.kind : catalog::SetKind::BaseBackup;
    m_restore->setEnabled(kind == catalog::SetKind::Database);
    // What psql alone restores is said where the button does not.
    m_restore->setToolTip(one && kind == catalog::SetKind::Cluster ? tr("psql restores a dump of a whole server: psql --dbname=postgres --file=FILE.") : QString());
    m_open->setEnabled(one);
    m_look->setEnabled(kind != catalog::SetKind::BaseBackup);
    m_runAgain->setEnabled(one && canRunAgain(m_model.at(m_table->currentRecord())));
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

} // namespace tidemark::ui
