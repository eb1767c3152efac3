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
        Source, // at the backup's own moment, or now
        Target, // restored
        Result,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// What needs attention comes first. `live`: names of those whose source is the live database, as it is
    /// now.
    void setResults(const QList<core::SanityResult>& results, const QStringList& live = {});
    const core::SanityResult& at(int row) const { return m_results.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant sourceData(const core::SanityResult& result, int role) const;
    QList<core::SanityResult> m_results;
    QStringList m_live;
};

} // namespace tidemark::ui
