// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/serveraccess.h"
#include "access/toolaccess.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using access::ToolAccess;

namespace {

postgres::ConnectionSpec someSpec()
{
    postgres::ConnectionSpec spec;
    spec.host = QStringLiteral("db1");
    spec.database = QStringLiteral("blog");
    return spec;
}

QByteArray passwordOf(const ToolAccess& access)
{
    QFile file(access.passFile ? access.passFile->path() : QString());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const QString pins = QStringLiteral("-c extra_float_digits=3 -c bytea_output=hex -c intervalstyle=postgres -c lc_monetary=C");

} // namespace

class ToolAccessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        for (const char* name : {"PGPASSWORD", "PGOPTIONS", "PGSERVICE", "PGSERVICEFILE", "PGPASSFILE", "LC_ALL", "PGSYSCONFDIR"})
            qunsetenv(name);
        qputenv("PGSYSCONFDIR", "/nonexistent");
    }

    void emptyIsLeftToLibpq()
    {
        const auto access = access::toolAccess({}, {}, QStringLiteral("tidemark/1"));
        QVERIFY(access.has_value());
        QCOMPARE(access->conninfo, QString());
        QVERIFY(!access->passFile);
        QVERIFY(!access->environment.contains(QStringLiteral("PGPASSFILE")));
        for (const char* name : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSSLMODE", "PGSERVICE", "PGSERVICEFILE"})
            QVERIFY(!access->environment.contains(QLatin1String(name)));
    }

    void environmentIsPinned()
    {
        qputenv("LC_ALL", "de_DE.UTF-8");
        const auto access = access::toolAccess(someSpec(), {}, QStringLiteral("tidemark/1"));
        process::Command command(QStringLiteral("pg_dump"));
        process::RunOptions options;
        access->apply(command, options);
        const auto& environment = command.environment();
        QCOMPARE(environment.value(QStringLiteral("LC_MESSAGES")), QStringLiteral("C"));
        QCOMPARE(environment.value(QStringLiteral("LC_CTYPE")), QStringLiteral("de_DE.UTF-8"));
        for (const char* name : {"LC_ALL", "LANGUAGE", "PGPASSWORD"}) {
            QVERIFY(environment.contains(QLatin1String(name)));
            QCOMPARE(environment.value(QLatin1String(name)), std::nullopt);
        }
        QCOMPARE(environment.value(QStringLiteral("PGTZ")), QStringLiteral("UTC"));
        QCOMPARE(environment.value(QStringLiteral("PGDATESTYLE")), QStringLiteral("ISO"));
        QCOMPARE(environment.value(QStringLiteral("PGAPPNAME")), QStringLiteral("tidemark/1"));
        QCOMPARE(environment.value(QStringLiteral("PGOPTIONS")), pins);
        QVERIFY(options.inheritedDescriptors.isEmpty());
    }

    void optionsAreKeptWhereTheyCount()
    {
        qputenv("PGOPTIONS", "-c geqo=off");
        QCOMPARE(access::toolAccess(someSpec(), {}, {})->environment.value(QStringLiteral("PGOPTIONS")), QStringLiteral("-c geqo=off ") + pins);

        postgres::ConnectionSpec spec = someSpec();
        spec.options = QStringLiteral("-c work_mem=1GB");
        const auto explicitly = access::toolAccess(spec, {}, {});
        QVERIFY(explicitly->conninfo.contains(QStringLiteral("options='-c work_mem=1GB ") + pins + QLatin1Char('\'')));

        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("services")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[shop]\nhost=h\noptions=-c enable_sort=off\npassfile=/p\napplication_name=shop\n");
        file.close();
        qputenv("PGSERVICEFILE", file.fileName().toLocal8Bit());
        postgres::ConnectionSpec service;
        service.service = QStringLiteral("shop");
        const auto byService = access::toolAccess(service, core::Secret(QStringLiteral("x")), QStringLiteral("tidemark/2"));
        QVERIFY(byService->conninfo.contains(QStringLiteral("options='-c enable_sort=off ") + pins + QLatin1Char('\'')));
        QVERIFY(byService->conninfo.contains(QStringLiteral("application_name=tidemark/2")));
        QVERIFY(byService->conninfo.contains(QStringLiteral("passfile=%1").arg(byService->passFile->path())));

        qputenv("PGSERVICE", "shop");
        QVERIFY(access::toolAccess({}, {}, {})->conninfo.contains(QStringLiteral("enable_sort=off")));
    }

    void secretTravelsByDescriptor()
    {
        postgres::ConnectionSpec spec = someSpec();
        spec.more.insert(QStringLiteral("passfile"), QStringLiteral("/elsewhere"));
        const auto access = access::toolAccess(spec, core::Secret(QStringLiteral("hush:hush")), {});
        process::Command command(QStringLiteral("pg_dump"));
        process::RunOptions options;
        access->apply(command, options);
        QCOMPARE(options.inheritedDescriptors, QList<int>{access->passFile->descriptor()});
        QCOMPARE(command.environment().value(QStringLiteral("PGPASSFILE")), access->passFile->path());
        QVERIFY(!access->conninfo.contains(QStringLiteral("passfile")));
        QVERIFY(!access->conninfo.contains(QStringLiteral("hush")));
        QVERIFY(!command.toShell().contains(QStringLiteral("hush")));
        for (const auto& value : command.environment())
            QVERIFY(!value.value_or(QString()).contains(QStringLiteral("hush")));
        QCOMPARE(passwordOf(*access), QByteArray("*:*:*:*:hush\\:hush\n"));
    }

    void environmentPasswordIsTakenWhereNoneIsGiven()
    {
        qputenv("PGPASSWORD", "from the environment");
        QCOMPARE(passwordOf(*access::toolAccess(someSpec(), {}, {})), QByteArray("*:*:*:*:from the environment\n"));
        QCOMPARE(passwordOf(*access::toolAccess(someSpec(), core::Secret(QStringLiteral("given")), {})), QByteArray("*:*:*:*:given\n"));
    }

    void otherSecretsNeverReachArgv()
    {
        postgres::ConnectionSpec spec = someSpec();
        spec.more.insert(QStringLiteral("sslpassword"), QStringLiteral("hush"));
        QVERIFY(!access::toolAccess(spec, {}, {})->conninfo.contains(QStringLiteral("hush")));
    }

    void passwordThatCannotTravel()
    {
        const auto access = access::toolAccess(someSpec(), core::Secret(QStringLiteral("a\nb")), {});
        QVERIFY(!access);
        QCOMPARE(access.error().kind, core::ErrorKind::InvalidInput);
    }

    void withoutTunnelNothingIsTouched()
    {
        const auto server = access::ServerAccess::open({someSpec(), {}, {}, {}}, core::silentContext());
        QVERIFY(server.has_value());
        QVERIFY(server->effectiveSpec() == someSpec());
        QVERIFY(server->forTool(QStringLiteral("o'ther"), {})->conninfo.contains(QStringLiteral("dbname='o\\'ther'")));
        QVERIFY(server->forTool({}, {})->conninfo.contains(QStringLiteral("dbname=blog")));
    }
};

QTEST_GUILESS_MAIN(ToolAccessTest)
#include "toolaccesstest.moc"
