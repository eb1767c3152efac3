// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/sourcelist.h"

#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"

#include <QLabel>
#include <QSet>
#include <QVBoxLayout>

namespace tidemark::ui {

SourceList::SourceList(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_spinner(new Spinner(this))
    , m_problems(new FindingsView(this))
    , m_caption(new QLabel(tr("From a backu&p"), this))
    , m_table(new RecordTable(this))
    , m_none(new QLabel(tr("There are no backups in the folders of this server yet. A dump file from "
                           "elsewhere can be restored as well."),
                        this))
{
    m_table->setObjectName(QStringLiteral("recentBackupsTable"));
    m_table->setAccessibleName(tr("Backups to restore from"));
    m_table->setRecords(&m_model, BackupSetModel::Database);
    m_caption->setBuddy(m_table);
    QFont bold = m_caption->font();
    bold.setBold(true);
    m_caption->setFont(bold);
    m_none->setObjectName(QStringLiteral("emptyText"));
    m_none->setWordWrap(true);
    m_none->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_caption);
    layout->addWidget(m_spinner);
    layout->addWidget(m_problems);
    layout->addWidget(m_none);
    layout->addWidget(m_table, 1);
    connect(m_table, &RecordTable::currentRecordChanged, this, &SourceList::currentChanged);
    connect(m_table, &RecordTable::recordActivated, this,
            [this](int row) { Q_EMIT activated(m_model.at(row).folder); });
}

void SourceList::clear()
{
    m_inquiry.drop();
    m_model.setSets({});
    m_problems->clear();
    m_none->hide();
}

QString SourceList::current() const
{
    const int row = m_table->currentRecord();
    return row < 0 ? QString() : m_model.at(row).folder;
}

bool SourceList::isBaseBackup() const
{
    const int row = m_table->currentRecord();
    return row >= 0 && m_model.at(row).manifest.kind == catalog::SetKind::BaseBackup;
}

void SourceList::look(const store::Profile& profile)
{
    m_server = profile.name;
    if (isEmpty())
        m_spinner->start(tr("Looking for backups…"));
    m_inquiry.ask<catalog::ScanResult>(
        tr("Search for backups"),
        [folders = backupFolders(m_services, profile)](const core::RunContext& context) {
            return scanFolders(folders, context);
        },
        [this](const core::Result<catalog::ScanResult>& result) { receive(result); });
}

void SourceList::receive(const core::Result<catalog::ScanResult>& result)
{
    m_spinner->stop();
    if (!result) {
        m_problems->setError(result.error());
        return;
    }
    m_problems->clear();
    const QString selected = current();
    const QList<catalog::BackupSet>& all = result->sets;
    // Every server's: what is lost on one is often restored on another. Those of this server come first.
    QList<catalog::BackupSet> sets = setsOfServer(all, m_server);
    const bool onlyOwn = sets.size() == all.size();
    QSet<QString> listed;
    for (const catalog::BackupSet& set : std::as_const(sets))
        listed.insert(set.folder);
    for (const catalog::BackupSet& set : std::as_const(all)) {
        if (!listed.contains(set.folder))
            sets.append(set);
    }
    m_model.setSets(sets);
    m_table->setColumnShown(BackupSetModel::Server, !onlyOwn);
    m_table->setColumnShown(BackupSetModel::Took, false); // of no matter here
    m_table->setVisible(!sets.isEmpty());
    m_none->setVisible(sets.isEmpty());
    m_table->selectRecord(std::max(0, m_model.rowOf(selected)));
    Q_EMIT currentChanged();
}

} // namespace tidemark::ui
