// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreprogress.h"
#include "restore/tableloads.h"

#include <QTest>

using namespace tidemark;
using archive::Section;
using restore::LoadState;
using restore::RestoreProgress;
using restore::TableLoads;

namespace {

archive::Toc toc()
{
    const auto entry = [](int id, const char* type, const char* tag, Section section) {
        archive::EntryFields made;
        made.dumpId = id;
        made.type = QLatin1String(type);
        made.schema = QStringLiteral("public");
        made.tag = QLatin1String(tag);
        made.section = section;
        return made;
    };
    archive::Toc made;
    made.entries = {entry(1, "TABLE", "small", Section::PreData), entry(2, "TABLE", "large", Section::PreData),
                    entry(3, "TABLE DATA", "small", Section::Data), entry(4, "TABLE DATA", "large", Section::Data), entry(5, "INDEX", "i", Section::PostData)};
    return made;
}

catalog::Manifest manifest()
{
    catalog::Manifest made;
    made.tables = {{QStringLiteral("public"), QStringLiteral("small"), {}, 1, 1000, {}}, {QStringLiteral("public"), QStringLiteral("large"), {}, 1, 99'000'000, {}}};
    return made;
}

double fraction(RestoreProgress& progress)
{
    return progress.progress(QStringLiteral("p")).fraction.value_or(-1);
}

restore::RestorePlan plan()
{
    restore::RestorePlan made;
    made.source.toc = toc();
    made.source.set.emplace();
    made.source.set->manifest = manifest();
    made.stages = restore::stagesOf(made.source.toc);
    return made;
}

QString statesOf(const TableLoads& loads)
{
    QStringList states;
    for (const restore::TableLoad& table : loads.tables())
        states.append(table.name + QLatin1Char('=') + QString::number(static_cast<int>(table.state)));
    return states.join(QLatin1Char(' '));
}

} // namespace

class RestoreProgressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parallel()
    {
        const catalog::Manifest sizes = manifest();
        RestoreProgress progress(toc(), &sizes);
        QCOMPARE(fraction(progress), 0.0);
        progress.readLine("pg_restore: launching item 4 TABLE DATA large");
        QCOMPARE(progress.progress({}).item, QStringLiteral("public.large"));
        progress.readLine("pg_restore: finished item 3 TABLE DATA small");
        const double small = fraction(progress);
        QVERIFY(small > 0 && small < 0.01);
        progress.readLine("pg_restore: finished item 4 TABLE DATA large");
        QVERIFY(fraction(progress) > 0.99);
        progress.readLine("pg_restore: finished item 4 TABLE DATA large"); // once only
        progress.readLine("pg_restore: finished item 4711 TABLE DATA other");
        QVERIFY(fraction(progress) < 1);
        progress.finish({1, 2, 3, 4, 5});
        QCOMPARE(fraction(progress), 1.0);
    }

    void serial()
    {
        const catalog::Manifest sizes = manifest();
        RestoreProgress progress(toc(), &sizes);
        progress.finish({1, 2});
        progress.readLine("pg_restore: processing data for table \"public.large\"");
        QCOMPARE(progress.progress({}).item, QStringLiteral("public.large"));
        QVERIFY(fraction(progress) < 0.01); // it has only begun
        progress.readLine("pg_restore: processing data for table \"public.small\"");
        QVERIFY(fraction(progress) > 0.99);
    }

    void tablesOfParallelWorkers()
    {
        TableLoads loads(plan());
        QCOMPARE(statesOf(loads), QStringLiteral("large=0 small=0")); // the largest first
        QCOMPARE(loads.tables().constFirst().bytes, 99'000'000);
        QCOMPARE(loads.readLine(QStringLiteral("pg_restore: launching item 3 TABLE DATA small")), QList<qsizetype>{1});
        QVERIFY(loads.readLine(QStringLiteral("pg_restore: launching item 5 INDEX i")).isEmpty());
        QVERIFY(loads.readLine(QStringLiteral("pg_restore: finished item 4711 TABLE DATA other")).isEmpty());
        (void)loads.readLine(QStringLiteral("pg_restore: launching item 4 TABLE DATA large"));
        QCOMPARE(statesOf(loads), QStringLiteral("large=1 small=1"));
        (void)loads.readLine(QStringLiteral("pg_restore: finished item 3 TABLE DATA small"));
        (void)loads.readLine(QStringLiteral("pg_restore: from TOC entry 4; 0 16385 TABLE DATA large x"));
        (void)loads.readLine(QStringLiteral("pg_restore: finished item 4 TABLE DATA large"));
        QCOMPARE(statesOf(loads), QStringLiteral("large=3 small=2")); // a worker is done with what failed, too
        (void)loads.readLine(QStringLiteral("pg_restore: launching item 4 TABLE DATA large"));
        (void)loads.readLine(QStringLiteral("pg_restore: finished item 4 TABLE DATA large"));
        QCOMPARE(statesOf(loads), QStringLiteral("large=2 small=2"));
    }

    void tablesOneByOne()
    {
        TableLoads loads(plan());
        (void)loads.readLine(QStringLiteral("pg_restore: processing data for table \"public.small\""));
        QCOMPARE(statesOf(loads), QStringLiteral("large=0 small=1"));
        // What others say is no news.
        QVERIFY(loads.readLine(QStringLiteral("NOTICE:  pg_restore: creating INDEX i")).isEmpty());
        (void)loads.readLine(QStringLiteral("pg_restore: processing data for table \"public.large\""));
        QCOMPARE(statesOf(loads), QStringLiteral("large=1 small=2"));
        (void)loads.readLine(QStringLiteral("pg_restore: creating INDEX \"public.i\""));
        QCOMPARE(statesOf(loads), QStringLiteral("large=2 small=2"));
    }

    void tablesOfPsqlAreNotKnown()
    {
        restore::RestorePlan script = plan();
        script.source.isForPgRestore = false;
        QVERIFY(TableLoads(script).tables().isEmpty());
        restore::RestorePlan beside = plan();
        beside.draft.intoSchema = QStringLiteral("s");
        QVERIFY(TableLoads(beside).tables().isEmpty());
    }

    void neverFalls()
    {
        RestoreProgress progress(toc(), nullptr); // a dump from elsewhere: sizes unknown
        double last = 0;
        for (const char* line : {"pg_restore: processing data for table \"public.small\"", "pg_restore: processing data for table \"public.unknown\"",
                                 "pg_restore: processing data for table \"public.large\"", "garbage", "", "pg_restore: finished item x", "pg_restore: finished item 5 INDEX i"}) {
            progress.readLine(line);
            QVERIFY(fraction(progress) >= last && fraction(progress) <= 1);
            last = fraction(progress);
        }
        QVERIFY(last > 0);
    }

    void emptyArchive()
    {
        RestoreProgress progress({}, nullptr);
        QCOMPARE(fraction(progress), 0.0);
    }
};

QTEST_GUILESS_MAIN(RestoreProgressTest)
#include "restoreprogresstest.moc"
