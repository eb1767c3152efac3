// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/walsegments.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QtEndian>

#include <algorithm>

namespace tidemark::archive {

namespace {

constexpr qint64 leastSegment = 1LL << 20;
constexpr qint64 mostSegment = 1LL << 30;
constexpr quint16 hasLongHeader = 0x0002; // XLP_LONG_HEADER
constexpr qsizetype shownMissing = 5;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

bool isSegmentSize(qint64 size)
{
    return size >= leastSegment && size <= mostSegment && (size & (size - 1)) == 0;
}

// The first page of a segment: magic, flags, timeline, its own position, and what the long header adds.
struct PageHead
{
    bool swapped = false; // written by a machine of the other byte order
    quint16 flags = 0;
    quint64 position = 0;
    quint64 systemIdentifier = 0;
    quint32 segmentBytes = 0;
};

template <typename T>
T numberAt(const QByteArray& bytes, qsizetype at, bool swapped)
{
    const auto* const data = bytes.constData() + at;
    return swapped ? qFromBigEndian<T>(data) : qFromLittleEndian<T>(data);
}

std::optional<PageHead> pageHeadOf(const QByteArray& bytes)
{
    if (bytes.size() < walHeadBytes)
        return std::nullopt;
    PageHead head;
    const auto isMagic = [](quint16 value) { return (value & 0xff00U) == 0xd000U || (value & 0xff00U) == 0xd100U; };
    if (!isMagic(numberAt<quint16>(bytes, 0, false))) {
        if (!isMagic(numberAt<quint16>(bytes, 0, true)))
            return std::nullopt;
        head.swapped = true;
    }
    head.flags = numberAt<quint16>(bytes, 2, head.swapped);
    head.position = numberAt<quint64>(bytes, 8, head.swapped);
    if ((head.flags & hasLongHeader) == 0)
        return std::nullopt; // the first page of a segment has one
    head.systemIdentifier = numberAt<quint64>(bytes, 24, head.swapped);
    head.segmentBytes = numberAt<quint32>(bytes, 32, head.swapped);
    return head;
}

core::Finding blocker(const char* id, const QString& sentence, const QString& hint)
{
    return {core::Severity::Blocker, QLatin1String(id), sentence, hint, {}};
}

} // namespace

QString walSegmentName(int timeline, core::Lsn position, qint64 segmentBytes)
{
    const quint64 perFile = 0x100000000ULL / quint64(segmentBytes);
    const quint64 number = position.position() / quint64(segmentBytes);
    return QStringLiteral("%1%2%3")
        .arg(timeline, 8, 16, QLatin1Char('0'))
        .arg(number / perFile, 8, 16, QLatin1Char('0'))
        .arg(number % perFile, 8, 16, QLatin1Char('0'))
        .toUpper();
}

bool isWalSegmentName(QByteArrayView name)
{
    return name.size() == 24 && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
           });
}

std::optional<BackupLabel> parseBackupLabel(const QByteArray& bytes)
{
    static const QRegularExpression start(QStringLiteral("^START WAL LOCATION: ([0-9A-F]+/[0-9A-F]+) \\(file ([0-9A-F]{8})"));
    static const QRegularExpression label(QStringLiteral("^LABEL: (.*)$"), QRegularExpression::MultilineOption);
    const QString text = QString::fromUtf8(bytes);
    const QRegularExpressionMatch found = start.match(text);
    const auto position = core::Lsn::parse(found.captured(1));
    bool isNumber = false;
    const int timeline = found.captured(2).toInt(&isNumber, 16);
    if (!position || !isNumber || timeline <= 0)
        return std::nullopt;
    return BackupLabel{*position, timeline, label.match(text).captured(1), text.contains(QLatin1String("\nBACKUP FROM: standby"))};
}

void WalSegments::noteSegment(const QByteArray& name, qint64 size, QByteArrayView head)
{
    if (isWalSegmentName(name))
        m_segments[name] = {size, head.first(std::min(head.size(), walHeadBytes)).toByteArray()};
}

qint64 WalSegments::segmentBytes() const
{
    for (const auto& [name, segment] : m_segments) {
        const std::optional<PageHead> head = pageHeadOf(segment.head);
        if (head && isSegmentSize(head->segmentBytes))
            return head->segmentBytes;
    }
    qint64 largest = 0;
    for (const auto& [name, segment] : m_segments)
        largest = std::max(largest, segment.size);
    return isSegmentSize(largest) ? largest : 0;
}

std::optional<QString> WalSegments::faultOf(const Segment& segment, qint64 expectedBytes, quint64 position, const QString& systemIdentifier) const
{
    if (segment.size != expectedBytes)
        return tr("has %1 bytes and should have %2").arg(QString::number(segment.size), QString::number(expectedBytes));
    const std::optional<PageHead> head = pageHeadOf(segment.head);
    if (!head)
        return tr("does not begin like WAL");
    if (head->position != position)
        return tr("holds the WAL of another position");
    if (!systemIdentifier.isEmpty() && QString::number(head->systemIdentifier) != systemIdentifier)
        return tr("belongs to another server");
    return std::nullopt;
}

core::Findings WalSegments::judge(const QList<WalRange>& needed, const QString& systemIdentifier) const
{
    core::Findings findings;
    const qint64 bytes = segmentBytes();
    for (const WalRange& range : needed) {
        const QString span = tr("%1 to %2 on timeline %3").arg(range.start.toText(), range.end.toText()).arg(range.timeline);
        QStringList missing;
        const quint64 step = quint64(bytes > 0 ? bytes : 16LL << 20);
        const quint64 last = std::max(range.end.position(), range.start.position() + 1) - 1;
        // A backup's WAL is bounded by what is there: not more segments are looked for than could be.
        const quint64 first = range.start.position() / step;
        const quint64 end = std::min(last / step, first + m_segments.size() + 1);
        for (quint64 number = first; number <= end; ++number) {
            const QString name = walSegmentName(range.timeline, core::Lsn(number * step), qint64(step));
            const auto found = m_segments.find(name.toLatin1());
            if (found == m_segments.end()) {
                missing.append(name);
                continue;
            }
            if (const auto fault = faultOf(found->second, bytes, number * step, systemIdentifier)) {
                findings.append(blocker("check.walDamaged", tr("The WAL segment %1 %2.").arg(name, *fault),
                                        tr("Use another backup, or a copy of this one.")));
            }
        }
        if (missing.isEmpty())
            continue;
        QString list = missing.mid(0, shownMissing).join(QLatin1String(", "));
        if (missing.size() > shownMissing)
            list += QStringLiteral(" …");
        findings.append(blocker("check.walMissing", tr("The backup needs the WAL from %1, and these segments of it are missing: %2.").arg(span, list),
                                tr("Without them it cannot be started. If they are in a WAL archive, restore with that; else use another backup.")));
    }
    return findings;
}

} // namespace tidemark::archive
