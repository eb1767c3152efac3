// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trayicon.h"

#include "ui/activity/activities.h"
#include "ui/common/icons.h"

#include <QPainter>

namespace tidemark::ui {

namespace {

enum class Look
{
    Well,
    Running,
    Attention,
};

/// The mark with a sign in its corner; each sign has a shape of its own.
QIcon markWith(Look look)
{
    constexpr int side = 64;
    QPixmap pixmap = applicationIcon().pixmap(side, side);
    if (look != Look::Well) {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Qt::white, 3));
        painter.setBrush(look == Look::Running ? QColor(0x1f, 0x66, 0xad) : QColor(0xc0, 0x30, 0x20));
        const QRectF corner(side / 2.0, side / 2.0, side / 2.0 - 2, side / 2.0 - 2);
        if (look == Look::Running) {
            painter.drawEllipse(corner);
        } else {
            const QPolygonF triangle{
                {corner.center().x(), corner.top()}, corner.bottomRight(), corner.bottomLeft()};
            painter.drawPolygon(triangle);
        }
    }
    return {pixmap};
}

} // namespace

TrayIcon::TrayIcon(Services& services, QObject* parent)
    : QObject(parent)
    , m_services(services)
{
    m_menu.addAction(tr("&Show Tidemark"), this, &TrayIcon::showRequested);
    m_menu.addSeparator();
    m_menu.addAction(tr("&Quit"), this, &TrayIcon::quitRequested);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            Q_EMIT showRequested();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &TrayIcon::showRequested);
    connect(&services.activities, &Activities::added, this, &TrayIcon::showState);
    connect(&services.activities, &Activities::ended, this, &TrayIcon::showState);
    showState();
    m_icon.show();
}

void TrayIcon::setAttention(bool attention)
{
    m_attention = attention;
    showState();
}

void TrayIcon::tell(const QString& title, const QString& text)
{
    m_icon.showMessage(title, text, applicationIcon());
}

void TrayIcon::showState()
{
    const int running = static_cast<int>(m_services.activities.running().size());
    if (running > 0) {
        m_icon.setIcon(markWith(Look::Running));
        m_icon.setToolTip(tr("Tidemark: %n run(s) going on", nullptr, running));
    } else if (m_attention) {
        m_icon.setIcon(markWith(Look::Attention));
        m_icon.setToolTip(tr("Tidemark: something needs attention"));
    } else {
        m_icon.setIcon(markWith(Look::Well));
        m_icon.setToolTip(tr("Tidemark: nothing is running"));
    }
}

} // namespace tidemark::ui
