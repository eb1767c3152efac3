// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profileimport.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

/// The connections that were found, each with a tick.
class ImportModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Name,
        Place,
        User,
        Extra, // tunnel, environment, password
        ColumnCount,
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// All are ticked.
    void setProfiles(const QList<store::ImportedProfile>& profiles);
    QList<store::ImportedProfile> ticked() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    QString text(const store::ImportedProfile& imported, int column) const;
    QList<store::ImportedProfile> m_profiles;
    QList<bool> m_ticks;
};

} // namespace tidemark::ui
