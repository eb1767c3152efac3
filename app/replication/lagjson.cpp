// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagjson.h"

#include "core/text.h"
#include "replication/lagrules.h"

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

QJsonObject toJson(const StandbyLag& lag)
{
    return {{QStringLiteral("name"), lag.name},
            {QStringLiteral("address"), lag.address},
            {QStringLiteral("kind"),
             lag.kind == StreamKind::Physical ? QStringLiteral("physical") : QStringLiteral("logical")},
            {QStringLiteral("slot"), lag.slot},
            {QStringLiteral("state"), lag.state},
            {QStringLiteral("syncState"), lag.syncState},
            {QStringLiteral("condition"), conditionName(lag.condition)},
            {QStringLiteral("bytes"), QJsonObject{{QStringLiteral("sent"), value(lag.bytes.sent)},
                                                  {QStringLiteral("write"), value(lag.bytes.write)},
                                                  {QStringLiteral("flush"), value(lag.bytes.flush)},
                                                  {QStringLiteral("replay"), value(lag.bytes.replay)}}},
            {QStringLiteral("seconds"), QJsonObject{{QStringLiteral("write"), value(lag.seconds.write)},
                                                    {QStringLiteral("flush"), value(lag.seconds.flush)},
                                                    {QStringLiteral("replay"), value(lag.seconds.replay)}}},
            {QStringLiteral("behind"),
             lag.behind ? QJsonValue(QJsonObject{{QStringLiteral("seconds"), lag.behind->seconds},
                                                 {QStringLiteral("atLeast"), lag.behind->atLeast}})
                        : QJsonValue()},
            {QStringLiteral("replayRate"), value(lag.replayRate)},
            {QStringLiteral("catchUpSeconds"), value(lag.catchUpSeconds)},
            {QStringLiteral("replayPaused"), lag.replayPaused},
            {QStringLiteral("fallsBehind"), lag.fallsBehind},
            {QStringLiteral("lastSeen"),
             lag.lastSeen.isValid() ? QJsonValue(core::isoUtc(lag.lastSeen)) : QJsonValue()},
            {QStringLiteral("replyAge"), value(lag.replyAge)}};
}

QJsonObject toJson(const SlotLag& slot)
{
    return {{QStringLiteral("name"), slot.name},
            {QStringLiteral("type"), slot.type},
            {QStringLiteral("active"), slot.active},
            {QStringLiteral("condition"), slotConditionName(slot.condition)},
            {QStringLiteral("retainedBytes"), value(slot.retained)},
            {QStringLiteral("unconfirmedBytes"), value(slot.unconfirmed)},
            {QStringLiteral("walStatus"), slot.walStatus},
            {QStringLiteral("safeWalSize"), value(slot.safeWalSize)},
            {QStringLiteral("inactiveSeconds"), value(slot.inactiveSeconds)},
            {QStringLiteral("secondsToLoss"), value(slot.secondsToLoss)},
            {QStringLiteral("invalidation"), slot.invalidation}};
}

void insertFacts(const postgres::ReplicationFacts& facts, QJsonObject& object)
{
    QJsonObject settings;
    for (const postgres::SettingRow& row : facts.settings)
        settings.insert(row.name, row.text);
    object.insert(QStringLiteral("settings"), settings);
    object.insert(QStringLiteral("archiver"),
                  QJsonObject{{QStringLiteral("archived"), facts.archiver.archivedCount},
                              {QStringLiteral("failed"), facts.archiver.failedCount},
                              {QStringLiteral("failing"), facts.archiver.isFailing()},
                              {QStringLiteral("lastArchivedAge"), value(facts.archiver.lastArchivedAge)},
                              {QStringLiteral("lastFailedAge"), value(facts.archiver.lastFailedAge)}});
    object.insert(QStringLiteral("conflicts"), facts.conflicts.total());
}

} // namespace

QJsonObject toJson(const LagSample& sample)
{
    QJsonArray standbys;
    for (const StandbyLag& lag : sample.standbys)
        standbys.append(toJson(lag));
    QJsonArray slotArray;
    for (const SlotLag& slot : sample.slotLags)
        slotArray.append(toJson(slot));
    QJsonObject object{{QStringLiteral("time"), core::isoUtc(sample.serverTime)},
                       {QStringLiteral("role"), sample.role == ServerRole::Primary
                                                    ? QStringLiteral("primary")
                                                    : QStringLiteral("standby")},
                       {QStringLiteral("lsn"), sample.lsn ? QJsonValue(sample.lsn->toText()) : QJsonValue()},
                       {QStringLiteral("timeline"),
                        sample.timeline ? QJsonValue(static_cast<qint64>(*sample.timeline)) : QJsonValue()},
                       {QStringLiteral("systemIdentifier"), sample.systemIdentifier},
                       {QStringLiteral("walRate"), value(sample.walRate)},
                       {QStringLiteral("afterGap"), sample.afterGap},
                       {QStringLiteral("roundTripMs"), static_cast<qint64>(sample.roundTrip.count())},
                       {QStringLiteral("standbys"), standbys},
                       {QStringLiteral("slots"), slotArray},
                       {QStringLiteral("findings"), core::toJson(sample.findings)}};
    if (sample.facts)
        insertFacts(*sample.facts, object);
    return object;
}

} // namespace tidemark::replication
