// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/alertlogmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/alertpolicy.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

namespace tidemark::ui {

namespace {

QString deliveryText(const store::LoggedAlert& alert)
{
    const QString raised = alert.delivery.isEmpty() ? QStringLiteral("–") : core::singleLine(alert.delivery);
    if (alert.endDelivery.isEmpty() || alert.endDelivery == alert.delivery)
        return raised;
    return AlertLogModel::tr("%1; at the end: %2").arg(raised, core::singleLine(alert.endDelivery));
}

using store::LoggedAlert;

QString causeTitle(const LoggedAlert& alert)
{
    const auto cause = replication::alertCauseFromName(alert.cause);
    return cause ? replication::alertCauseTitle(*cause) : core::singleLine(alert.cause);
}

qint64 lastedSeconds(const LoggedAlert& alert)
{
    return alert.raised.secsTo(alert.ended.isValid() ? alert.ended : QDateTime::currentDateTimeUtc());
}

QString shown(const LoggedAlert& alert, int column)
{
    switch (column) {
    case AlertLogModel::Raised:
        return core::localDateTimeText(alert.raised);
    case AlertLogModel::Lasted: {
        const QString time =
            core::durationText(std::chrono::seconds(std::max<qint64>(0, lastedSeconds(alert))));
        return alert.ended.isValid() ? time : AlertLogModel::tr("%1, lasts").arg(time);
    }
    case AlertLogModel::Cause:
        return causeTitle(alert);
    case AlertLogModel::Subject:
        return alert.subjectName.isEmpty() ? QStringLiteral("–") : core::singleLine(alert.subjectName);
    case AlertLogModel::Sentence:
        return core::singleLine(alert.sentence);
    case AlertLogModel::Delivery:
        return deliveryText(alert);
    default:
        return {};
    }
}

} // namespace

void AlertLogModel::setAlerts(const QList<LoggedAlert>& alerts)
{
    beginResetModel();
    m_alerts = alerts;
    endResetModel();
}

QVariant AlertLogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_alerts.size())
        return {};
    const LoggedAlert& alert = m_alerts.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(alert, index.column());
    case Qt::ToolTipRole:
        return shown(alert, index.column()).toHtmlEscaped();
    case Qt::DecorationRole:
        if (index.column() == Cause)
            return alert.ended.isValid() ? icon(QStringLiteral("circle-check"), Tone::Muted)
                                         : icon(QStringLiteral("triangle-alert"), Tone::Warning);
        return {};
    case SortRole:
        if (index.column() == Raised)
            return alert.raised;
        if (index.column() == Lasted)
            return lastedSeconds(alert);
        return shown(alert, index.column());
    default:
        return {};
    }
}

QVariant AlertLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Raised:
        return tr("Raised");
    case Lasted:
        return tr("Lasted");
    case Cause:
        return tr("Cause");
    case Subject:
        return tr("Standby or slot");
    case Sentence:
        return tr("What was the case");
    case Delivery:
        return tr("Program or address");
    default:
        return {};
    }
}

} // namespace tidemark::ui
