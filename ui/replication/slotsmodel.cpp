// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/slotsmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/replication/lagtext.h"

#include <algorithm>

namespace tidemark::ui {

namespace {

using replication::SlotLag;

bool endangered(const SlotLag& slot)
{
    return slot.walStatus == QLatin1String("unreserved") || slot.walStatus == QLatin1String("lost");
}

QString shown(const SlotLag& slot, int column)
{
    switch (column) {
    case SlotsModel::Name:
        return core::singleLine(slot.name);
    case SlotsModel::Type:
        return slot.type;
    case SlotsModel::Active:
        return slot.active ? SlotsModel::tr("yes") : SlotsModel::tr("no");
    case SlotsModel::Retained:
        return bytesText(slot.retained);
    case SlotsModel::WalStatus:
        return slot.walStatus.isEmpty() ? QStringLiteral("–") : slot.walStatus;
    case SlotsModel::SafeWalSize:
        return bytesText(slot.safeWalSize);
    default:
        return {};
    }
}

QVariant sortKey(const SlotLag& slot, int column)
{
    const auto number = [](const std::optional<core::ByteSize>& bytes) { return bytes ? bytes->bytes() : -1; };
    if (column == SlotsModel::Retained)
        return number(slot.retained);
    if (column == SlotsModel::SafeWalSize)
        return number(slot.safeWalSize);
    return shown(slot, column);
}

QString explanation(const SlotLag& slot, int column)
{
    const auto exact = [](const std::optional<core::ByteSize>& bytes) {
        return bytes ? SlotsModel::tr("%1 bytes").arg(core::countText(bytes->bytes())) : SlotsModel::tr("The server does not say.");
    };
    switch (column) {
    case SlotsModel::Name:
        return core::singleLine(slot.name).toHtmlEscaped();
    case SlotsModel::Retained:
        return exact(slot.retained);
    case SlotsModel::SafeWalSize:
        return slot.safeWalSize ? exact(slot.safeWalSize) : SlotsModel::tr("There is no limit (max_slot_wal_keep_size), or the server is older than 13.");
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
    const bool same = slotLags.size() == m_slots.size()
                      && std::equal(slotLags.begin(), slotLags.end(), m_slots.begin(), [](const SlotLag& a, const SlotLag& b) { return a.name == b.name; });
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
    const bool isSize = index.column() == Retained || index.column() == SafeWalSize;
    switch (role) {
    case Qt::DisplayRole:
        return shown(slot, index.column());
    case Qt::ToolTipRole:
        return explanation(slot, index.column());
    case Qt::TextAlignmentRole:
        return isSize ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (index.column() == WalStatus && endangered(slot))
            return icon(QStringLiteral("triangle-alert"), Tone::Warning);
        return {};
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
        return section == Retained || section == SafeWalSize ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == Retained)
            return tr("WAL that the server keeps for this slot.");
        if (section == SafeWalSize)
            return tr("How much can still be written before the slot is in danger of being lost (safe_wal_size).");
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
    case Active:
        return tr("Active");
    case Retained:
        return tr("Retained WAL");
    case WalStatus:
        return tr("WAL status");
    case SafeWalSize:
        return tr("Safe WAL size");
    default:
        return {};
    }
}

} // namespace tidemark::ui
