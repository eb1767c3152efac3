// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

namespace tidemark::ui {

/// What a cell sorts by, where that is not its text: numbers, times, ranks.
inline constexpr int SortRole = Qt::UserRole + 1;

/// A table of records: whole rows, sorted by its heads, copied as text with Ctrl+C or from its menu, cells elided with the
/// whole text in the tooltip. Its menu begins with its actions(). Owns the proxy between itself and the model.
class RecordTable : public QTableView
{
    Q_OBJECT
public:
    explicit RecordTable(QWidget* parent = nullptr);

    /// Not owned. `stretched` takes the width that is left over.
    void setRecords(QAbstractItemModel* model, int stretched);
    QSortFilterProxyModel& proxy() { return m_proxy; }
    void setColumnShown(int column, bool shown);
    /// In pixels; the stretched one has no limit.
    void setWidestColumn(int width);
    /// Row of the model, -1 for none.
    int currentRecord() const;
    void selectRecord(int modelRow);
    /// The selected rows, or all of them, as tab-separated lines under their heads.
    QString toText() const;

Q_SIGNALS:
    void currentRecordChanged();
    void recordActivated(int modelRow); // Enter or a double click

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void copy() const;
    void fitColumns();
    QSortFilterProxyModel m_proxy;
    int m_stretched = 0;
    int m_widest = 280;
};

} // namespace tidemark::ui
