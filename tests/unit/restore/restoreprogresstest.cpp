// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreprogress.h"

#include <QTest>

using namespace tidemark;
using archive::Section;
using restore::RestoreProgress;

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
