// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QStringList>

class QListWidget;

namespace tidemark::ui {

/// A few columns out of those of a table, ticked in a list that opens below the button.
class ColumnsButton : public QPushButton
{
    Q_OBJECT
public:
    /// `nothing` is what it says while none is ticked.
    explicit ColumnsButton(const QString& nothing, QWidget* parent = nullptr);

    void setColumns(const QStringList& all, const QStringList& ticked);
    /// In the order of the table.
    QStringList ticked() const;

Q_SIGNALS:
    /// The list was closed with other ticks than it was opened with.
    void changed(const QStringList& ticked);

private:
    void showText();
    QString m_nothing;
    QStringList m_before;
    QListWidget* m_list; // a table has hundreds of columns at most
};

} // namespace tidemark::ui
