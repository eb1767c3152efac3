// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "restore/tableloads.h"
#include "ui/common/headedmodel.h"

namespace tidemark::ui {

/// The tables of a restore while it runs: which are loaded, which are being loaded.
class TableLoadModel : public HeadedModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Rows,
        Size,
        State,
        ColumnCount,
    };
    explicit TableLoadModel(QObject* parent = nullptr)
        : HeadedModel(ColumnCount, parent)
    {
    }

    void setPlan(const restore::RestorePlan& plan);
    /// News of the run.
    void readLines(const QList<core::LogLine>& lines);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    Head headOf(int column) const override;

private:
    restore::TableLoads m_loads;
};

} // namespace tidemark::ui
