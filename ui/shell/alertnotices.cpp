// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/alertnotices.h"

#include "core/quoting.h"
#include "ui/replication/serverwatches.h"
#include "ui/shell/notices.h"
#include "ui/shell/traypresence.h"

namespace tidemark::ui {

AlertNotices::AlertNotices(ServerWatches& watches, Notices& notices, TrayPresence& tray, QObject* parent)
    : QObject(parent)
    , m_notices(notices)
    , m_tray(tray)
{
    connect(&watches, &ServerWatches::alerted, this, &AlertNotices::take);
    connect(&watches, &ServerWatches::removed, this, &AlertNotices::forget);
}

void AlertNotices::forget(const QString& profileId)
{
    const QString begin = QStringLiteral("alert.%1.").arg(profileId);
    const QStringList ids = m_lasting.keys();
    for (const QString& id : ids) {
        if (!id.startsWith(begin))
            continue;
        m_lasting.remove(id);
        m_notices.dismiss(id);
    }
}

void AlertNotices::take(const store::Profile& profile, const replication::AlertEvent& event)
{
    const replication::Alert& alert = event.alert;
    const QString id =
        QStringLiteral("alert.%1.%2").arg(profile.id, replication::alertCauseName(alert.cause));
    QSet<QString>& subjects = m_lasting[id];
    if (event.kind == replication::AlertEvent::Kind::Ended) {
        subjects.remove(alert.subject);
        if (!subjects.isEmpty())
            return;
        m_lasting.remove(id);
        m_notices.dismiss(id);
        return;
    }
    const bool isFirst = subjects.isEmpty();
    subjects.insert(alert.subject);
    say(profile, alert, id, static_cast<int>(subjects.size()) - 1);
    if (isFirst)
        m_tray.tell(
            tr("%1: %2").arg(core::singleLine(profile.name), replication::alertCauseTitle(alert.cause)),
            alert.sentence);
}

void AlertNotices::say(const store::Profile& profile, const replication::Alert& alert, const QString& id,
                       int others)
{
    QString text = QStringLiteral("%1: %2").arg(core::singleLine(profile.name), alert.sentence);
    if (others > 0)
        text += QLatin1Char(' ') + tr("The same is the case with %n more.", nullptr, others);
    const bool isCritical = alert.severity == replication::AlertSeverity::Critical;
    m_notices.say({id,
                   isCritical ? QStringLiteral("circle-x") : QStringLiteral("triangle-alert"),
                   Tone::Warning,
                   text,
                   {{tr("&Show"), QStringLiteral("showAlert"),
                     [this, server = profile.id] { Q_EMIT serverRequested(server); }}}});
}

} // namespace tidemark::ui
