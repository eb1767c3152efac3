// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bytesize.h"
#include "core/lsn.h"
#include "core/serverversion.h"
#include "core/text.h"

#include <QTest>

using namespace tidemark;
using core::ByteSize;
using core::Lsn;
using core::ServerVersion;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::chrono::milliseconds)

class ValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lsnText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("position");
        QTest::newRow("zero") << QStringLiteral("0/0") << quint64(0);
        QTest::newRow("manual") << QStringLiteral("16/B374D848") << quint64(0x16B374D848);
        QTest::newRow("below 4 GB") << QStringLiteral("0/FFFFFFFF") << quint64(0xFFFFFFFF);
        QTest::newRow("at 4 GB") << QStringLiteral("1/0") << quint64(0x100000000);
        QTest::newRow("last") << QStringLiteral("FFFFFFFF/FFFFFFFF") << ~quint64(0);
    }
    void lsnText()
    {
        QFETCH(QString, text);
        QFETCH(quint64, position);
        const auto lsn = Lsn::parse(text);
        QVERIFY(lsn.has_value());
        QCOMPARE(lsn->position(), position);
        QCOMPARE(lsn->toText(), text);
    }
    void lsnReadsLowerCase() { QCOMPARE(Lsn::parse(u"16/b374d848")->toText(), QStringLiteral("16/B374D848")); }

    void lsnRefuses_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "/", "1/", "/1", "1", "1/2/3", "100000000/0", "0/100000000", "G/0", "0x1/2", "1/0x2", "+1/2", "-1/2",
                                 " 1/2", "1/ 2", "1/2 "})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void lsnRefuses()
    {
        QFETCH(QString, text);
        QVERIFY(!Lsn::parse(text).has_value());
    }

    void lsnDistance()
    {
        const Lsn low = *Lsn::parse(u"0/FFFFFFF0");
        const Lsn high = *Lsn::parse(u"1/10");
        QCOMPARE(high - low, ByteSize(0x20));
        QCOMPARE(low - high, ByteSize(-0x20));
        QVERIFY(low < high);
    }

    void sizes_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        const auto with = [](const char* number, const char* unit) { return QLatin1String(number) + QChar(QChar::Nbsp) + QLatin1String(unit); };
        QTest::newRow("0") << qint64(0) << QStringLiteral("0 byte(s)");
        QTest::newRow("999") << qint64(999) << QStringLiteral("999 byte(s)");
        QTest::newRow("-5") << qint64(-5) << QStringLiteral("-5 byte(s)");
        QTest::newRow("1000") << qint64(1000) << with("1.0", "kB");
        QTest::newRow("9 949") << qint64(9949) << with("9.9", "kB");
        QTest::newRow("9 950") << qint64(9950) << with("10", "kB");
        QTest::newRow("999 499") << qint64(999'499) << with("999", "kB");
        QTest::newRow("999 500") << qint64(999'500) << with("1.0", "MB");
        QTest::newRow("-1 500 000") << qint64(-1'500'000) << with("-1.5", "MB");
        QTest::newRow("999 499 999") << qint64(999'499'999) << with("999", "MB");
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << with("9.2", "EB");
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << with("-9.2", "EB");
    }
    void sizes()
    {
        QFETCH(qint64, bytes);
        QTEST(ByteSize(bytes).toText(), "text");
    }

    void durations_data()
    {
        QTest::addColumn<std::chrono::milliseconds>("duration");
        QTest::addColumn<QString>("text");
        const auto row = [](std::chrono::milliseconds d, const char* text) { QTest::newRow(text) << d << QString::fromLatin1(text); };
        row(-1s, "0.0 s");
        row(400ms, "0.4 s");
        row(9949ms, "9.9 s");
        row(9950ms, "10 s");
        row(59'499ms, "59 s");
        row(59'500ms, "1 min 0 s");
        row(200s, "3 min 20 s");
        row(3'599'500ms, "1 h 0 min");
        row(5h + 12min + 59s, "5 h 12 min");
        row(24h, "1 d 0 h");
        row(219h + 59min, "9 d 3 h");
    }
    void durations()
    {
        QFETCH(std::chrono::milliseconds, duration);
        QTEST(core::durationText(duration), "text");
    }

    void ago()
    {
        QCOMPARE(core::agoText(-5s), QStringLiteral("just now"));
        QCOMPARE(core::agoText(9s), QStringLiteral("just now"));
        QCOMPARE(core::agoText(10s), QStringLiteral("10 s ago"));
        QCOMPARE(core::agoText(59s), QStringLiteral("59 s ago"));
        QCOMPARE(core::agoText(60s), QStringLiteral("1 min ago"));
        QCOMPARE(core::agoText(3599s), QStringLiteral("59 min ago"));
        QCOMPARE(core::agoText(3600s), QStringLiteral("1 h ago"));
        QCOMPARE(core::agoText(86'399s), QStringLiteral("23 h ago"));
        QCOMPARE(core::agoText(86'400s), QStringLiteral("1 day(s) ago"));
    }

    void instants()
    {
        const QDateTime east(QDate(2026, 11, 22), QTime(3, 0, 0, 5), Qt::OffsetFromUTC, 3600);
        QCOMPARE(core::isoUtc(east), QStringLiteral("2026-11-22T02:00:00.005Z"));
        QVERIFY(core::localDateTimeText(east).endsWith(east.toLocalTime().timeZoneAbbreviation()));
    }

    void versions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("number"); // 0: none in it
        QTest::addColumn<QString>("shown");
        QTest::newRow("Debian") << QStringLiteral("pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)") << 150020 << QStringLiteral("15.20");
        QTest::newRow("number in the name") << QStringLiteral("pg_dump15 (PostgreSQL) 16.2") << 160002 << QStringLiteral("16.2");
        QTest::newRow("beta") << QStringLiteral("18beta1") << 180000 << QStringLiteral("18");
        QTest::newRow("devel") << QStringLiteral("postgres (PostgreSQL) 19devel") << 190000 << QStringLiteral("19");
        QTest::newRow("rc") << QStringLiteral("17rc1 (Debian 17~rc1-1)") << 170000 << QStringLiteral("17");
        QTest::newRow("old") << QStringLiteral("9.6.24") << 90624 << QStringLiteral("9.6.24");
        QTest::newRow("fork") << QStringLiteral("pg_dump (EnterpriseDB) 14.9.0") << 140009 << QStringLiteral("14.9");
        QTest::newRow("garbage") << QStringLiteral("command not found") << 0 << QString();
        QTest::newRow("date") << QStringLiteral("2026-11-22") << 0 << QString();
        QTest::newRow("empty") << QString() << 0 << QString();
    }
    void versions()
    {
        QFETCH(QString, text);
        QFETCH(int, number);
        const auto version = ServerVersion::parse(text);
        QCOMPARE(version.has_value(), number != 0);
        if (number == 0)
            return;
        QCOMPARE(version->number(), number);
        QTEST(version->toText(), "shown");
    }
    void versionsCompare()
    {
        QVERIFY(ServerVersion(150020) > ServerVersion(150003));
        QCOMPARE(ServerVersion(90624).major(), 9);
        QVERIFY(ServerVersion(140000).hasProgressCopy());
        QVERIFY(!ServerVersion(130023).hasProgressCopy());
    }
};

QTEST_GUILESS_MAIN(ValuesTest)
#include "valuestest.moc"
