// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

class QDialog;

namespace tidemark::ui {

class DemoSession;

/// The way out: asks when something runs, stops it and the demo, waits ten seconds at most without blocking the window,
/// then says finished(). What has not ended by then is found as interrupted at the next start.
class Shutdown : public QObject
{
    Q_OBJECT
public:
    Shutdown(Services& services, DemoSession& demo, QWidget* window);

    /// Asks first where runs would be stopped.
    void request();
    /// Without a question: a signal, or the end of the desktop's session.
    void begin();
    bool isUnderWay() const { return m_timer.isActive(); }

Q_SIGNALS:
    void finished();

private:
    QString runningText() const;
    void showWaiting();
    void check();

    Services& m_services;
    DemoSession& m_demo;
    QWidget* m_window;
    QPointer<QDialog> m_dialog;
    QTimer m_timer;
    QElapsedTimer m_clock;
};

} // namespace tidemark::ui
