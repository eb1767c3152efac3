// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// The replication slots of a server. Rows stay in place while the slots are the same, so that a selection
/// survives.
class SlotsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Type,
        State,
        WalStatus,
        Retained,
        SafeWalSize,
        TimeLeft,
        InactiveSince,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setSlots(const QList<replication::SlotLag>& slotLags);

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_slots.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<replication::SlotLag> m_slots;
};

} // namespace tidemark::ui
