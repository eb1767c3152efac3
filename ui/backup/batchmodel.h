// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/backupbatch.h"

#include <QAbstractTableModel>

#include <memory>

namespace tidemark::ui {

/// The databases of one run, and what each came to.
class BatchModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Database,
        Verdict,
        Rows,
        Size,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setReport(std::shared_ptr<const jobs::BatchReport> report);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const jobs::BatchReport> m_report;
};

} // namespace tidemark::ui
