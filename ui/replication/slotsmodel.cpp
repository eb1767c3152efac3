// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/slotsmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/replication/lagtext.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

using replication::SlotLag;

using replication::SlotCondition;

QIcon iconOf(SlotCondition condition)
{
    switch (condition) {
    case SlotCondition::InUse:
        return icon(QStringLiteral("circle-check"), Tone::Ok);
    case SlotCondition::Unused:
        return icon(QStringLiteral("unplug"), Tone::Muted);
    case SlotCondition::HoldingWal:
    case SlotCondition::Endangered:
        return icon(QStringLiteral("triangle-alert"), Tone::Warning);
    case SlotCondition::Lost:
        break;
    }
    return icon(QStringLiteral("circle-x"), Tone::Danger);
}

QString shown(const SlotLag& slot, int column)
{
    switch (column) {
    case SlotsModel::Name:
        return core::singleLine(slot.name);
    case SlotsModel::Type:
        return slot.database.isEmpty()
                   ? slot.type
                   : QStringLiteral("%1 (%2)").arg(slot.type, core::singleLine(slot.database));
    case SlotsModel::State:
        return replication::slotConditionTitle(slot.condition);
    case SlotsModel::Retained:
        return bytesText(slot.retained);
    case SlotsModel::WalStatus:
        return slot.walStatus.isEmpty() ? QStringLiteral("–") : slot.walStatus;
    case SlotsModel::SafeWalSize:
        return bytesText(slot.safeWalSize);
    case SlotsModel::TimeLeft:
        return slot.condition == SlotCondition::Lost ? QStringLiteral("–") : secondsText(slot.secondsToLoss);
    case SlotsModel::InactiveSince:
        return slot.active || !slot.inactiveSeconds ? QStringLiteral("–") : secondsText(slot.inactiveSeconds);
    default:
        return {};
    }
}

bool isFigure(int column)
{
    return column == SlotsModel::Retained || column == SlotsModel::SafeWalSize ||
           column == SlotsModel::TimeLeft || column == SlotsModel::InactiveSince;
}

QVariant sortKey(const SlotLag& slot, int column)
{
    const auto number = [](const std::optional<core::ByteSize>& bytes) {
        return bytes ? bytes->bytes() : -1;
    };
    if (column == SlotsModel::Retained)
        return number(slot.retained);
    if (column == SlotsModel::SafeWalSize)
        return number(slot.safeWalSize);
    if (column == SlotsModel::TimeLeft)
        return slot.secondsToLoss.value_or(1e18);
    if (column == SlotsModel::InactiveSince)
        return slot.active ? -1.0 : slot.inactiveSeconds.value_or(0);
    if (column == SlotsModel::State)
        return static_cast<int>(slot.condition);
    return shown(slot, column);
}

QString explanation(const SlotLag& slot, int column)
{
    const auto exact = [](const std::optional<core::ByteSize>& bytes) {
        return bytes ? SlotsModel::tr("%1 bytes").arg(core::countText(bytes->bytes()))
                     : SlotsModel::tr("The server does not say.");
    };
    switch (column) {
    case SlotsModel::Name:
        return core::singleLine(slot.name).toHtmlEscaped();
    case SlotsModel::State:
        return replication::slotConditionSentence(slot.condition).toHtmlEscaped();
    case SlotsModel::TimeLeft:
        return slot.secondsToLoss
                   ? SlotsModel::tr(
                         "Until max_slot_wal_keep_size is reached, if WAL is written as fast as now.")
                   : SlotsModel::tr("Cannot be told: there is no limit, or nothing is being written.");
    case SlotsModel::Retained:
        return exact(slot.retained);
    case SlotsModel::SafeWalSize:
        return slot.safeWalSize
                   ? exact(slot.safeWalSize)
                   : SlotsModel::tr(
                         "There is no limit (max_slot_wal_keep_size), or the server is older than 13.");
    case SlotsModel::WalStatus:
        if (slot.walStatus == QLatin1String("lost"))
            return SlotsModel::tr("Needed WAL was removed: this slot cannot be used any more.");
        if (slot.walStatus == QLatin1String("unreserved"))
            return SlotsModel::tr("Needed WAL may be removed at the next checkpoint.");
        if (slot.walStatus == QLatin1String("extended"))
            return SlotsModel::tr("It holds more than max_wal_size.");
        return {};
    default:
        return {};
    }
}

} // namespace

void SlotsModel::setSlots(const QList<SlotLag>& slotLags)
{
    const bool same = slotLags.size() == m_slots.size() &&
                      std::equal(slotLags.begin(), slotLags.end(), m_slots.begin(),
                                 [](const SlotLag& a, const SlotLag& b) { return a.name == b.name; });
    if (!same) {
        beginResetModel();
        m_slots = slotLags;
        endResetModel();
        return;
    }
    m_slots = slotLags;
    if (!m_slots.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QVariant SlotsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_slots.size())
        return {};
    const SlotLag& slot = m_slots.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(slot, index.column());
    case Qt::ToolTipRole:
        return explanation(slot, index.column());
    case Qt::TextAlignmentRole:
        return isFigure(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                        : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DecorationRole:
        return index.column() == State ? QVariant(iconOf(slot.condition)) : QVariant();
    case SortRole:
        return sortKey(slot, index.column());
    default:
        return {};
    }
}

QVariant SlotsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return isFigure(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == Retained)
            return tr("WAL that the server keeps for this slot.");
        if (section == SafeWalSize)
            return tr(
                "How much can still be written before the slot is in danger of being lost (safe_wal_size).");
        if (section == WalStatus)
            return tr("wal_status: reserved, extended, unreserved, lost.");
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Slot");
    case Type:
        return tr("Type");
    case State:
        return tr("State");
    case Retained:
        return tr("Retained WAL");
    case WalStatus:
        return tr("WAL status");
    case SafeWalSize:
        return tr("Safe WAL size");
    case TimeLeft:
        return tr("Lost in");
    case InactiveSince:
        return tr("Unused for");
    default:
        return {};
    }
}

} // namespace tidemark::ui
