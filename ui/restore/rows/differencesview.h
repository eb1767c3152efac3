// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/rows/differencesmodel.h"

#include <QTableView>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace tidemark::ui {

/// A table whose rows are ticked with Space, as many as are selected.
class TickTable : public QTableView
{
    Q_OBJECT
public:
    explicit TickTable(QWidget* parent = nullptr);

Q_SIGNALS:
    void toggled(const QList<int>& rows);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// The rows of one kind: the table, the whole of the chosen value below it, ticks for all and for none.
class DifferencesView : public QWidget
{
    Q_OBJECT
public:
    DifferencesView(RowKind kind, RowReader& reader, QWidget* parent = nullptr);

    DifferencesModel& model() { return m_model; }
    void setRows(std::shared_ptr<const restore::rows::RecoveryFacts> facts, std::shared_ptr<RowTicks> ticks);
    void setShown(std::optional<std::vector<quint32>> places);
    void focusTable();

Q_SIGNALS:
    void ticksChanged();

private:
    void buildLayout();
    void fitColumns();
    void showValue();
    void sayCount();
    void copyValue();

    DifferencesModel m_model;
    std::shared_ptr<RowTicks> m_ticks;
    bool m_isFitted = false; // to rows that were read
    TickTable* m_table;
    QLabel* m_caption;
    QPlainTextEdit* m_live;
    QPlainTextEdit* m_backup;
    QLabel* m_count;
    QPushButton* m_all;
    QPushButton* m_none;
};

} // namespace tidemark::ui
