// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"
#include "core/finding.h"
#include "core/verdict.h"

#include <QFileInfo>
#include <QSet>
#include <QTest>

#include <cerrno>

using namespace tidemark;
using core::Error;
using core::ErrorKind;
using core::Verdict;

class ErrorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindOnce()
    {
        QSet<int> kinds;
        QSet<QString> names;
        for (const core::ErrorKindFacts& facts : core::errorKinds()) {
            kinds.insert(static_cast<int>(facts.kind));
            names.insert(QLatin1String(facts.jsonName));
            QCOMPARE(&core::factsOf(facts.kind), &facts);
        }
        // The last enumerator counts them: one added to the enum alone fails here.
        const int count = static_cast<int>(ErrorKind::Internal) + 1;
        QCOMPARE(kinds.size(), count);
        QCOMPARE(names.size(), count);
        for (int kind = 0; kind < count; ++kind)
            QVERIFY(kinds.contains(kind));
    }

    void exitCodes()
    {
        for (const core::ErrorKindFacts& facts : core::errorKinds()) {
            const int wanted = facts.kind == ErrorKind::Cancelled ? 130 : facts.kind == ErrorKind::InvalidInput ? 2 : 1;
            QVERIFY2(facts.exitCode == wanted, facts.jsonName);
        }
    }

    void everyIconExists()
    {
        for (const core::ErrorKindFacts& facts : core::errorKinds())
            QVERIFY2(QFileInfo::exists(QStringLiteral(TIDEMARK_ICONS "/%1.svg").arg(QLatin1String(facts.icon))), facts.icon);
    }

    void text()
    {
        const Error error{ErrorKind::NotFound, QStringLiteral("m"), QStringLiteral("d"), QStringLiteral("h")};
        QCOMPARE(error.toText(), QStringLiteral("m\nd\nh"));
        QCOMPARE((Error{ErrorKind::Io, QStringLiteral("m"), {}, {}}).toText(), QStringLiteral("m"));
        const Error outer = error.within(QStringLiteral("o"));
        QCOMPARE(outer.toText(), QStringLiteral("o\nm\nd\nh"));
        QCOMPARE(outer.kind, ErrorKind::NotFound);
        QCOMPARE(error.toJson().value(u"kind").toString(), QStringLiteral("notFound"));
        QCOMPARE(error.toJson().value(u"hint").toString(), QStringLiteral("h"));
    }

    void systemErrors()
    {
        const auto kind = [](int number) { return core::systemError(number, QStringLiteral("m")).kind; };
        QCOMPARE(kind(ENOSPC), ErrorKind::StorageFull);
        QCOMPARE(kind(EDQUOT), ErrorKind::StorageFull);
        QCOMPARE(kind(EACCES), ErrorKind::PermissionDenied);
        QCOMPARE(kind(EROFS), ErrorKind::PermissionDenied);
        QCOMPARE(kind(ENOENT), ErrorKind::NotFound);
        QCOMPARE(kind(EEXIST), ErrorKind::Conflict);
        QCOMPARE(kind(EIO), ErrorKind::Io);
        QVERIFY(!core::systemError(EIO, {}).detail.isEmpty());
    }

    void verdicts()
    {
        const QList<std::tuple<Verdict, const char*, int>> wanted{{Verdict::Ok, "ok", 0},
                                                                  {Verdict::Warnings, "warnings", 3},
                                                                  {Verdict::Differences, "differences", 4},
                                                                  {Verdict::Failed, "failed", 1},
                                                                  {Verdict::Cancelled, "cancelled", 130}};
        QCOMPARE(wanted.size(), static_cast<int>(Verdict::Cancelled) + 1);
        for (const auto& [verdict, name, code] : wanted) {
            QCOMPARE(core::verdictName(verdict), QLatin1String(name));
            QCOMPARE(core::verdictFromName(QLatin1String(name)), verdict);
            QCOMPARE(core::exitCodeOf(verdict), code);
        }
        const QList<Verdict> byWeight{Verdict::Ok, Verdict::Warnings, Verdict::Cancelled, Verdict::Differences, Verdict::Failed};
        for (const Verdict a : byWeight) {
            for (const Verdict b : byWeight)
                QCOMPARE(core::worseOf(a, b), byWeight.indexOf(a) > byWeight.indexOf(b) ? a : b);
        }
        // A word of a newer version must not read as a success.
        QCOMPARE(core::verdictFromName(QStringLiteral("splendid")), Verdict::Failed);
        QCOMPARE(core::verdictOf(core::cancelledError()), Verdict::Cancelled);
        QCOMPARE(core::verdictOf({ErrorKind::Io, {}, {}, {}}), Verdict::Failed);
    }

    void findings()
    {
        core::Findings findings{{core::Severity::Info, QStringLiteral("a"), QStringLiteral("s"), QStringLiteral("h"), {}},
                                {core::Severity::Warning, QStringLiteral("b"), {}, {}, {}}};
        QVERIFY(!core::hasBlocker(findings));
        findings.append({core::Severity::Blocker, QStringLiteral("c"), {}, {}, {}});
        QVERIFY(core::hasBlocker(findings));
        const QJsonArray json = core::toJson(findings);
        QCOMPARE(json.size(), 3);
        QCOMPARE(json.at(0).toObject().value(u"severity").toString(), QStringLiteral("info"));
        QCOMPARE(json.at(1).toObject().value(u"severity").toString(), QStringLiteral("warning"));
        QCOMPARE(json.at(2).toObject().value(u"severity").toString(), QStringLiteral("blocker"));
        QCOMPARE(json.at(0).toObject().value(u"sentence").toString(), QStringLiteral("s"));
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "errortest.moc"
