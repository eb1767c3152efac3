// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagjson.h"

#include "core/text.h"
#include "replication/lagmodel.h"

#include <QJsonArray>

namespace tidemark::replication {

namespace {

QJsonValue value(const std::optional<core::ByteSize>& bytes)
{
    return bytes ? QJsonValue(bytes->bytes()) : QJsonValue();
}

QJsonValue value(const std::optional<double>& seconds)
{
    return seconds ? QJsonValue(*seconds) : QJsonValue();
}

} // namespace

QJsonObject toJson(const LagSample& sample)
{
    QJsonArray standbys;
    for (const StandbyLag& lag : sample.standbys) {
        standbys.append(QJsonObject{
            {QStringLiteral("name"), lag.name},
            {QStringLiteral("address"), lag.address},
            {QStringLiteral("state"), lag.state},
            {QStringLiteral("syncState"), lag.syncState},
            {QStringLiteral("condition"), conditionName(lag.condition)},
            {QStringLiteral("bytes"), QJsonObject{{QStringLiteral("sent"), value(lag.bytes.sent)}, {QStringLiteral("write"), value(lag.bytes.write)},
                                                  {QStringLiteral("flush"), value(lag.bytes.flush)}, {QStringLiteral("replay"), value(lag.bytes.replay)}}},
            {QStringLiteral("seconds"), QJsonObject{{QStringLiteral("write"), value(lag.seconds.write)}, {QStringLiteral("flush"), value(lag.seconds.flush)},
                                                    {QStringLiteral("replay"), value(lag.seconds.replay)}}},
            {QStringLiteral("replyAge"), value(lag.replyAge)}});
    }
    QJsonArray slotArray;
    for (const SlotLag& slot : sample.slotLags) {
        slotArray.append(QJsonObject{{QStringLiteral("name"), slot.name},
                                     {QStringLiteral("type"), slot.type},
                                     {QStringLiteral("active"), slot.active},
                                     {QStringLiteral("retainedBytes"), value(slot.retained)},
                                     {QStringLiteral("walStatus"), slot.walStatus},
                                     {QStringLiteral("safeWalSize"), value(slot.safeWalSize)}});
    }
    return {{QStringLiteral("time"), core::isoUtc(sample.serverTime)},
            {QStringLiteral("role"), sample.role == ServerRole::Primary ? QStringLiteral("primary") : QStringLiteral("standby")},
            {QStringLiteral("lsn"), sample.lsn ? QJsonValue(sample.lsn->toText()) : QJsonValue()},
            {QStringLiteral("standbys"), standbys},
            {QStringLiteral("slots"), slotArray},
            {QStringLiteral("findings"), core::toJson(sample.findings)}};
}

} // namespace tidemark::replication
