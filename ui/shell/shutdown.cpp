// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shutdown.h"

#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/common/iconlabel.h"
#include "ui/common/task.h"
#include "ui/shell/demosession.h"

#include <QDialog>
#include <QProgressBar>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr int patience = 10'000;  // milliseconds
constexpr int lookInterval = 50;  // milliseconds
constexpr int dialogDelay = 300;  // milliseconds: no flash where all ends at once

} // namespace

Shutdown::Shutdown(Services& services, DemoSession& demo, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_demo(demo)
    , m_window(window)
{
    m_timer.setInterval(lookInterval);
    connect(&m_timer, &QTimer::timeout, this, &Shutdown::check);
}

QString Shutdown::runningText() const
{
    QStringList titles;
    for (const Activity& activity : m_services.activities.running())
        titles.append(core::singleLine(activity.info.title));
    return titles.join(QLatin1Char('\n'));
}

void Shutdown::request()
{
    if (isUnderWay())
        return;
    const QList<Activity>& running = m_services.activities.running();
    if (running.isEmpty() || m_demo.state() == DemoSession::State::Starting) {
        begin();
        return;
    }
    Confirmation confirmation;
    confirmation.title = tr("Quit Tidemark");
    confirmation.question = tr("%n run(s) would be stopped.", nullptr, static_cast<int>(running.size()));
    confirmation.detail = tr("%1\n\nWhat is stopped leaves nothing behind that looks like a whole backup.").arg(runningText());
    confirmation.action = tr("Stop and quit");
    confirmation.refusal = tr("Keep running");
    m_services.dialogs.confirm(m_window, confirmation, [this](bool yes) {
        if (yes)
            begin();
    });
}

void Shutdown::begin()
{
    if (isUnderWay())
        return;
    m_services.tasks.stopAll();
    m_demo.stop();
    m_clock.start();
    m_timer.start();
    check();
}

void Shutdown::showWaiting()
{
    if (m_dialog || !m_window->isVisible())
        return;
    auto* dialog = new QDialog(m_window);
    dialog->setObjectName(QStringLiteral("shutdownDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Quitting"));
    dialog->setWindowFlag(Qt::WindowCloseButtonHint, false);
    auto* text = new IconLabel(QStringLiteral("loader"), Tone::Accent, tr("Stopping what runs. This takes ten seconds at most."), dialog);
    auto* bar = new QProgressBar(dialog);
    bar->setRange(0, 0);
    bar->setAccessibleName(tr("Waiting for runs to stop"));
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(text);
    layout->addWidget(bar);
    dialog->resize(360, dialog->sizeHint().height());
    m_dialog = dialog;
    dialog->open();
}

void Shutdown::check()
{
    const bool idle = m_services.tasks.runningCount() == 0 && m_demo.state() == DemoSession::State::Stopped;
    if (!idle && m_clock.elapsed() < patience) {
        if (m_clock.elapsed() > dialogDelay)
            showWaiting();
        return;
    }
    m_timer.stop();
    if (m_dialog)
        m_dialog->close();
    Q_EMIT finished();
}

} // namespace tidemark::ui
