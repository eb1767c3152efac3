// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/alertlog.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// Alerts that were raised, the newest first.
class AlertLogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Raised,
        Lasted,
        Cause,
        Subject,
        Sentence,
        Delivery,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setAlerts(const QList<store::LoggedAlert>& alerts);

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_alerts.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<store::LoggedAlert> m_alerts;
};

} // namespace tidemark::ui
