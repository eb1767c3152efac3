// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "ui/common/status.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Backup sets as the Backups and Restore sections list them.
class BackupSetModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        When,
        Database,
        Size,
        Rows,
        HowProven,
        Took,
        Server,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setSets(const QList<catalog::BackupSet>& sets);
    const catalog::BackupSet& at(int row) const { return m_sets.at(row); }
    int rowOf(const QString& folder) const; // -1: not listed

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<catalog::BackupSet> m_sets;
    QList<qint64> m_rows; // of all tables of each
};

/// Those of one server: made under this name, or by the server that others of this name came from.
QList<catalog::BackupSet> setsOfServer(const QList<catalog::BackupSet>& sets, const QString& serverLabel);
qint64 rowsOf(const catalog::Manifest& manifest);
/// How it stands with a set: how far it is proven, or what is wrong with it.
StatusLook stateLook(const catalog::BackupSet& set);
/// The same in a sentence, with what to do where something is wrong.
QString stateSentence(const catalog::BackupSet& set);
/// "Restored and compared on …", for a tooltip or a page.
QString provenSentence(const catalog::BackupSet& set);

} // namespace tidemark::ui
