// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "ui/common/headedmodel.h"

namespace tidemark::ui {

/// The tables in a backup, as they were counted when it was read back.
class ContentModel : public HeadedModel
{
    Q_OBJECT
public:
    enum Column
    {
        Table,
        Rows,
        Bytes,
        ColumnCount,
    };
    explicit ContentModel(QObject* parent = nullptr)
        : HeadedModel(ColumnCount, parent)
    {
    }

    void setTables(const QList<catalog::ManifestTable>& tables);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    Head headOf(int column) const override;

private:
    QList<catalog::ManifestTable> m_tables;
};

} // namespace tidemark::ui
