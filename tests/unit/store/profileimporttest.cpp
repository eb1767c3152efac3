// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profileimport.h"
#include "store/servicefile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tidemark;
using store::Import;
using store::ServiceImport;

namespace {

QStringList idsOf(const core::Findings& findings)
{
    QStringList ids;
    for (const core::Finding& finding : findings)
        ids.append(finding.id);
    return ids;
}

QByteArray servers(const QByteArray& entry)
{
    return "{\"Servers\": {\"1\": " + entry + "}}";
}

} // namespace

class ProfileImportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serviceFile()
    {
        const QByteArray text = "# comment\r\n"
                                "stray=1\n"
                                "\n"
                                "  [shop]  \n"
                                "host=db1\r\n"
                                "  port=6543   \n"
                                "port=1\n"
                                "options= -c geqo=off\n"
                                "user=o'brien\\x\n"
                                "password=s=e:c\n"
                                "host = spaced\n"
                                "nonsense=1\n"
                                "[directory]\n"
                                "ldap://ldap.example/dc=x?description?one?(cn=y)\n"
                                "[shop]\n"
                                "host=second\n"
                                "[unclosed\n"
                                "host=nobody\n";
        const auto import = store::importServiceFile(text, ServiceImport::CopySettings);
        QVERIFY(import.has_value());
        QCOMPARE(import->profiles.size(), 2);
        const store::Profile& shop = import->profiles.first().profile;
        QCOMPARE(shop.name, QStringLiteral("shop"));
        QCOMPARE(shop.spec.host, QStringLiteral("db1"));
        QCOMPARE(shop.spec.port, QStringLiteral("6543"));
        QCOMPARE(shop.spec.options, QStringLiteral(" -c geqo=off"));
        QCOMPARE(shop.spec.user, QStringLiteral("o'brien\\x"));
        QVERIFY(shop.spec.service.isEmpty());
        QCOMPARE(import->profiles.first().password.reveal(), QByteArray("s=e:c"));
        QCOMPARE(idsOf(import->findings),
                 QStringList({QStringLiteral("service.outsideSection"), QStringLiteral("service.badLine"), QStringLiteral("service.badLine"),
                              QStringLiteral("service.ldap"), QStringLiteral("service.repeated"), QStringLiteral("service.badSection")}));
        QVERIFY(import->findings.at(1).sentence.contains(QStringLiteral("11")));
    }

    void serviceByNameLeavesTheRestToLibpq()
    {
        const auto import = store::importServiceFile("[shop]\nhost=db1\npassword=x\n", ServiceImport::ByName);
        QVERIFY(import.has_value());
        QCOMPARE(import->profiles.first().profile.spec.toConninfo(), QStringLiteral("service=shop"));
        QVERIFY(import->profiles.first().password.isEmpty());
    }

    void badServiceFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no section") << QByteArray("host=a\n");
        QTest::newRow("latin-1") << QByteArray("[a]\nhost=\xe4\n");
        QTest::newRow("nul") << QByteArray("[a]\nhost=a\0b\n", 13);
        QTest::newRow("huge") << QByteArray("[a]\n") + QByteArray(2 << 20, '#');
        QTest::newRow("only a bracket") << QByteArray("[");
        QTest::newRow("empty name") << QByteArray("[]\nhost=a\n");
    }
    void badServiceFiles()
    {
        QFETCH(QByteArray, text);
        const auto import = store::importServiceFile(text, ServiceImport::CopySettings);
        QVERIFY(!import);
        QCOMPARE(import.error().kind, core::ErrorKind::InvalidInput);
    }

    void linesThatLibpqCannotRead()
    {
        const auto import = store::importServiceFile("[a]\nhost=h\nuser=" + QByteArray(1100, 'u') + "\n", ServiceImport::CopySettings);
        QVERIFY(import.has_value());
        QVERIFY(import->profiles.first().profile.spec.user.isEmpty());
        QCOMPARE(idsOf(import->findings), QStringList{QStringLiteral("service.lineTooLong")});
    }

    void serviceKeywordOfTheFileInForce()
    {
        const QTemporaryDir folder;
        QFile own(folder.filePath(QStringLiteral("own.conf")));
        QFile system(folder.filePath(QStringLiteral("pg_service.conf")));
        QVERIFY(own.open(QIODevice::WriteOnly) && system.open(QIODevice::WriteOnly));
        own.write("[both]\nhost=own\noptions=-c a=1\n");
        system.write("[both]\nhost=system\n[system]\nhost=system\n");
        own.close();
        system.close();
        qputenv("PGSERVICEFILE", own.fileName().toLocal8Bit());
        qputenv("PGSYSCONFDIR", folder.path().toLocal8Bit());
        QCOMPARE(store::serviceKeyword(QStringLiteral("both"), QStringLiteral("host")), QStringLiteral("own"));
        QCOMPARE(store::serviceKeyword(QStringLiteral("both"), QStringLiteral("options")), QStringLiteral("-c a=1"));
        QCOMPARE(store::serviceKeyword(QStringLiteral("system"), QStringLiteral("host")), QStringLiteral("system"));
        QCOMPARE(store::serviceKeyword(QStringLiteral("none"), QStringLiteral("host")), QString());
        qunsetenv("PGSERVICEFILE");
        qunsetenv("PGSYSCONFDIR");
    }

    void conninfo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("conninfo");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("uri") << QStringLiteral(" postgresql://jo%40x:p%2Fw@[::1]:5433/blog%20db?sslmode=require \n")
                             << QStringLiteral("dbname='blog db' host=::1 port=5433 sslmode=require user=jo@x") << QByteArray("p/w");
        QTest::newRow("keywords") << QStringLiteral("host='a b' password='x\\'y' application_name=me")
                                  << QStringLiteral("application_name=me host='a b'") << QByteArray("x'y");
        QTest::newRow("socket uri") << QStringLiteral("postgres://%2Fvar%2Frun/db") << QStringLiteral("dbname=db host=/var/run") << QByteArray();
        QTest::newRow("two hosts") << QStringLiteral("postgres://a:1,b:2/db") << QStringLiteral("dbname=db host=a,b port=1,2") << QByteArray();
    }
    void conninfo()
    {
        QFETCH(QString, text);
        const auto import = store::importConninfo(text);
        QVERIFY2(import, import ? "" : qPrintable(import.error().toText()));
        QCOMPARE(import->profiles.size(), 1);
        QTEST(import->profiles.first().profile.spec.toConninfo(), "conninfo");
        QTEST(import->profiles.first().password.reveal(), "password");
        QVERIFY(store::validate(import->profiles.first().profile));
    }

    void badConninfo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("blank") << QStringLiteral("  \n ");
        QTest::newRow("password alone") << QStringLiteral("password=x");
        QTest::newRow("no value") << QStringLiteral("host");
        QTest::newRow("unknown keyword") << QStringLiteral("hast=x");
        QTest::newRow("open quote") << QStringLiteral("host='x");
        QTest::newRow("bad percent") << QStringLiteral("postgres://%zz/");
        QTest::newRow("nul") << QStringLiteral("host=a") + QChar(0) + QStringLiteral("b");
        QTest::newRow("huge") << QStringLiteral("host=") + QString(1 << 20, u'x');
    }
    void badConninfo()
    {
        QFETCH(QString, text);
        const auto import = store::importConninfo(text);
        QVERIFY(!import);
        QCOMPARE(import.error().kind, core::ErrorKind::InvalidInput);
    }

    void secretsOfConninfoStayOut()
    {
        const auto import = store::importConninfo(QStringLiteral("host=h sslpassword=hush password=hush"));
        QVERIFY(import.has_value());
        QVERIFY(!import->profiles.first().profile.spec.toConninfo().contains(QStringLiteral("hush")));
        QVERIFY(!import->profiles.first().profile.name.contains(QStringLiteral("hush")));
        QCOMPARE(idsOf(import->findings), QStringList{QStringLiteral("import.secretLeftOut")});
    }

    void pgAdmin()
    {
        const QByteArray json = R"({"Servers": {
            "1": {"Name": "Live\nshop", "Group": "Production", "Host": "db1", "Port": 5432, "MaintenanceDB": "postgres",
                  "Username": "admin", "BGColor": "#FF8800", "SSLMode": "prefer", "Timeout": 10,
                  "ConnectionParameters": {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "connect_timeout": 0,
                                           "sslcert": "<STORAGE_DIR>/me.crt", "password": "hush"},
                  "UseSSHTunnel": 1, "TunnelHost": "bastion", "TunnelPort": "22", "TunnelUsername": "joe", "TunnelAuthentication": 1,
                  "TunnelIdentityFile": "/k"},
            "2": {"Name": "by service", "Service": "shop", "PassFile": "/p", "UseSSHTunnel": 0, "TunnelPort": "22", "BGColor": "red"},
            "3": {"Name": "password tunnel", "Host": "db3", "Port": "5433", "UseSSHTunnel": true, "TunnelHost": "b", "TunnelPort": 2222}}})";
        const auto import = store::importPgAdmin(json);
        QVERIFY2(import, import ? "" : qPrintable(import.error().toText()));
        QCOMPARE(import->profiles.size(), 3);
        const store::Profile& live = import->profiles.at(0).profile;
        QCOMPARE(live.name, QStringLiteral("Live\\nshop"));
        QCOMPARE(live.environment, store::EnvironmentTag::Production);
        QCOMPARE(live.colour, QStringLiteral("#ff8800"));
        QCOMPARE(live.spec.toConninfo(),
                 QStringLiteral("dbname=postgres host=db1 port=5432 sslmode=verify-full sslrootcert=/ca.pem user=admin"));
        QVERIFY(live.tunnel == (store::TunnelSpec{QStringLiteral("bastion"), QStringLiteral("joe"), {}, QStringLiteral("/k"), {}}));
        QCOMPARE(import->profiles.at(1).profile.spec.toConninfo(), QStringLiteral("passfile=/p service=shop"));
        QVERIFY(!import->profiles.at(1).profile.tunnel);
        QVERIFY(import->profiles.at(1).profile.colour.isEmpty());
        QCOMPARE(import->profiles.at(2).profile.tunnel->port, QStringLiteral("2222"));
        QCOMPARE(idsOf(import->findings), QStringList({QStringLiteral("import.storageFolder"), QStringLiteral("import.tunnelPassword")}));
        for (const store::ImportedProfile& imported : import->profiles)
            QVERIFY(store::validate(imported.profile));
    }

    void hostilePgAdminEntries_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::newRow("not an object") << QByteArray("7");
        QTest::newRow("nowhere") << QByteArray(R"({"Name": "x"})");
        QTest::newRow("newline in host") << QByteArray(R"({"Name": "x", "Host": "a\nb"})");
        QTest::newRow("nul in user") << QByteArray(R"({"Name": "x", "Host": "a", "Username": "a\u0000b"})");
        QTest::newRow("endless host") << "{\"Host\": \"" + QByteArray(10000, 'h') + "\"}";
        QTest::newRow("host is a list") << QByteArray(R"({"Host": ["a"]})");
        QTest::newRow("tunnel to nowhere") << QByteArray(R"({"Host": "a", "UseSSHTunnel": 1})");
        QTest::newRow("tunnel with newline") << QByteArray(R"({"Host": "a", "UseSSHTunnel": 1, "TunnelHost": "b\n-oProxyCommand=x"})");
    }
    void hostilePgAdminEntries()
    {
        QFETCH(QByteArray, entry);
        const auto import = store::importPgAdmin(servers(entry));
        QVERIFY(import.has_value());
        QVERIFY(import->profiles.isEmpty());
        QVERIFY(idsOf(import->findings).contains(QStringLiteral("import.badServer")));
    }

    void badPgAdminFiles_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("no servers") << QByteArray(R"({"Servers": {}})");
        QTest::newRow("servers are a list") << QByteArray(R"({"Servers": [{"Host": "a"}]})");
        QTest::newRow("cut off") << QByteArray(R"({"Servers": {"1": {"Host")");
        QTest::newRow("deep") << QByteArray(200000, '{');
        QTest::newRow("huge") << QByteArray((16 << 20) + 1, ' ');
    }
    void badPgAdminFiles()
    {
        QFETCH(QByteArray, json);
        const auto import = store::importPgAdmin(json);
        QVERIFY(!import);
        QCOMPARE(import.error().kind, core::ErrorKind::InvalidInput);
    }

    void anyKindIsRecognised()
    {
        QCOMPARE(store::importAny(servers(R"({"Name": "n", "Host": "a"})"))->profiles.first().profile.spec.host, QStringLiteral("a"));
        QCOMPARE(store::importAny("postgres://b/")->profiles.first().profile.spec.host, QStringLiteral("b"));
        QCOMPARE(store::importAny("host=c port=1")->profiles.first().profile.spec.host, QStringLiteral("c"));
        QCOMPARE(store::importAny("# x\n[d]\nhost=d\n")->profiles.first().profile.spec.host, QStringLiteral("d"));
        QVERIFY(!store::importAny("garbage"));
        // A password file taken by mistake: its lines do not come back in the error.
        const auto passFile = store::importAny("h:5432:d:u:geheim\n");
        QVERIFY(!passFile);
        QVERIFY(!passFile.error().toText().contains(QLatin1String("geheim")));
    }

    void duplicatesAreLeftOutAndNamesMadeFree()
    {
        auto existing = store::importConninfo(QStringLiteral("host=a port=1"));
        existing->profiles.first().profile.name = QStringLiteral("n");
        auto import = store::importServiceFile("[x]\nport=1\nhost=a\n[n]\nhost=b\n[y]\nhost=b\n", ServiceImport::CopySettings);
        QVERIFY(import.has_value());
        const Import kept = store::withoutDuplicates(*import, {existing->profiles.first().profile});
        QCOMPARE(kept.profiles.size(), 1);
        QCOMPARE(kept.profiles.first().profile.name, QStringLiteral("n (2)"));
        QCOMPARE(idsOf(kept.findings), QStringList({QStringLiteral("import.duplicate"), QStringLiteral("import.renamed"), QStringLiteral("import.duplicate")}));
    }
};

QTEST_GUILESS_MAIN(ProfileImportTest)
#include "profileimporttest.moc"
