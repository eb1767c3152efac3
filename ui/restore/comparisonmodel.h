// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/contentcheck.h"
#include "ui/common/headedmodel.h"

namespace tidemark::ui {

/// What was expected of each table, and what is there after the restore.
class ComparisonModel : public HeadedModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Expected,
        Restored,
        Result,
        ColumnCount,
    };
    explicit ComparisonModel(QObject* parent = nullptr)
        : HeadedModel(ColumnCount, parent)
    {
    }

    void setTables(const QList<restore::TableComparison>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    Head headOf(int column) const override;

private:
    QList<restore::TableComparison> m_tables;
};

} // namespace tidemark::ui
