// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace tidemark::ui {

/// A table model with a fixed number of columns, each with a head; numbers stand at the right, heads and all.
class HeadedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit HeadedModel(int columns, QObject* parent = nullptr)
        : QAbstractTableModel(parent)
        , m_columns(columns)
    {
    }

    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : m_columns;
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    enum class Kind
    {
        Text,
        Number,
    };
    struct Head
    {
        QString text;
        Kind kind = Kind::Text;
    };
    virtual Head headOf(int column) const = 0;
    /// What data() has for Qt::TextAlignmentRole.
    QVariant alignmentOf(int column) const;

private:
    const int m_columns;
};

} // namespace tidemark::ui
