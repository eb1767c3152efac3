// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"

#include <QAbstractTableModel>
#include <QHash>

#include <optional>

namespace tidemark::ui {

/// The sanity queries of a database, ticked where they are asked, with what they were answered last.
class SanityListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Query,
        Expected,
        Answer, // of the database itself
        Other,  // of the one beside it
        Result,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// Answers to queries that are still the same stay.
    void setQueries(const QList<core::SanityQuery>& queries);
    const core::SanityQuery& at(int row) const { return m_queries.at(row); }
    const QList<core::SanityQuery>& queries() const { return m_queries; }
    int rowOf(const QString& name) const; // -1 for none

    void setResults(const QList<core::SanityResult>& results);
    /// Null where it was not asked.
    const core::SanityResult* resultOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    /// Somebody ticked or unticked it; the list itself stays as it is.
    void enabledWanted(const tidemark::core::SanityQuery& query);

private:
    QVariant resultData(int row, int column, int role) const;

    QList<core::SanityQuery> m_queries;
    QHash<QString, core::SanityResult> m_results; // by name
};

} // namespace tidemark::ui
