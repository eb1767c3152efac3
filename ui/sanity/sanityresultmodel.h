// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Sanity queries with both answers beside each other; the rows of longer ones are in the tooltip.
class SanityResultModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Query,
        Source, // at the backup's own moment
        Target, // restored
        Result,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setResults(const QList<core::SanityResult>& results);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<core::SanityResult> m_results;
};

} // namespace tidemark::ui
