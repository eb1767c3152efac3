// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of a restore as JSON and as a command.
#include "restore/restoreanswers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace tidemark;
using namespace Qt::StringLiterals;

namespace {

restore::RestoreDraft fullDraft()
{
    restore::RestoreDraft draft;
    draft.source = u"/b/a set"_s;
    draft.sourceDatabase = u"shop"_s;
    draft.tables = {u"public.orders"_s, u"\"Odd\".\"na\"\"me\""_s};
    draft.schemas = {u"stock"_s};
    draft.foreignKeys = archive::ForeignKeys::BringParents;
    draft.target = restore::TargetKind::ExistingDatabase;
    draft.targetDatabase = u"-live"_s;
    draft.existing = restore::ExistingObjects::Append;
    draft.newNames = {{u"public.orders"_s, u"orders=2 \"x\""_s}};
    draft.ownership = restore::Ownership::Keep;
    draft.jobs = 3;
    return draft;
}

} // namespace

class RestoreAnswersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonComesBack()
    {
        const restore::RestoreDraft draft = fullDraft();
        const QJsonObject json = QJsonDocument::fromJson(QJsonDocument(restore::toJson(draft)).toJson()).object();
        const restore::RestoreDraft again = restore::draftFromJson(json);
        QCOMPARE(restore::toJson(again), restore::toJson(draft));
        QCOMPARE(again.tables, draft.tables);
        QCOMPARE(again.newNames, draft.newNames);
        QCOMPARE(again.foreignKeys, draft.foreignKeys);
        QCOMPARE(again.target, draft.target);
        QCOMPARE(again.existing, draft.existing);
        QCOMPARE(again.ownership, draft.ownership);
    }

    void rolesSectionsAndTheNewDatabase()
    {
        restore::RestoreDraft draft;
        draft.source = u"/b/x"_s;
        draft.targetDatabase = u"fresh"_s;
        draft.ownership = restore::Ownership::Role;
        draft.ownerRole = u"ann"_s;
        draft.missingRoles = restore::RoleFate::Create;
        draft.roles = {{u"a=b"_s, {restore::RoleFate::Map, u"bob"_s}}, {u"gone"_s, {restore::RoleFate::LeaveOut, {}}}};
        draft.privileges = archive::Privileges::None;
        draft.databaseOwner = u"bob"_s;
        draft.encoding = u"UTF8"_s;
        draft.locale = u"de_DE.UTF-8"_s;
        draft.localeProvider = restore::LocaleProvider::Libc;
        draft.templateDatabase = u"mine"_s;
        draft.tablespace = u"fast"_s;
        draft.connectionLimit = -1;
        draft.sections = {restore::StageKind::PreData, restore::StageKind::PostData};
        draft.tablespaces = archive::Tablespaces::Keep;
        draft.options = {{u"no-comments"_s, {}}};
        draft.damaged = restore::DamagedTables::LeaveOut;
        QCOMPARE(restore::commandArguments(draft),
                 (QStringList{u"restore"_s, u"/b/x"_s, u"--into=fresh"_s, u"--owner=ann"_s, u"--create-roles"_s, u"--map-role=a=b=bob"_s, u"--skip-role=gone"_s,
                              u"--no-privileges"_s, u"--schema-only"_s, u"--keep-tablespaces"_s, u"--pg-restore-option=no-comments"_s, u"--intact-only"_s,
                              u"--database-owner=bob"_s, u"--encoding=UTF8"_s, u"--locale=de_DE.UTF-8"_s, u"--locale-provider=libc"_s, u"--template=mine"_s,
                              u"--tablespace=fast"_s, u"--connection-limit=-1"_s}));
        const restore::RestoreDraft again = restore::draftFromJson(restore::toJson(draft));
        QCOMPARE(restore::commandArguments(again), restore::commandArguments(draft));
        draft.sections = {restore::StageKind::PostData};
        QVERIFY(restore::commandArguments(draft).contains(u"--section=post-data"_s));
        QCOMPARE(restore::draftFromJson(restore::toJson(draft)).sections, draft.sections);
        QVERIFY(restore::draftFromJson({{u"sections"_s, QJsonArray{u"moon"_s}}}).sections.isEmpty());
    }

    void lossIsNeverBroughtBack()
    {
        for (const auto lossy : {restore::ExistingObjects::Replace, restore::ExistingObjects::EmptyAndLoad}) {
            restore::RestoreDraft draft = fullDraft();
            draft.existing = lossy;
            draft.confirmed = draft.targetDatabase;
            const restore::RestoreDraft again = restore::draftFromJson(restore::toJson(draft));
            QCOMPARE(again.existing, restore::ExistingObjects::Stop);
            QVERIFY(again.confirmed.isEmpty());
            QVERIFY(!QJsonDocument(restore::toJson(draft)).toJson().contains("confirm"));
        }
    }

    void strangeJsonIsTheDefaults()
    {
        const restore::RestoreDraft draft = restore::draftFromJson({{u"target"_s, u"moon"_s}, {u"jobs"_s, -5}, {u"tables"_s, u"no list"_s}, {u"existing"_s, 7}});
        QCOMPARE(draft.target, restore::TargetKind::NewDatabase);
        QCOMPARE(draft.existing, restore::ExistingObjects::Stop);
        QCOMPARE(draft.jobs, 0);
        QVERIFY(draft.isWhole());
    }

    void plansWithoutAnswersAreRefused()
    {
        QCOMPARE(restore::draftOfPlan({}).error().kind, core::ErrorKind::InvalidInput);
        QCOMPARE(restore::draftOfPlan({{u"kind"_s, u"restore"_s}}).error().kind, core::ErrorKind::InvalidInput);
        const auto draft = restore::draftOfPlan({{u"kind"_s, u"restore"_s}, {u"draft"_s, restore::toJson(fullDraft())}});
        QVERIFY(draft);
        QCOMPARE(draft->schemas, QStringList{u"stock"_s});
    }

    void argumentsNameWhatIsNotUsual()
    {
        QCOMPARE(restore::commandArguments(fullDraft()),
                 (QStringList{u"restore"_s, u"/b/a set"_s, u"--database=shop"_s, u"--table=public.orders"_s, u"--table=\"Odd\".\"na\"\"me\""_s, u"--schema=stock"_s,
                              u"--foreign-keys=bring"_s, u"--into=-live"_s, u"--existing"_s, u"--on-conflict=append"_s,
                              u"--as=public.orders=orders=2 \"x\""_s, u"--owner=keep"_s}));
        restore::RestoreDraft plain;
        plain.source = u"/b/x.dump"_s;
        plain.targetDatabase = u"new"_s;
        plain.jobs = 2;
        QCOMPARE(restore::commandArguments(plain), (QStringList{u"restore"_s, u"/b/x.dump"_s, u"--into=new"_s, u"--jobs=2"_s}));
        plain.target = restore::TargetKind::SqlFile;
        plain.file = u"/x/y.sql.gz"_s;
        QCOMPARE(restore::commandArguments(plain), (QStringList{u"restore"_s, u"/b/x.dump"_s, u"--to=/x/y.sql.gz"_s}));
    }

    void confirmationIsNamedOnlyWhereItWasTyped()
    {
        restore::RestoreDraft draft = fullDraft();
        draft.existing = restore::ExistingObjects::Replace;
        QVERIFY(!restore::commandArguments(draft).join(u' ').contains(u"--confirm"_s));
        draft.confirmed = draft.targetDatabase;
        QVERIFY(restore::commandArguments(draft).contains(u"--confirm=-live"_s));
    }
};

QTEST_GUILESS_MAIN(RestoreAnswersTest)
#include "restoreanswerstest.moc"
