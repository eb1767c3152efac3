// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/rowsmodel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace tidemark::ui {

class FindingsView;
class Spinner;

/// The rows of a table out of the dump: the first ones at once, more where one scrolls, the whole of the chosen value
/// below. Reads nothing before it is seen, and stops reading when it is left.
class RowsView : public QWidget
{
    Q_OBJECT
public:
    explicit RowsView(Services& services, QWidget* parent = nullptr);

    /// Rows of an entry; null: none.
    void setTable(std::shared_ptr<const OpenedDump> dump, int part, int entry);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void buildLayout();
    QWidget* buildFoot();
    void read();
    void fetchMore();
    void take(const RowPage& page);
    void fail(const core::Error& error);
    void cancel();
    void sayCount();
    void showValue();
    void fitColumns();
    void copyRows(SeparatedText form);
    void copyValue();
    void showMenu(const QPoint& at);
    QList<int> chosenRows() const;

    std::shared_ptr<const OpenedDump> m_dump;
    int m_part = 0;
    int m_entry = -1;
    bool m_begun = false;
    RowFeed m_feed;
    RowsModel m_model;
    QTableView* m_table;
    Spinner* m_spinner;
    QPushButton* m_cancel;
    QPushButton* m_again;
    FindingsView* m_error;
    QLabel* m_count;
    QToolButton* m_copy;
    QLabel* m_valueCaption;
    QPlainTextEdit* m_value;
};

} // namespace tidemark::ui
