// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/overview/overviewfacts.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Each database with its newest backup.
class DatabaseBackupModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Database,
        LastBackup,
        Proof,
        BackupSize,
        ServerSize,
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setDatabases(const QList<DatabaseBackup>& databases, const QDateTime& now);
    const DatabaseBackup& at(int row) const { return m_databases.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const DatabaseBackup& database, int column) const;
    QString exact(const DatabaseBackup& database, int column) const;
    QVariant sortKey(const DatabaseBackup& database, int column) const;
    QList<DatabaseBackup> m_databases;
    QDateTime m_now;
};

} // namespace tidemark::ui
