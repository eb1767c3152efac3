// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the WAL that a base backup needs is in it. Names and layout: PostgreSQL's src/include/access/xlog_internal.h.
#pragma once

#include "archive/backupmanifest.h"
#include "core/finding.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <map>
#include <optional>

namespace tidemark::archive {

/// The first bytes of a segment that noteSegment() is to see.
inline constexpr qsizetype walHeadBytes = 40;

/// "000000010000000000000002" of the segment that holds this position.
QString walSegmentName(int timeline, core::Lsn position, qint64 segmentBytes);
bool isWalSegmentName(QByteArrayView name);

/// What backup_label says, where there is no manifest that would.
struct BackupLabel
{
    core::Lsn start;
    int timeline = 0;
    QString label;
    bool fromStandby = false;
};

/// Nothing where these are not the bytes of a backup_label.
std::optional<BackupLabel> parseBackupLabel(const QByteArray& bytes);

/// Collects the segments of a backup and holds them against what is needed.
class WalSegments
{
public:
    /// `head`: as many of its first bytes as there are, up to walHeadBytes.
    void noteSegment(const QByteArray& name, qint64 size, QByteArrayView head);

    /// Blockers for what is missing or is not the segment that its name says. `systemIdentifier` is empty where it is not known.
    core::Findings judge(const QList<WalRange>& needed, const QString& systemIdentifier) const;
    qint64 count() const { return static_cast<qint64>(m_segments.size()); }

private:
    struct Segment
    {
        qint64 size = 0;
        QByteArray head;
    };
    qint64 segmentBytes() const; // 0 where nothing tells
    std::optional<QString> faultOf(const Segment& segment, qint64 expectedBytes, quint64 position, const QString& systemIdentifier) const;

    std::map<QByteArray, Segment> m_segments;
};

} // namespace tidemark::archive
