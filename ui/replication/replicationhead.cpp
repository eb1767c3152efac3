// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/replicationhead.h"

#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"

#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

ReplicationHead::ReplicationHead(QWidget* parent)
    : QWidget(parent)
    , m_summary(new IconLabel(this))
    , m_age(new IconLabel(this))
    , m_alerts(new IconLabel(this))
    , m_pause(new QPushButton(this))
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("&Copy report"), this))
    , m_more(new QPushButton(icon(QStringLiteral("ellipsis")), tr("&More"), this))
{
    m_summary->setObjectName(QStringLiteral("replicationSummary"));
    m_age->setObjectName(QStringLiteral("sampleAge"));
    m_alerts->setObjectName(QStringLiteral("lastingAlerts"));
    m_pause->setObjectName(QStringLiteral("pauseReplication"));
    m_copy->setObjectName(QStringLiteral("copyReplication"));
    m_copy->setToolTip(tr("Everything that is shown, as text"));
    m_more->setObjectName(QStringLiteral("moreReplication"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    m_summary->setFont(large);
    for (QPushButton* button : {m_pause, m_copy, m_more})
        button->setAutoDefault(false);
    auto* menu = new QMenu(m_more);
    QAction* rules = menu->addAction(icon(QStringLiteral("bell")), tr("&Watching and alerts…"), this,
                                     &ReplicationHead::rulesRequested);
    QAction* log = menu->addAction(icon(QStringLiteral("list")), tr("&Log of alerts…"), this,
                                   &ReplicationHead::logRequested);
    menu->addSeparator();
    m_csv = menu->addAction(icon(QStringLiteral("table")), tr("Save the chart's values as &CSV…"), this,
                            &ReplicationHead::csvRequested);
    m_picture = menu->addAction(icon(QStringLiteral("save")), tr("Save the chart as a &picture…"), this,
                                &ReplicationHead::pictureRequested);
    rules->setObjectName(QStringLiteral("openAlertRules"));
    log->setObjectName(QStringLiteral("openAlertLog"));
    m_csv->setObjectName(QStringLiteral("saveLagCsv"));
    m_picture->setObjectName(QStringLiteral("saveLagPicture"));
    m_more->setMenu(menu);
    connect(m_pause, &QPushButton::clicked, this, &ReplicationHead::pauseToggled);
    connect(m_copy, &QPushButton::clicked, this, &ReplicationHead::copyRequested);

    auto* row = new QHBoxLayout;
    row->setSpacing(gridStep);
    row->addWidget(m_summary, 1, Qt::AlignVCenter);
    row->addWidget(m_pause);
    row->addWidget(m_copy);
    row->addWidget(m_more);
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * gridStep);
    below->addWidget(m_age, 0, Qt::AlignVCenter);
    below->addWidget(m_alerts, 1, Qt::AlignVCenter);
    below->addStretch(0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep / 2);
    layout->addLayout(row);
    layout->addLayout(below);
    m_age->hide();
    m_alerts->hide();
}

void ReplicationHead::setSummary(const QString& icon, Tone tone, const QString& sentence)
{
    m_summary->setStatus(icon, tone, sentence);
}

void ReplicationHead::setAge(const QString& icon, Tone tone, const QString& text)
{
    m_age->setVisible(!text.isEmpty());
    m_age->setStatus(icon, tone, text);
    // Wide enough for what it says, and never narrower again: a head that moves every second is hard to read.
    const int needed =
        m_age->fontMetrics().horizontalAdvance(text) + m_age->fontMetrics().height() + 2 * gridStep;
    m_age->setMinimumWidth(std::max(m_age->minimumWidth(), needed));
}

void ReplicationHead::setAlerts(const QList<replication::Alert>& alerts)
{
    m_alerts->setVisible(!alerts.isEmpty());
    QStringList titles;
    for (const replication::Alert& alert : alerts) {
        const QString title = replication::alertCauseTitle(alert.cause);
        titles.append(alert.subjectName.isEmpty() ? title
                                                  : QStringLiteral("%1 (%2)").arg(title, alert.subjectName));
    }
    if (!alerts.isEmpty())
        m_alerts->setStatus(QStringLiteral("bell"), Tone::Warning,
                            tr("%n alert(s): %1", nullptr, static_cast<int>(alerts.size()))
                                .arg(titles.join(QStringLiteral("; "))));
}

void ReplicationHead::setOffer(Offer offer)
{
    m_pause->setVisible(offer != Offer::Nothing);
    m_more->setVisible(offer != Offer::Nothing);
    m_pause->setText(offer == Offer::Resume ? tr("&Resume") : tr("&Pause"));
    m_pause->setIcon(icon(offer == Offer::Resume ? QStringLiteral("play") : QStringLiteral("pause")));
}

void ReplicationHead::setHasContent(bool has)
{
    m_copy->setVisible(has);
    m_csv->setEnabled(has);
    m_picture->setEnabled(has);
}

} // namespace tidemark::ui
