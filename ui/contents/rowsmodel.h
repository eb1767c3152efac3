// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/textencoding.h"
#include "ui/contents/rowfeed.h"

#include <QAbstractTableModel>

namespace tidemark::ui {

enum class SeparatedText
{
    Comma, // CSV as RFC 4180 and PostgreSQL's COPY have it: NULL is nothing, an empty text is ""
    Tab,   // for spreadsheets
};

/// The rows that were read so far; asks for more where the view comes to their end.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void clear(const archive::TextEncoding& encoding = {});
    void append(const RowPage& page);
    /// No more is asked for.
    void stop() { m_complete = true; }
    /// The last row has been read.
    bool isComplete() const { return m_complete; }
    /// So much is held that no more is: all of a large table belongs into a file.
    bool isFull() const;

    const RowCell& cell(const QModelIndex& index) const;
    /// As far as it is kept; "NULL" for that.
    QString wholeText(const QModelIndex& index) const;
    QString columnName(int column) const;
    /// With a line of column names. `rows` ascending.
    QString separated(const QList<int>& rows, SeparatedText form) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void moreWanted();

private:
    archive::TextEncoding m_encoding;
    QList<QByteArray> m_columns;
    std::vector<std::vector<RowCell>> m_rows;
    qint64 m_bytes = 0;
    bool m_complete = true;
};

} // namespace tidemark::ui
