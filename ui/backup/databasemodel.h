// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "postgres/queries/databases.h"

#include <QAbstractTableModel>
#include <QStringList>

namespace tidemark::ui {

/// The databases of a server that can be backed up.
class DatabaseModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Size,
        Owner,
        Encoding,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// Leaves out what nobody can connect to, and the templates that come with every server.
    void setDatabases(const QList<postgres::Database>& databases);
    const postgres::Database& at(int row) const { return m_databases.at(row); }
    /// -1 where there is none of this name.
    int rowOf(const QString& name) const;
    /// Those that are not there are passed over.
    void setTicked(const QStringList& names);
    void tick(int row, bool on);
    QStringList ticked() const; // by name
    core::ByteSize tickedSize() const;
    /// The largest one, and rather one that is not the maintenance database; -1 for an empty list.
    int largestRow() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void ticksChanged();

private:
    QList<postgres::Database> m_databases;
    QList<bool> m_ticks;
};

} // namespace tidemark::ui
