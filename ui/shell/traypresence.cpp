// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/traypresence.h"

#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/profiles/profilefile.h"
#include "ui/replication/serverwatches.h"
#include "ui/shell/alertnotices.h"
#include "ui/shell/notices.h"
#include "ui/shell/trayicon.h"

namespace tidemark::ui {

namespace {

const QLatin1String noticeId("tray");

} // namespace

TrayPresence::TrayPresence(Services& services, Notices& notices, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_notices(notices)
    , m_window(window)
    , m_watches(new ServerWatches(services, {}, this))
{
    auto* alerts = new AlertNotices(*m_watches, notices, *this, this);
    connect(alerts, &AlertNotices::serverRequested, this, &TrayPresence::serverRequested);
    connect(&services.activities, &Activities::ended, this, &TrayPresence::noteEnd);
}

TrayPresence::~TrayPresence() = default;

void TrayPresence::begin()
{
    m_watches->startBackground(m_services.profiles.profiles());
    auto* file = new ProfileFile(m_services.profiles, this);
    connect(file, &ProfileFile::read, this, [this] {
        Q_EMIT profilesRead(); // first the pages, which leave what is gone
        m_watches->takeProfiles(m_services.profiles.profiles());
    });
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_icon = std::make_unique<TrayIcon>(m_services);
    connect(m_icon.get(), &TrayIcon::showRequested, this, &TrayPresence::bringBack);
    connect(m_icon.get(), &TrayIcon::quitRequested, this, &TrayPresence::quitRequested);
}

bool TrayPresence::keepsRunning()
{
    if (!m_icon)
        return false;
    switch (m_services.preferences.closeAction()) {
    case store::Preferences::CloseAction::KeepInTray:
        m_window->hide();
        return true;
    case store::Preferences::CloseAction::Quit:
        return false;
    case store::Preferences::CloseAction::Ask:
        break;
    }
    if (m_notices.isShown(noticeId))
        return false; // closed once more without an answer: then it is meant
    ask();
    return true;
}

void TrayPresence::ask()
{
    const auto choose = [this](store::Preferences::CloseAction action) {
        m_services.preferences.setCloseAction(action);
        m_window->close();
    };
    m_notices.say({noticeId,
                   QStringLiteral("bell"),
                   Tone::Accent,
                   tr("When you close the window, shall Tidemark stay in the tray, so that runs go on? You "
                      "are asked this once."),
                   {{tr("Stay in the &tray"), QStringLiteral("stayInTray"),
                     [choose] { choose(store::Preferences::CloseAction::KeepInTray); }},
                    {tr("&Quit"), QStringLiteral("quitAlways"),
                     [choose] { choose(store::Preferences::CloseAction::Quit); }}}});
}

void TrayPresence::noteEnd(const Activity& activity)
{
    if (!m_icon || m_window->isActiveWindow())
        return;
    m_icon->setAttention(true);
    m_icon->tell(tr("A run has ended"), core::singleLine(activity.info.title));
}

void TrayPresence::tell(const QString& title, const QString& text)
{
    Q_EMIT told(title, text);
    if (!m_icon)
        return;
    m_icon->tell(title, text);
    if (!m_window->isActiveWindow())
        m_icon->setAttention(true);
}

void TrayPresence::windowSeen()
{
    if (m_icon)
        m_icon->setAttention(false);
}

void TrayPresence::bringBack()
{
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

} // namespace tidemark::ui
