// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorestate.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace tidemark::ui {

/// What chosen tables are called beside their originals: the name of the one, or how the names of several
/// end. Says what comes out.
class OtherNameBox : public QWidget
{
    Q_OBJECT
public:
    explicit OtherNameBox(QWidget* parent);

    void show(const RestoreState& state);
    void takeInto(RestoreState& state) const;

Q_SIGNALS:
    void changed();

private:
    bool m_isOne = true;
    QLabel* m_question;
    QLineEdit* m_name;
    QLabel* m_preview;
    QStringList m_tables;
};

} // namespace tidemark::ui
