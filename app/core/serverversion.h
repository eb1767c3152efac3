// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>
#include <optional>

namespace tidemark::core {

/// A PostgreSQL version as server_version_num has it: 150020 is 15.20. Capabilities are asked by name, not by
/// number.
class ServerVersion
{
public:
    constexpr ServerVersion() = default;
    constexpr explicit ServerVersion(int number)
        : m_number(number)
    {
    }
    /// Finds the version in "pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)" or "18beta1"; nothing if
    /// there is none.
    static std::optional<ServerVersion> parse(QStringView text);

    constexpr int number() const { return m_number; }
    constexpr int major() const { return m_number / 10000; }
    /// "15.20"; "18" for a version whose minor part is not known.
    QString toText() const;

    constexpr bool hasReplyTime() const { return m_number >= 120000; }    // pg_stat_replication.reply_time
    constexpr bool hasWalStatus() const { return m_number >= 130000; }    // pg_replication_slots.wal_status
    constexpr bool hasWrittenLsn() const { return m_number >= 130000; }   // pg_stat_wal_receiver.written_lsn
    constexpr bool hasProgressCopy() const { return m_number >= 140000; } // pg_stat_progress_copy
    constexpr bool hasIdleSessionTimeout() const { return m_number >= 140000; }
    constexpr bool hasTransactionTimeout() const { return m_number >= 170000; }
    constexpr bool hasReplayPauseState() const
    {
        return m_number >= 140000;
    }                                                                    // pg_get_wal_replay_pause_state()
    constexpr bool hasReadAllData() const { return m_number >= 140000; } // pg_read_all_data
    constexpr bool hasSenderHost() const { return m_number >= 110000; }  // pg_stat_wal_receiver.sender_host
    constexpr bool hasArchiveStatusListing() const { return m_number >= 120000; } // pg_ls_archive_statusdir()
    constexpr bool hasSubscriptionStatistics() const
    {
        return m_number >= 150000;
    }                                                                      // pg_stat_subscription_stats
    constexpr bool hasParallelApply() const { return m_number >= 160000; } // pg_stat_subscription.leader_pid
    constexpr bool hasConflictingSlots() const
    {
        return m_number >= 160000;
    } // pg_replication_slots.conflicting
    constexpr bool hasSlotInvalidation() const
    {
        return m_number >= 170000;
    } // pg_replication_slots.invalidation_reason, inactive_since
    constexpr bool hasHbaRuleNumber() const
    {
        return m_number >= 160000;
    } // pg_hba_file_rules.rule_number, file_name
    // Of servers and of pg_basebackup alike:
    constexpr bool hasBackupManifest() const { return m_number >= 130000; }
    constexpr bool hasBackupSizeChoice() const
    {
        return m_number >= 130000;
    } // --no-estimate-size; before, --progress asks for it
    constexpr bool hasProgressBaseBackup() const { return m_number >= 130000; } // pg_stat_progress_basebackup
    constexpr bool hasBackupCompressionMethods() const
    {
        return m_number >= 150000;
    } // --compress=client-zstd

    friend constexpr auto operator<=>(ServerVersion, ServerVersion) = default;

private:
    int m_number = 0;
};

} // namespace tidemark::core
