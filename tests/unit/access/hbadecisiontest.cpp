// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/hbadecision.h"

#include <QTest>

using namespace tidemark;
using namespace Qt::StringLiterals;
using access::HbaRequest;
using postgres::HbaRule;
using postgres::HbaRules;

namespace {

HbaRule rule(int line, const QString& text)
{
    const QStringList words = text.split(u' ');
    HbaRule one;
    one.line = line;
    one.type = words.at(0);
    one.databases = words.at(1).split(u',');
    one.users = words.at(2).split(u',');
    one.address = words.value(3);
    one.netmask = words.value(4);
    one.method = u"md5"_s;
    return one;
}

} // namespace

class HbaDecisionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<HbaRule>("only");
        QTest::addColumn<HbaRequest>("request");
        QTest::addColumn<bool>("fits");
        const HbaRequest replication{u"bkp"_s, u"10.1.2.3"_s, false, {}};
        const HbaRequest encrypted{u"bkp"_s, u"10.1.2.3"_s, true, {}};
        const HbaRequest socket{u"bkp"_s, {}, false, {}};
        const HbaRequest normal{u"bkp"_s, u"fe80::1:2"_s, false, u"shop"_s};
        const auto row = [](const char* text, const HbaRequest& request, bool fits) { QTest::addRow("%s", text) << rule(1, QLatin1String(text)) << request << fits; };
        row("host replication all 10.0.0.0 255.0.0.0", replication, true);
        row("host replication all 10.2.0.0 255.255.0.0", replication, false);
        row("host replication all 10.1.2.0 255.255.255.252", replication, true);
        row("host replication all 10.1.2.4 255.255.255.252", replication, false);
        row("host all all 0.0.0.0 0.0.0.0", replication, false); // "all" is not replication
        row("host all,replication all all", replication, true);
        row("hostssl replication all all", replication, false);
        row("hostssl replication bkp all", encrypted, true);
        row("hostnossl replication bkp all", encrypted, false);
        row("local replication all", replication, false);
        row("local replication bkp", socket, true);
        row("local replication +staff", socket, true);
        row("local replication +others", socket, false);
        row("host shop bkp fe80:: ffff::", normal, true);
        row("host shop bkp 0.0.0.0 0.0.0.0", normal, false);
        row("host /^sh bkp all", normal, true);
        row("host sameuser bkp all", normal, false);
        row("host samerole bkp all", normal, false);
        row("host all Bkp all", normal, false);
        row("host all bkp db.example.org", normal, false); // the server alone can tell
    }
    void decides()
    {
        QFETCH(HbaRule, only);
        QFETCH(HbaRequest, request);
        const HbaRules rules{{only}, {u"bkp"_s, u"staff"_s}};
        QTEST(access::decidingRule(rules, request).has_value(), "fits");
    }

    void theFirstDecides()
    {
        HbaRule broken = rule(1, u"host replication all all"_s);
        broken.error = u"invalid"_s;
        const HbaRules rules{{broken, rule(2, u"host shop all all"_s), rule(3, u"host replication all all"_s), rule(4, u"host replication all all"_s)}, {}};
        QCOMPARE(access::decidingRule(rules, {u"bkp"_s, u"::1"_s, false, {}})->line, 3);
    }

    void linesAreQuoted()
    {
        QCOMPARE(access::hbaLine({u"bkp"_s, u"10.0.0.7"_s, true, {}}), u"hostssl replication bkp 10.0.0.7/32 scram-sha-256"_s);
        QCOMPARE(access::hbaLine({u"a \"b"_s, u"fe80::1"_s, false, u"all"_s}), u"host \"all\" \"a \"\"b\" fe80::1/128 scram-sha-256"_s);
        QCOMPARE(access::hbaLine({u"bkp"_s, {}, false, {}}, u"peer"_s), u"local replication bkp peer"_s);
        QCOMPARE(access::hbaText(rule(1, u"host replication all 10.0.0.0 255.128.0.0"_s)), u"host replication all 10.0.0.0/9 md5"_s);
    }
};

QTEST_GUILESS_MAIN(HbaDecisionTest)
#include "hbadecisiontest.moc"
