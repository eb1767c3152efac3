// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorestate.h"

#include <QFrame>

class QLabel;
class QLineEdit;

namespace tidemark::ui {

class IconLabel;

/// Names what will be lost, where, and asks for the name of the database. Enter in its field does nothing.
class LossConfirmation : public QFrame
{
    Q_OBJECT
public:
    explicit LossConfirmation(QWidget* parent);

    void ask(const store::Profile& profile, const QString& database, const QList<LostTable>& lost);
    /// The name of the database, once it was typed.
    QString confirmed() const;
    bool isConfirmed() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_database;
    IconLabel* m_head;
    QLabel* m_tables;
    QLabel* m_label;
    QLineEdit* m_name;
};

} // namespace tidemark::ui
