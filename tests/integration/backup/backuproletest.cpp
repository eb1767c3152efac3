// SPDX-License-Identifier: GPL-3.0-or-later
// The role that backups are made as: it can make them, it can do nothing else, and nobody sees its password.
#include "backup/role/backuprole.h"
#include "support/baseruns.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using namespace tidemark::test;
using namespace tidemark::backup::role;
using namespace Qt::StringLiterals;

static const bool inMemory = workInMemory();

class TestBackupRole : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void makesBothKindsOfBackup();
    void leastPrivilege();
    void explicitGrants();
    void linesOfHba();
    void refused();
    void passwordsAreStrong();

private:
    std::optional<TestCluster> m_cluster;
};

void TestBackupRole::initTestCase()
{
    qInfo("in memory: %d", int(inMemory));
    auto cluster = TestCluster::start({{u"log_statement"_s, u"all"_s}});
    QVERIFY2(cluster, qPrintable(cluster ? QString() : cluster.error().toText()));
    m_cluster.emplace(std::move(*cluster));
    QVERIFY(m_cluster->listenOnTcp());
    QVERIFY(m_cluster->createDatabase(u"shop"_s));
    QVERIFY(m_cluster->script(u"shop"_s, u"CREATE SCHEMA \"odd \"\"one\"; CREATE TABLE \"odd \"\"one\".t AS SELECT 7 AS i; CREATE SEQUENCE \"odd \"\"one\".s"_s));
    QVERIFY(m_cluster->sql(u"postgres"_s, u"REVOKE CONNECT ON DATABASE shop FROM PUBLIC"_s));
}

void TestBackupRole::makesBothKindsOfBackup()
{
    const QString name = u"back \"up'; DROP ROLE x"_s;
    const access::ServerAccess admin = openAccess(m_cluster->spec());
    const auto plan = makePlan({name, Purpose::Both, {}}, admin, {});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toText()));
    QVERIFY2(plan->statements.join(u'\n').contains(u"GRANT CONNECT ON DATABASE \"shop\""_s), qPrintable(plan->statements.join(u'\n')));
    const core::Secret password = generatePassword();
    const auto made = createRole(*plan, password, admin, {});
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toText()));
    // As that role, over TCP, where a password is asked for.
    const access::ServerAccess server = openAccess(m_cluster->tcpSpec(u"shop"_s, name), QString::fromUtf8(password.reveal()));
    QTemporaryDir folder;
    const auto dump = backUp(server, u"shop"_s, folder.path());
    QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
    QCOMPARE(dump->rows(), 1);
    const auto base = backUpBase(server, baseDraft(folder.path(), backup::base::Format::Tar));
    QVERIFY2(base, qPrintable(base ? QString() : base.error().toText()));
    QCOMPARE(base->verdict, core::Verdict::Ok);
    // What the server logged, and what is shown and stored, has no password in it.
    QVERIFY(m_cluster->log().contains(u"CREATE ROLE"_s));
    for (const QString& text : {m_cluster->log(), QString::fromUtf8(QJsonDocument(plan->toJson()).toJson()), QString::fromUtf8(base->manifest.toJson())})
        QVERIFY(!text.contains(QString::fromUtf8(password.reveal())));
    QVERIFY(m_cluster->value(u"postgres"_s, u"SELECT rolpassword FROM pg_authid WHERE rolreplication AND NOT rolsuper"_s).startsWith(u"SCRAM-SHA-256$"_s));
}

void TestBackupRole::leastPrivilege()
{
    const access::ServerAccess admin = openAccess(m_cluster->spec());
    for (const auto& [purpose, name, expected] : {std::tuple(Purpose::Dumps, u"dumper"_s, u"f t"_s), std::tuple(Purpose::BaseBackups, u"copier"_s, u"t f"_s)}) {
        const auto plan = makePlan({name, purpose, {}}, admin, {});
        QVERIFY(plan);
        QVERIFY(createRole(*plan, generatePassword(), admin, {}));
        QCOMPARE(m_cluster->value(u"postgres"_s, u"SELECT left(rolreplication::text, 1) || ' ' || left(pg_has_role(oid, 'pg_read_all_data', 'USAGE')::text, 1)"
                                                 " FROM pg_roles WHERE NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls) AND rolname = '%1'"_s.arg(name)),
                 expected);
        QCOMPARE(plan->admissions.size(), purpose == Purpose::Dumps ? 1 : 2);
    }
}

void TestBackupRole::explicitGrants()
{
    // As for a server before version 14, which has no role that reads everything.
    auto connection = m_cluster->connect(u"shop"_s);
    QVERIFY(connection);
    const postgres::BackupRole role{u"piece by piece"_s, postgres::ReadGrant::Explicit, postgres::ReplicationGrant::None};
    const auto facts = postgres::readBackupRoleFacts(*connection, role.name);
    QVERIFY(facts && !facts->exists && facts->superuser);
    const auto verifier = postgres::scramVerifier(*connection, role.name, generatePassword());
    QVERIFY(verifier);
    QVERIFY(postgres::createBackupRole(*connection, role, *facts, *verifier));
    const auto schemas = postgres::listGrantSchemas(*connection);
    QVERIFY(schemas);
    QCOMPARE(*schemas, (QStringList{u"odd \"one"_s, u"public"_s}));
    const auto granted = postgres::grantSchemas(*connection, role, *schemas);
    QVERIFY2(granted, qPrintable(granted ? QString() : granted.error().toText()));
    QVERIFY(m_cluster->script(u"shop"_s, u"CREATE TABLE \"odd \"\"one\".later AS SELECT 1 AS i"_s));
    postgres::ConnectionSpec spec = m_cluster->spec(u"shop"_s);
    spec.user = role.name;
    QTemporaryDir folder;
    const auto dump = backUp(openAccess(spec), u"shop"_s, folder.path());
    QVERIFY2(dump, qPrintable(dump ? QString() : dump.error().toText()));
    QCOMPARE(dump->rows(), 2);
}

void TestBackupRole::linesOfHba()
{
    const auto plan = makePlan({u"remote"_s, Purpose::Both, u"10.9.8.7"_s}, openAccess(m_cluster->spec()), {});
    QVERIFY(plan);
    QVERIFY(plan->rulesKnown);
    QCOMPARE(plan->admissions.size(), 2);
    QCOMPARE(plan->admissions.at(0).line, u"host all remote 10.9.8.7/32 scram-sha-256"_s);
    QCOMPARE(plan->admissions.at(1).line, u"host replication remote 10.9.8.7/32 scram-sha-256"_s);
    QVERIFY(!plan->admissions.at(1).letsIn);
    // From here the rules that initdb writes let it in.
    const auto local = makePlan({u"near"_s, Purpose::Both, u"127.0.0.1"_s}, openAccess(m_cluster->spec()), {});
    QVERIFY(local);
    QVERIFY(local->admissions.at(0).letsIn && local->admissions.at(1).letsIn);
    QVERIFY(local->admissions.at(1).rule->databases.contains(u"replication"_s));
}

void TestBackupRole::refused()
{
    const access::ServerAccess admin = openAccess(m_cluster->spec());
    QCOMPARE(makePlan({u"postgres"_s, Purpose::Both, {}}, admin, {}).error().kind, core::ErrorKind::Conflict);
    QCOMPARE(makePlan({u"pg_mine"_s, Purpose::Both, {}}, admin, {}).error().kind, core::ErrorKind::InvalidInput);
    QCOMPARE(makePlan({QString(), Purpose::Both, {}}, admin, {}).error().kind, core::ErrorKind::InvalidInput);
    QVERIFY(m_cluster->sql(u"postgres"_s, u"CREATE ROLE weak LOGIN"_s));
    postgres::ConnectionSpec spec = m_cluster->spec();
    spec.user = u"weak"_s;
    const access::ServerAccess weak = openAccess(spec);
    const auto plan = makePlan({u"wanted"_s, Purpose::Both, {}}, weak, {});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toText()));
    QVERIFY(core::hasBlocker(plan->findings));
    QVERIFY(!plan->rulesKnown);
    QVERIFY(!plan->statements.isEmpty());
    const auto made = createRole(*plan, generatePassword(), weak, {});
    QVERIFY(!made);
    QCOMPARE(made.error().kind, core::ErrorKind::PermissionDenied);
}

void TestBackupRole::passwordsAreStrong()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 200; ++i) {
        const core::Secret password = generatePassword();
        QCOMPARE(password.reveal().size(), 32);
        seen.insert(password.reveal());
    }
    QCOMPARE(seen.size(), 200);
}

QTEST_GUILESS_MAIN(TestBackupRole)
#include "backuproletest.moc"
