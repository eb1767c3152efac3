// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/databasebackupmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

#include <QLocale>

#include <algorithm>

namespace tidemark::ui {

namespace {

StatusLook proofOf(const DatabaseBackup& database)
{
    if (!database.newest)
        return {QStringLiteral("circle-x"), DatabaseBackupModel::tr("No backup"), Tone::Danger};
    return lookOf(database.newest->proven());
}

} // namespace

void DatabaseBackupModel::setDatabases(const QList<DatabaseBackup>& databases, const QDateTime& now)
{
    beginResetModel();
    m_databases = databases;
    m_now = now;
    endResetModel();
}

int DatabaseBackupModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_databases.size());
}

int DatabaseBackupModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DatabaseBackupModel::text(const DatabaseBackup& database, int column) const
{
    switch (column) {
    case Database: {
        const QString name = core::singleLine(database.database);
        return database.onServer ? name : tr("%1 (no longer on the server)").arg(name);
    }
    case LastBackup:
        if (!database.newest)
            return tr("never");
        return core::agoText(std::chrono::seconds(std::max<qint64>(0, database.newest->manifest.started.secsTo(m_now))));
    case Proof:
        return proofOf(database).word;
    case BackupSize:
        return database.newest ? database.newest->manifest.totalSize().toText() : QString();
    case ServerSize:
        return database.size ? database.size->toText() : QString();
    default:
        return {};
    }
}

QString DatabaseBackupModel::exact(const DatabaseBackup& database, int column) const
{
    if (column == LastBackup && database.newest)
        return core::localDateTimeText(database.newest->manifest.started);
    if (column == Proof && database.newest)
        return core::localDateTimeText(database.newest->provenAt());
    if (column == BackupSize && database.newest)
        return tr("%1 bytes").arg(QLocale().toString(database.newest->manifest.totalSize().bytes()));
    if (column == ServerSize && database.size)
        return tr("%1 bytes").arg(QLocale().toString(database.size->bytes()));
    return text(database, column);
}

QVariant DatabaseBackupModel::sortKey(const DatabaseBackup& database, int column) const
{
    switch (column) {
    case LastBackup:
        return database.newest ? database.newest->manifest.started : QDateTime();
    case Proof:
        return database.newest ? static_cast<int>(database.newest->proven()) : -1;
    case BackupSize:
        return database.newest ? database.newest->manifest.totalSize().bytes() : qint64(-1);
    case ServerSize:
        return database.size ? database.size->bytes() : qint64(-1);
    default:
        return text(database, column);
    }
}

QVariant DatabaseBackupModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DatabaseBackup& database = m_databases.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(database, index.column());
    case Qt::ToolTipRole:
        return exact(database, index.column());
    case SortRole:
        return sortKey(database, index.column());
    case Qt::DecorationRole:
        return index.column() == Proof ? QVariant(icon(proofOf(database).icon, proofOf(database).tone)) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() >= BackupSize ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant DatabaseBackupModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= BackupSize)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Database:
        return tr("Database");
    case LastBackup:
        return tr("Last backup");
    case Proof:
        return tr("Proven");
    case BackupSize:
        return tr("Backup");
    case ServerSize:
        return tr("On the server");
    default:
        return {};
    }
}

} // namespace tidemark::ui
