// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/selection.h"
#include "ui/contents/contentindex.h"

#include <QAbstractTableModel>

#include <memory>

namespace tidemark::ui {

/// What comes along with the ticked objects, or stays behind, each with its reason.
class NeededModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Object,
        Kind,
        Why,
        ColumnCount,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setSelection(std::shared_ptr<const ContentIndex> index, int part, const archive::Selection& selection);
    void clear();
    /// Number of the object in the index, -1 for what is none.
    int objectAt(int row) const { return m_lines.at(row).object; }
    int comingCount() const { return m_coming; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Line
    {
        int object = -1;
        QString name;
        QString type; // pg_dump's word
        QString why;
        bool isLeftOut = false;
    };
    std::shared_ptr<const ContentIndex> m_index;
    QList<Line> m_lines;
    int m_coming = 0;
};

} // namespace tidemark::ui
