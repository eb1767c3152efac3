// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/checksum.h"
#include "archive/walsegments.h"

#include <QTest>
#include <QtEndian>

using namespace tidemark;
using namespace tidemark::archive;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 segment = 16LL << 20;

QByteArray headAt(quint64 position, quint64 system = 42)
{
    QByteArray head(walHeadBytes, '\0');
    qToLittleEndian<quint16>(0xd110, head.data());
    qToLittleEndian<quint16>(2, head.data() + 2);
    qToLittleEndian<quint64>(position, head.data() + 8);
    qToLittleEndian<quint64>(system, head.data() + 24);
    qToLittleEndian<quint32>(quint32(segment), head.data() + 32);
    return head;
}

QStringList idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id);
    return ids;
}

} // namespace

class WalSegmentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void checksums()
    {
        const auto of = [](ChecksumKind kind, const QByteArray& bytes) {
            Checksum sum(kind);
            sum.add(QByteArrayView(bytes).first(bytes.size() / 2));
            sum.add(QByteArrayView(bytes).sliced(bytes.size() / 2));
            return sum.finish().toHex();
        };
        QCOMPARE(of(ChecksumKind::Crc32c, "123456789"), QByteArray("839206e3")); // 0xe3069283, its low byte first
        QCOMPARE(of(ChecksumKind::Sha224, "abc"), QByteArray("23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"));
        QCOMPARE(of(ChecksumKind::Sha256, "abc"), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(of(ChecksumKind::None, "abc"), QByteArray());
        QVERIFY(checksumFromName(u"sha512") == ChecksumKind::Sha512);
        QVERIFY(!checksumFromName(u"MD5"));
    }

    void names()
    {
        QCOMPARE(walSegmentName(1, core::Lsn(0x2000028), segment), u"000000010000000000000002"_s);
        QCOMPARE(walSegmentName(0x1a, *core::Lsn::parse(u"16/B374D848"), segment), u"0000001A00000016000000B3"_s);
        QCOMPARE(walSegmentName(1, core::Lsn(0x100000000), 1 << 30), u"000000010000000100000000"_s);
        QVERIFY(isWalSegmentName("0000001A00000016000000B3"));
        QVERIFY(!isWalSegmentName("00000002.history") && !isWalSegmentName("0000001A00000016000000b3"));
    }

    void labels()
    {
        const auto label = parseBackupLabel("START WAL LOCATION: 0/2000028 (file 000000030000000000000002)\nCHECKPOINT LOCATION: 0/2000060\n"
                                            "BACKUP METHOD: streamed\nBACKUP FROM: standby\nSTART TIME: now\nLABEL: a: b\nSTART TIMELINE: 3\n");
        QVERIFY(label);
        QCOMPARE(label->start.toText(), u"0/2000028"_s);
        QCOMPARE(label->timeline, 3);
        QCOMPARE(label->label, u"a: b"_s);
        QVERIFY(label->fromStandby);
        for (const char* wrong : {"", "START WAL LOCATION: x", "LABEL: a"})
            QVERIFY(!parseBackupLabel(wrong));
    }

    void whatIsThereIsJudged()
    {
        const QList<WalRange> needed{{1, core::Lsn(0x2000028), core::Lsn(0x4000000)}}; // ends where segment 4 begins
        WalSegments wal;
        QCOMPARE(idsOf(wal.judge(needed, {})), QStringList{u"check.walMissing"_s});
        wal.noteSegment("000000010000000000000002", segment, headAt(2 * segment));
        const core::Findings one = wal.judge(needed, {});
        QCOMPARE(idsOf(one), QStringList{u"check.walMissing"_s});
        QVERIFY(one.first().sentence.contains(u"000000010000000000000003"_s) && !one.first().sentence.contains(u"000000010000000000000002"_s));
        wal.noteSegment("000000010000000000000003", segment, headAt(3 * segment));
        QVERIFY(wal.judge(needed, {}).isEmpty());
        QVERIFY(wal.judge(needed, u"42"_s).isEmpty());
        QCOMPARE(idsOf(wal.judge(needed, u"43"_s)), (QStringList{u"check.walDamaged"_s, u"check.walDamaged"_s}));
        QCOMPARE(idsOf(wal.judge({{2, core::Lsn(0x2000028), core::Lsn(0x2000100)}}, {})), QStringList{u"check.walMissing"_s}); // another timeline
        wal.noteSegment("000000010000000000000003", segment, headAt(2 * segment));
        QCOMPARE(idsOf(wal.judge(needed, {})), QStringList{u"check.walDamaged"_s});
        wal.noteSegment("000000010000000000000003", segment - 1, headAt(3 * segment));
        QCOMPARE(idsOf(wal.judge(needed, {})), QStringList{u"check.walDamaged"_s});
        wal.noteSegment("000000010000000000000003", segment, QByteArray(walHeadBytes, '\0'));
        QCOMPARE(idsOf(wal.judge(needed, {})), QStringList{u"check.walDamaged"_s});
        // A range that cannot be does not make us look for ever.
        QCOMPARE(wal.judge({{1, core::Lsn(0), core::Lsn(~0ULL)}}, {}).size(), 2);
    }
};

QTEST_APPLESS_MAIN(WalSegmentsTest)
#include "walsegmentstest.moc"
