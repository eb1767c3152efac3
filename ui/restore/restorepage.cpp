// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorepage.h"

#include "ui/activity/activities.h"
#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/restore/dropzone.h"

#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

namespace tidemark::ui {

RestorePage::RestorePage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_spinner(new Spinner(this))
    , m_problems(new FindingsView(this))
    , m_caption(new QLabel(tr("From a backu&p"), this))
    , m_table(new RecordTable(this))
    , m_none(new QLabel(tr("There are no backups in the folders of this server yet. A dump file from elsewhere can be restored as well."), this))
    , m_restore(new QPushButton(icon(QStringLiteral("rotate-ccw")), tr("&Restore…"), this))
    , m_look(new QPushButton(icon(QStringLiteral("eye")), tr("Look &inside"), this))
    , m_rows(new QPushButton(icon(QStringLiteral("table-2")), tr("Bring bac&k rows…"), this))
{
    setObjectName(QStringLiteral("restorePage"));
    m_table->setObjectName(QStringLiteral("recentBackupsTable"));
    m_table->setAccessibleName(tr("Backups to restore from"));
    m_table->setRecords(&m_model, BackupSetModel::Database);
    m_caption->setBuddy(m_table);
    m_restore->setObjectName(QStringLiteral("restoreButton"));
    m_look->setObjectName(QStringLiteral("lookInsideButton"));
    m_rows->setObjectName(QStringLiteral("bringBackRowsButton"));
    m_rows->setToolTip(tr("Some rows that were deleted or changed, into the live table"));
    m_none->setObjectName(QStringLiteral("emptyText"));
    m_none->setWordWrap(true);
    m_none->hide();
    buildLayout();
    connect(m_table, &RecordTable::currentRecordChanged, this, &RestorePage::updateActions);
    connect(m_table, &RecordTable::recordActivated, this, [this](int row) { Q_EMIT restoreRequested(m_model.at(row).folder); });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested(m_model.at(m_table->currentRecord()).folder); });
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_model.at(m_table->currentRecord()).folder); });
    connect(m_rows, &QPushButton::clicked, this, [this] { Q_EMIT rowsRequested(m_table->currentRecord() >= 0 ? m_model.at(m_table->currentRecord()).folder : QString()); });
    connect(&services.activities, &Activities::ended, this, &RestorePage::refresh);
    updateActions();
}

void RestorePage::buildLayout()
{
    auto* heading = new QLabel(tr("Restore a whole database"), this);
    makeHeading(*heading);
    auto* sentence = new QLabel(tr("Into a new database beside the others. Nothing that exists is changed, and afterwards every table is compared with the backup."), this);
    sentence->setWordWrap(true);
    QFont bold = m_caption->font();
    bold.setBold(true);
    m_caption->setFont(bold);
    auto* line = new QHBoxLayout;
    line->addWidget(m_restore);
    line->addWidget(m_look);
    line->addWidget(m_rows);
    line->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addWidget(sentence);
    layout->addSpacing(8);
    layout->addWidget(m_caption);
    layout->addWidget(m_spinner);
    layout->addWidget(m_problems);
    layout->addWidget(m_none);
    layout->addWidget(m_table, 1);
    layout->addLayout(line);
    layout->addSpacing(8);
    layout->addWidget(buildDropZone());
    layout->addStretch(0);
}

QWidget* RestorePage::buildDropZone()
{
    auto* zone = new DropZone(this);
    auto* picture = new QLabel(zone);
    picture->setPixmap(icon(QStringLiteral("download"), Tone::Muted).pixmap(QSize(32, 32), devicePixelRatioF()));
    auto* text = new QLabel(tr("From any other dump: drop what pg_dump wrote (custom, directory or tar format) or the folder of a backup here, or choose it."), zone);
    text->setWordWrap(true);
    auto* file = new QPushButton(icon(QStringLiteral("file")), tr("Open &file…"), zone);
    file->setObjectName(QStringLiteral("openFileButton"));
    auto* folder = new QPushButton(icon(QStringLiteral("folder-open")), tr("Open backup f&older…"), zone);
    folder->setObjectName(QStringLiteral("openBackupFolderButton"));
    connect(file, &QPushButton::clicked, this, &RestorePage::chooseFile);
    connect(folder, &QPushButton::clicked, this, &RestorePage::chooseFolder);
    connect(zone, &DropZone::pathDropped, this, &RestorePage::restoreRequested);
    auto* layout = new QHBoxLayout(zone);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(picture);
    layout->addWidget(text, 1);
    layout->addWidget(file);
    layout->addWidget(folder);
    return zone;
}

void RestorePage::chooseFile()
{
    FileQuestion question;
    question.title = tr("Choose a PostgreSQL dump");
    if (m_profile)
        question.start = backupFolders(m_services, *m_profile).value(0);
    m_services.dialogs.chooseFile(this, question, [this](const QString& path) { Q_EMIT restoreRequested(path); });
}

void RestorePage::chooseFolder()
{
    FileQuestion question;
    question.title = tr("Choose the folder of a backup");
    if (m_profile)
        question.start = backupFolders(m_services, *m_profile).value(0);
    m_services.dialogs.chooseFolder(this, question, [this](const QString& path) { Q_EMIT restoreRequested(path); });
}

void RestorePage::setProfile(const std::optional<store::Profile>& profile)
{
    const bool other = !profile || !m_profile || profile->id != m_profile->id;
    m_profile = profile;
    setEnabled(profile.has_value());
    if (other) {
        m_model.setSets({});
        m_problems->clear();
    }
    refresh();
}

void RestorePage::refresh()
{
    if (!m_profile)
        return;
    if (const auto fresh = m_services.profiles.find(m_profile->id))
        m_profile = *fresh;
    if (m_model.rowCount() == 0)
        m_spinner->start(tr("Looking for backups…"));
    m_inquiry.ask<catalog::ScanResult>(
        tr("Search for backups"),
        [folders = backupFolders(m_services, *m_profile)](const core::RunContext& context) { return scanFolders(folders, context); },
        [this](const core::Result<catalog::ScanResult>& result) { receive(result); });
}

void RestorePage::receive(const core::Result<catalog::ScanResult>& result)
{
    m_spinner->stop();
    if (!result) {
        m_problems->setError(result.error());
        return;
    }
    const int row = m_table->currentRecord();
    const QString selected = row >= 0 ? m_model.at(row).folder : QString();
    // Every server's: what is lost on one is often restored on another. Those of this server come first.
    QList<catalog::BackupSet> sets = m_profile ? setsOfServer(result->sets, m_profile->name) : QList<catalog::BackupSet>();
    const bool onlyOwn = sets.size() == result->sets.size();
    QSet<QString> listed;
    for (const catalog::BackupSet& set : std::as_const(sets))
        listed.insert(set.folder);
    for (const catalog::BackupSet& set : result->sets) {
        if (!listed.contains(set.folder))
            sets.append(set);
    }
    m_model.setSets(sets);
    m_table->setColumnShown(BackupSetModel::Server, !onlyOwn);
    m_table->setVisible(!sets.isEmpty());
    m_restore->setVisible(!sets.isEmpty());
    m_look->setVisible(!sets.isEmpty());
    m_none->setVisible(sets.isEmpty());
    m_table->selectRecord(std::max(0, m_model.rowOf(selected)));
    updateActions();
}

void RestorePage::updateActions()
{
    m_restore->setEnabled(m_table->currentRecord() >= 0);
    m_look->setEnabled(m_table->currentRecord() >= 0);
}

} // namespace tidemark::ui
