// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/alertpolicy.h"
#include "ui/common/theme.h"

#include <QWidget>

class QAction;
class QPushButton;

namespace tidemark::ui {

class IconLabel;

/// The line above a server's replication: the sentence, the age of what is shown, alerts, and what can be
/// done.
class ReplicationHead : public QWidget
{
    Q_OBJECT
public:
    explicit ReplicationHead(QWidget* parent = nullptr);

    void setSummary(const QString& icon, Tone tone, const QString& sentence);
    void setAge(const QString& icon, Tone tone, const QString& text); // hidden where empty
    void setAlerts(const QList<replication::Alert>& alerts);

    enum class Offer
    {
        Nothing, // no server
        Pause,
        Resume,
    };
    void setOffer(Offer offer);
    /// Whether there is something to copy and to export.
    void setHasContent(bool has);

Q_SIGNALS:
    void pauseToggled();
    void copyRequested();
    void csvRequested();
    void pictureRequested();
    void rulesRequested();
    void logRequested();

private:
    IconLabel* m_summary;
    IconLabel* m_age;
    IconLabel* m_alerts;
    QPushButton* m_pause;
    QPushButton* m_copy;
    QPushButton* m_more;
    QAction* m_csv;
    QAction* m_picture;
};

} // namespace tidemark::ui
