// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace tidemark::ui {

class ElidedLabel;
class Task;

/// The foot of the window: what runs, how far it is, how long still, Cancel; opens the activity panel. Also says where
/// passwords are kept when that is not the keychain.
class ActivityBar : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityBar(Services& services, QWidget* parent = nullptr);

    void setPanelOpen(bool open);

Q_SIGNALS:
    void panelToggled(bool open);

private:
    void buildLayout();
    void showRunning();
    void showIdle();
    void showSecretPlace();
    Task* shownTask() const;

    Services& m_services;
    QLabel* m_icon;
    ElidedLabel* m_text;
    QProgressBar* m_bar;
    QLabel* m_left;
    QPushButton* m_cancel;
    QToolButton* m_secrets;
    QToolButton* m_toggle;
    QString m_last; // what the last run was
};

} // namespace tidemark::ui
