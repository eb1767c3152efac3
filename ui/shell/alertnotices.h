// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/alertpolicy.h"
#include "store/profile.h"

#include <QHash>
#include <QObject>
#include <QSet>

namespace tidemark::ui {

class Notices;
class ServerWatches;
class TrayPresence;

/// Alerts of replication become a note in the window and a message of the tray: one for each server and
/// cause, however many standbys or slots share it, until all of them are over.
class AlertNotices : public QObject
{
    Q_OBJECT
public:
    AlertNotices(ServerWatches& watches, Notices& notices, TrayPresence& tray, QObject* parent = nullptr);

Q_SIGNALS:
    void serverRequested(const QString& profileId);

private:
    void forget(const QString& profileId);
    void take(const store::Profile& profile, const replication::AlertEvent& event);
    void say(const store::Profile& profile, const replication::Alert& alert, const QString& id, int others);

    Notices& m_notices;
    TrayPresence& m_tray;
    QHash<QString, QSet<QString>> m_lasting; // subjects by the note's id
};

} // namespace tidemark::ui
