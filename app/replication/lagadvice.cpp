// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication/lagadvice.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::replication {

namespace {

using core::Severity;

QString said(const char* text)
{
    return QCoreApplication::translate("replication", text);
}

QString shown(const QString& name)
{
    return core::singleLine(name);
}

QString sizeText(const std::optional<core::ByteSize>& size)
{
    return size ? size->toText() : said(QT_TRANSLATE_NOOP("replication", "an unknown amount"));
}

QString dropStatement(const QString& slot)
{
    return QStringLiteral("SELECT pg_drop_replication_slot(%1);").arg(core::quoteLiteral(slot));
}

QString age(double seconds)
{
    return core::durationText(std::chrono::milliseconds(static_cast<qint64>(seconds * 1000)));
}

void advisePrivileges(const postgres::ReplicationRows& rows, core::Findings& out)
{
    const bool blind = (rows.inRecovery && rows.receiver && !rows.receiver->visible) ||
                       std::any_of(rows.senders.begin(), rows.senders.end(),
                                   [](const postgres::WalSenderRow& row) { return !row.visible; });
    if (!blind)
        return;
    const QString grant = QStringLiteral("GRANT pg_monitor TO %1;").arg(core::quoteIdentifier(rows.user));
    out.append(
        {Severity::Warning,
         QStringLiteral("privilege.monitor"),
         rows.inRecovery
             ? said(QT_TRANSLATE_NOOP("replication",
                                      "The role %1 may not see the state of replication on this standby."))
                   .arg(rows.user)
             : said(QT_TRANSLATE_NOOP("replication", "The role %1 may not see the state of the standbys."))
                   .arg(rows.user),
         rows.inRecovery
             ? said(QT_TRANSLATE_NOOP("replication", "Let an administrator run on the primary: %1"))
                   .arg(grant)
             : said(QT_TRANSLATE_NOOP("replication", "Let an administrator run: %1")).arg(grant),
         {}});
}

/// They are left out then, and nobody should take that for "there are none".
void adviseHiddenSubscriptions(const postgres::ReplicationRows& rows, core::Findings& out)
{
    if (rows.facts->subscriptions == 0 || rows.facts->mayReadSubscriptions)
        return;
    out.append(
        {Severity::Warning,
         QStringLiteral("privilege.subscriptions"),
         said(QT_TRANSLATE_NOOP(
                  "replication",
                  "The role %1 may not read the subscriptions of this server; they are left out."))
             .arg(rows.user),
         said(QT_TRANSLATE_NOOP("replication", "Let an administrator run: %1"))
             .arg(QStringLiteral("GRANT SELECT (subname, subenabled) ON pg_catalog.pg_subscription TO %1;")
                      .arg(core::quoteIdentifier(rows.user))),
         {}});
}

void advisePooler(const postgres::ReplicationRows& rows, core::Findings& out)
{
    if (!rows.throughPooler)
        return;
    out.append(
        {Severity::Warning,
         QStringLiteral("connection.pooler"),
         said(QT_TRANSLATE_NOOP("replication",
                                "A connection pooler (pgbouncer, for instance) answers at this address: "
                                "which server is measured is its choice, and may change.")),
         said(QT_TRANSLATE_NOOP(
             "replication", "Put the address and port of the PostgreSQL server itself into the profile.")),
         {}});
}

/// For how many commits wait: FIRST n (…), ANY n (…), n (…), or a plain list, which is FIRST 1 (manual,
/// synchronous_standby_names). A name in quotes does not match.
qint64 neededStandbys(const QString& names)
{
    static const QRegularExpression form(QStringLiteral("^\\s*(?:(?:FIRST|ANY)\\s+)?([0-9]{1,9})\\s*\\("),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(names);
    return match.hasMatch() ? match.captured(1).toLongLong() : 1;
}

/// Behind a graver state it would not show.
void advisePaused(const LagSample& sample, core::Findings& out)
{
    for (const StandbyLag& lag : sample.standbys) {
        if (!lag.replayPaused || lag.condition == Condition::Paused)
            continue;
        out.append({Severity::Warning,
                    QStringLiteral("standby.paused"),
                    said(QT_TRANSLATE_NOOP("replication", "Replay is paused on this standby as well.")),
                    conditionSentence(Condition::Paused),
                    {}});
    }
}

/// On a primary, commits wait for those who are named; as long as too few of them are here, for ever.
void adviseSynchronous(const postgres::ReplicationRows& rows, const LagSample& sample, core::Findings& out)
{
    const QString names = rows.facts->text(QStringLiteral("synchronous_standby_names"));
    const QString commit = rows.facts->text(QStringLiteral("synchronous_commit"));
    const bool blind = std::any_of(rows.senders.begin(), rows.senders.end(),
                                   [](const postgres::WalSenderRow& row) { return !row.visible; });
    if (rows.inRecovery || blind || names.trimmed().isEmpty() || commit == QLatin1String("off") ||
        commit == QLatin1String("local"))
        return;
    // The server calls only those so that stream and have reported something; more than it needs are
    // "potential" or all of a quorum.
    const auto waitedFor = [](const StandbyLag& lag) {
        return lag.viewpoint == Viewpoint::Sender &&
               (lag.syncState == QLatin1String("sync") || lag.syncState == QLatin1String("quorum"));
    };
    const qint64 needed = neededStandbys(names);
    const qint64 here = std::count_if(sample.standbys.begin(), sample.standbys.end(), waitedFor);
    if (here == 0) {
        out.append(
            {Severity::Blocker,
             QStringLiteral("sync.nobody"),
             said(QT_TRANSLATE_NOOP("replication", "Commits on this server wait: synchronous_standby_names "
                                                   "is %1, and none of those is connected."))
                 .arg(shown(names)),
             said(QT_TRANSLATE_NOOP("replication",
                                    "Bring the standby back. To let commits go on without it: ALTER SYSTEM "
                                    "SET synchronous_standby_names = ''; SELECT pg_reload_conf();")),
             {}});
        return;
    }
    if (here < needed) {
        out.append({Severity::Blocker,
                    QStringLiteral("sync.tooFew"),
                    said(QT_TRANSLATE_NOOP("replication",
                                           "Commits on this server wait: synchronous_standby_names is %1, "
                                           "which needs %2 standbys; connected of those: %3."))
                        .arg(shown(names))
                        .arg(needed)
                        .arg(here),
                    said(QT_TRANSLATE_NOOP(
                        "replication", "Bring the missing standbys back. To let commits go on without them, "
                                       "ask for fewer: ALTER SYSTEM SET synchronous_standby_names = '…'; "
                                       "SELECT pg_reload_conf();")),
                    {}});
        return;
    }
    for (const StandbyLag& lag : sample.standbys) {
        if (waitedFor(lag) && lag.condition == Condition::ReceiverOnly) {
            out.append(
                {Severity::Warning,
                 QStringLiteral("sync.receiver"),
                 said(QT_TRANSLATE_NOOP("replication",
                                        "Commits wait for %1, which stores WAL and does not replay it."))
                     .arg(shown(lag.name)),
                 said(QT_TRANSLATE_NOOP("replication",
                                        "Name the standbys in synchronous_standby_names instead of '*', or "
                                        "give the receiver a name that is not among them.")),
                 {}});
        } else if (waitedFor(lag) && lag.condition == Condition::Silent) {
            out.append(
                {Severity::Warning,
                 QStringLiteral("sync.silent"),
                 said(QT_TRANSLATE_NOOP("replication",
                                        "Commits may wait for %1, which has not answered for too long."))
                     .arg(shown(lag.name)),
                 said(QT_TRANSLATE_NOOP("replication", "Look at that standby and the network to it.")),
                 {}});
        }
    }
}

void adviseSlot(const SlotLag& slot, bool unlimited, core::Findings& out)
{
    const QString name = shown(slot.name);
    switch (slot.condition) {
    case SlotCondition::Lost:
        out.append(
            {Severity::Warning,
             QStringLiteral("slot.lost"),
             slot.invalidation.isEmpty()
                 ? said(QT_TRANSLATE_NOOP("replication", "The slot %1 is lost: WAL that it needs is gone."))
                       .arg(name)
                 : said(QT_TRANSLATE_NOOP("replication",
                                          "The slot %1 is lost (%2): it can never be used again."))
                       .arg(name, slot.invalidation),
             said(QT_TRANSLATE_NOOP(
                      "replication",
                      "Drop it: %1 Its standby needs a new base backup, its subscription a new copy."))
                 .arg(dropStatement(slot.name)),
             {}});
        break;
    case SlotCondition::Endangered:
        out.append({Severity::Warning,
                    QStringLiteral("slot.endangered"),
                    said(QT_TRANSLATE_NOOP("replication",
                                           "The slot %1 is further behind than max_slot_wal_keep_size "
                                           "allows; it will be lost at one of the next checkpoints."))
                        .arg(name),
                    said(QT_TRANSLATE_NOOP("replication",
                                           "Let its reader catch up now, or raise the limit: ALTER SYSTEM "
                                           "SET max_slot_wal_keep_size = '…'; SELECT pg_reload_conf();")),
                    {}});
        break;
    case SlotCondition::HoldingWal:
    case SlotCondition::Unused:
        if (!unlimited && slot.condition == SlotCondition::Unused)
            break;
        out.append(
            {slot.condition == SlotCondition::HoldingWal ? Severity::Warning : Severity::Info,
             QStringLiteral("slot.unused"),
             unlimited ? said(QT_TRANSLATE_NOOP("replication",
                                                "Nobody reads from the slot %1; the server keeps WAL for it "
                                                "without any limit, %2 so far, until its disk is full."))
                             .arg(name, sizeText(slot.retained))
                       : said(QT_TRANSLATE_NOOP(
                                  "replication",
                                  "Nobody reads from the slot %1; the server keeps %2 of WAL for it."))
                             .arg(name, sizeText(slot.retained)),
             said(QT_TRANSLATE_NOOP("replication",
                                    "Bring its reader back, or drop it where it is not needed any more: %1"))
                 .arg(dropStatement(slot.name)),
             {}});
        break;
    case SlotCondition::InUse:
        break;
    }
}

void adviseSlots(const postgres::ReplicationRows& rows, const LagSample& sample, core::Findings& out)
{
    const bool unlimited =
        rows.facts && rows.facts->number(QStringLiteral("max_slot_wal_keep_size")).value_or(0) < 0;
    for (const SlotLag& slot : sample.slotLags)
        adviseSlot(slot, unlimited, out);
    if (unlimited && !sample.slotLags.isEmpty()) {
        out.append(
            {Severity::Info,
             QStringLiteral("slot.noLimit"),
             said(QT_TRANSLATE_NOOP("replication",
                                    "Slots may keep any amount of WAL on this server (max_slot_wal_keep_size "
                                    "is -1): one reader that stays away fills its disk.")),
             said(QT_TRANSLATE_NOOP("replication", "Set a limit that the disk has room for: ALTER SYSTEM SET "
                                                   "max_slot_wal_keep_size = '…'; SELECT pg_reload_conf();")),
             {}});
    }
}

void adviseArchiver(const postgres::ReplicationRows& rows, core::Findings& out)
{
    const postgres::ArchiverRow& archiver = rows.facts->archiver;
    const QString mode = rows.facts->text(QStringLiteral("archive_mode"));
    if (mode.isEmpty() || mode == QLatin1String("off") ||
        (rows.inRecovery && mode != QLatin1String("always")))
        return;
    const QString hint = said(QT_TRANSLATE_NOOP(
        "replication", "WAL stays on the server until it is archived, and a restore to a moment is not "
                       "possible past that file. The server's log has what archive_command said."));
    if (archiver.isFailing()) {
        out.append({Severity::Warning,
                    QStringLiteral("archiver.failing"),
                    said(QT_TRANSLATE_NOOP("replication",
                                           "Archiving fails: the last attempt, for %1, failed %2 ago."))
                        .arg(shown(archiver.lastFailed), age(*archiver.lastFailedAge)),
                    hint,
                    {}});
    } else if (archiver.waitingFiles.value_or(0) > 100) {
        out.append(
            {Severity::Warning,
             QStringLiteral("archiver.behind"),
             said(QT_TRANSLATE_NOOP("replication", "Archiving is behind: %1 files of WAL wait for it."))
                 .arg(*archiver.waitingFiles),
             hint,
             {}});
    }
}

void adviseSenders(const postgres::ReplicationRows& rows, const LagSample& sample, core::Findings& out)
{
    const auto number = [&rows](const char* name) { return rows.facts->number(QLatin1String(name)); };
    const auto most = number("max_wal_senders");
    if (most && *most > 0 && rows.senders.size() >= *most) {
        out.append(
            {Severity::Warning,
             QStringLiteral("senders.exhausted"),
             said(QT_TRANSLATE_NOOP(
                      "replication",
                      "All %1 WAL senders are in use: no other standby and no base backup can connect."))
                 .arg(*most),
             said(QT_TRANSLATE_NOOP("replication", "Raise max_wal_senders and restart the server.")),
             {}});
    }
    if (!rows.senders.isEmpty() && number("wal_sender_timeout") == 0) {
        out.append({Severity::Info,
                    QStringLiteral("senders.noTimeout"),
                    said(QT_TRANSLATE_NOOP("replication", "wal_sender_timeout is 0: this server never "
                                                          "notices that a standby is gone without a word.")),
                    said(QT_TRANSLATE_NOOP(
                        "replication",
                        "Set it: ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf();")),
                    {}});
    }
    const auto kept = number("wal_keep_size") ? number("wal_keep_size") : number("wal_keep_segments");
    if (kept != 0 || rows.facts->text(QStringLiteral("archive_mode")) != QLatin1String("off"))
        return;
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.viewpoint == Viewpoint::Sender && lag.kind == StreamKind::Physical && lag.slot.isEmpty() &&
            lag.condition != Condition::ReceiverOnly && lag.condition != Condition::Missing) {
            out.append({Severity::Info,
                        QStringLiteral("standby.noSlot"),
                        said(QT_TRANSLATE_NOOP(
                                 "replication",
                                 "%1 streams without a slot, and this server keeps no WAL for those who stay "
                                 "away (wal_keep_size is 0): after a pause it may need a new base backup."))
                            .arg(shown(lag.name)),
                        said(QT_TRANSLATE_NOOP("replication",
                                               "Give it a slot (primary_slot_name), or set wal_keep_size.")),
                        {}});
        }
    }
}

void adviseStandby(const postgres::ReplicationRows& rows, core::Findings& out)
{
    if (!rows.inRecovery)
        return;
    const qint64 conflicts = rows.facts->conflicts.total();
    if (conflicts > 0 && rows.facts->text(QStringLiteral("hot_standby_feedback")) == QLatin1String("off")) {
        out.append(
            {Severity::Info,
             QStringLiteral("standby.conflicts"),
             said(QT_TRANSLATE_NOOP("replication",
                                    "This standby has cancelled %1 queries so that replay could go on."))
                 .arg(conflicts),
             said(QT_TRANSLATE_NOOP(
                 "replication",
                 "For long queries here, switch hot_standby_feedback on (the primary then keeps dead rows "
                 "for as long), or raise max_standby_streaming_delay (replay then waits).")),
             {}});
    }
    if (rows.receiver && rows.facts->number(QStringLiteral("wal_receiver_timeout")) == 0) {
        out.append({Severity::Info,
                    QStringLiteral("standby.noTimeout"),
                    said(QT_TRANSLATE_NOOP("replication",
                                           "wal_receiver_timeout is 0: this standby never notices that its "
                                           "sender is gone without a word.")),
                    said(QT_TRANSLATE_NOOP(
                        "replication",
                        "Set it: ALTER SYSTEM SET wal_receiver_timeout = '60s'; SELECT pg_reload_conf();")),
                    {}});
    }
    if (rows.facts->number(QStringLiteral("max_standby_streaming_delay")) == -1) {
        out.append({Severity::Info,
                    QStringLiteral("standby.waitsForever"),
                    said(QT_TRANSLATE_NOOP("replication", "max_standby_streaming_delay is -1: one long query "
                                                          "here holds replay for as long as it runs.")),
                    said(QT_TRANSLATE_NOOP(
                        "replication",
                        "That suits a standby for reports. One that is to take over needs a limit: ALTER "
                        "SYSTEM SET max_standby_streaming_delay = '30s'; SELECT pg_reload_conf();")),
                    {}});
    }
}

void adviseSubscriptions(const LagSample& sample, const postgres::ReplicationFacts& facts,
                         core::Findings& out)
{
    for (const StandbyLag& lag : sample.standbys) {
        if (lag.viewpoint != Viewpoint::Subscription || lag.condition != Condition::Disconnected)
            continue;
        const auto errors =
            std::find_if(facts.subscriptionErrors.begin(), facts.subscriptionErrors.end(),
                         [&lag](const postgres::SubscriptionErrors& row) { return row.name == lag.name; });
        const qint64 count =
            errors == facts.subscriptionErrors.end() ? 0 : errors->apply + errors->initialCopy;
        out.append(
            {Severity::Warning,
             QStringLiteral("subscription.down"),
             count > 0
                 ? said(QT_TRANSLATE_NOOP(
                            "replication",
                            "The subscription %1 is enabled and does not work; it has failed %2 times."))
                       .arg(shown(lag.name))
                       .arg(count)
                 : said(QT_TRANSLATE_NOOP("replication", "The subscription %1 is enabled and does not work."))
                       .arg(shown(lag.name)),
             said(QT_TRANSLATE_NOOP("replication",
                                    "This server's log says why: a row that is there already, a table that "
                                    "is missing, or a publisher that cannot be reached.")),
             {}});
    }
}

} // namespace

core::Findings adviseOn(const postgres::ReplicationRows& rows, const LagSample& sample)
{
    core::Findings out;
    advisePrivileges(rows, out);
    advisePooler(rows, out);
    advisePaused(sample, out);
    adviseSlots(rows, sample, out);
    if (rows.facts) {
        adviseSynchronous(rows, sample, out);
        adviseArchiver(rows, out);
        adviseSenders(rows, sample, out);
        adviseStandby(rows, out);
        adviseSubscriptions(sample, *rows.facts, out);
        adviseHiddenSubscriptions(rows, out);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const core::Finding& a, const core::Finding& b) { return a.severity > b.severity; });
    return out;
}

} // namespace tidemark::replication
