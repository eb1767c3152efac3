// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QMap>

namespace tidemark::ui {

/// Keywords of libpq with their values, edited in place; the last row is empty and takes a new one.
class KeywordModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setKeywords(const QMap<QString, QString>& keywords);
    /// Rows without a keyword or without a value count for nothing.
    QMap<QString, QString> keywords() const;
    void removeAt(int row);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row
    {
        QString keyword;
        QString value;
    };
    QList<Row> m_rows; // without the empty one
};

} // namespace tidemark::ui
