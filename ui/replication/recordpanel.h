// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractItemModel;

namespace tidemark::ui {

class RecordTable;

/// A heading and a table below it that is as high as its rows, up to a limit. Hidden while the table is
/// empty.
class RecordPanel : public QWidget
{
    Q_OBJECT
public:
    /// The model is not owned. `stretched` is the column that takes the width that is left over.
    RecordPanel(const QString& title, QAbstractItemModel* model, int stretched, QWidget* parent = nullptr);

    RecordTable& table() { return *m_table; }

private:
    void fit();
    RecordTable* m_table;
};

} // namespace tidemark::ui
