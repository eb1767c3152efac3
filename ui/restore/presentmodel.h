// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/headedmodel.h"
#include "ui/restore/restorestate.h"

namespace tidemark::ui {

/// Tables of an existing database that a restore is about.
class PresentModel : public HeadedModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Rows,
        Size,
        ColumnCount,
    };
    explicit PresentModel(QObject* parent = nullptr)
        : HeadedModel(ColumnCount, parent)
    {
    }

    void setTables(const QList<LostTable>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    Head headOf(int column) const override;

private:
    QList<LostTable> m_tables;
};

} // namespace tidemark::ui
