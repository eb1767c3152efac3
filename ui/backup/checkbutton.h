// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QPushButton;

namespace tidemark::ui {

/// "Check now", which reads a backup, with an arrow beside it to what proves more.
class CheckButton : public QWidget
{
    Q_OBJECT
public:
    explicit CheckButton(QWidget* parent);

    /// Each of the two by itself.
    void setCanCheck(bool can);
    void setCanVerify(bool can);
    /// "Verify by restoring…", for menus.
    QAction* verifyAction() const { return m_verify; }
    /// "Sanity queries…", the same.
    QAction* sanityAction() const { return m_sanity; }
    void setCanAsk(bool can);

Q_SIGNALS:
    void checkRequested();
    void verifyRequested();
    void sanityRequested();

private:
    QPushButton* m_check;
    QPushButton* m_ways;
    QAction* m_verify;
    QAction* m_sanity;
};

} // namespace tidemark::ui
