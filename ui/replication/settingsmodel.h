// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Settings, archiving and conflicts that matter to replication, with what each means here. Rows stay while
/// they are the same.
class SettingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Value,
        Meaning,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    struct Row
    {
        QString name; // as PostgreSQL has it
        QString value;
        QString meaning;

        friend bool operator==(const Row&, const Row&) = default;
    };
    void setSample(const replication::LagSample& sample);
    void clear() { setRows({}); }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void setRows(const QList<Row>& rows);
    QList<Row> m_rows;
};

} // namespace tidemark::ui
