// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupplan.h"
#include "backup/plankind.h"

#include <QJsonArray>
#include <QTest>

using namespace tidemark;
using namespace tidemark::backup::base;
using namespace Qt::StringLiterals;
using core::ErrorKind;
using core::ServerVersion;
using core::Severity;
using process::ToolKind;

namespace {

process::Tool tool(ToolKind kind, int version)
{
    return {kind, u"/pg/%1/%2"_s.arg(version / 10000).arg(process::toolName(kind)), ServerVersion(version)};
}

BaseBackupFacts goodFacts(int server = 150020, int toolVersion = 150020)
{
    BaseBackupFacts facts;
    facts.server.version = ServerVersion(server);
    facts.server.user = u"me"_s;
    facts.source.mayReplicate = true;
    facts.source.walLevel = u"replica"_s;
    facts.source.mostWalSenders = 10;
    facts.source.mostSlots = 10;
    facts.source.walSegment = core::ByteSize(16 << 20);
    facts.source.size = core::ByteSize(100 << 20);
    facts.source.route.address = u"10.0.0.7"_s;
    facts.identity = postgres::SystemIdentity{u"1"_s, 1, core::Lsn(1)};
    facts.tools = process::ToolSet({tool(ToolKind::PgBaseBackup, toolVersion), tool(ToolKind::PgVerifyBackup, toolVersion)});
    facts.freeBytes = 1LL << 30;
    facts.destinationWritable = true;
    return facts;
}

BaseBackupDraft goodDraft(Format format = Format::Tar)
{
    BaseBackupDraft draft;
    draft.serverLabel = u"prod"_s;
    draft.destination = u"/backups"_s;
    draft.format = format;
    return draft;
}

QStringList idsOf(const core::Findings& findings, Severity severity)
{
    QStringList ids;
    for (const core::Finding& finding : findings) {
        if (finding.severity == severity)
            ids.append(finding.id);
    }
    return ids;
}

QStringList argumentsFor(const BaseBackupDraft& draft, const BaseBackupFacts& facts)
{
    const auto plan = makePlan(draft, facts);
    return plan ? baseBackupCommand(*plan, u"/set"_s).arguments() : QStringList{plan.error().toText()};
}

} // namespace

class BaseBackupUnitTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsAreRead()
    {
        QVERIFY(compressionFromName(u"zstd:3") == (Compression{CompressionMethod::Zstd, 3}));
        QVERIFY(compressionFromName(u"none") == Compression{});
        QVERIFY(!compressionFromName(u"zstd:"));
        QVERIFY(!compressionFromName(u"bzip2"));
        QCOMPARE(compressionName({CompressionMethod::Gzip, 6}), u"gzip:6"_s);
        QCOMPARE(rateFromText(u"2M"), std::optional<qint64>(2048));
        QCOMPARE(rateFromText(u"500k"), std::optional<qint64>(500));
        QCOMPARE(rateFromText(u"500"), std::optional<qint64>(500));
        for (const char16_t* wrong : {u"", u"M", u"-1", u"1G", u"x", u"99999999999999999999"})
            QVERIFY(!rateFromText(wrong));
        QVERIFY(mappingFromText(u"/a\\=b=/c d"_s) == (TablespaceMapping{u"/a=b"_s, u"/c d"_s}));
        for (const QString& wrong : {u"/a"_s, u"/a=/b=/c"_s, u"=/b"_s, u"/a="_s})
            QVERIFY(!mappingFromText(wrong));
        QVERIFY(!walMethodFromName(u"none"));
    }

    void draftsAsJson()
    {
        BaseBackupDraft draft = goodDraft(Format::Plain);
        QVERIFY(*BaseBackupDraft::fromJson(draft.toJson()) == draft);
        draft.compression = Compression{CompressionMethod::Lz4, 7};
        draft.walMethod = WalMethod::Fetch;
        draft.checkpoint = Checkpoint::Spread;
        draft.rateLimit = 1234;
        draft.sizeEstimate = SizeEstimate::Leave;
        draft.checksums = archive::ChecksumKind::None;
        draft.label = u" odd \"label\" é"_s;
        draft.tablespaces = TablespacePlace::AsOnServer;
        draft.mappings = {{u"/a = b"_s, u"/c\nd"_s}};
        const QJsonObject json = draft.toJson();
        QVERIFY(*BaseBackupDraft::fromJson(json) == draft);
        // What is made is stored with the backup, and can be read as a draft again.
        const auto plan = makePlan(goodDraft(), goodFacts());
        QVERIFY(plan);
        const auto again = BaseBackupDraft::fromJson(plan->toJson());
        QVERIFY(again);
        QCOMPARE(again->compression, std::optional(Compression{CompressionMethod::Zstd, 1}));
        QCOMPARE(again->destination, u"/backups"_s);

        for (const auto& [field, value] : {std::pair(u"kind"_s, QJsonValue(u"backup"_s)), std::pair(u"kind"_s, QJsonValue(u"dance"_s)), std::pair(u"kind"_s, QJsonValue()),
                                           std::pair(u"planFormat"_s, QJsonValue(99)), std::pair(u"format"_s, QJsonValue(u"custom"_s)),
                                           std::pair(u"compression"_s, QJsonValue(u"rar"_s)), std::pair(u"walMethod"_s, QJsonValue(u"none"_s)),
                                           std::pair(u"mappings"_s, QJsonValue(QJsonArray{u"x"_s}))}) {
            QJsonObject wrong = json;
            wrong.insert(field, value);
            const auto read = BaseBackupDraft::fromJson(wrong);
            QVERIFY2(!read, qPrintable(field));
            QCOMPARE(read.error().kind, ErrorKind::InvalidInput);
        }
        QVERIFY(backup::planKindOf(json) && *backup::planKindOf(json) == backup::PlanKind::BaseBackup);
        QVERIFY(!backup::planKindOf({{u"kind"_s, u"dance"_s}}));
    }

    void pathsThatTheServerCannotSend()
    {
        BaseBackupFacts facts = goodFacts();
        facts.source.tablespaces = {{u"16385"_s, u"long"_s, u'/' + QString(98, u'x')}};
        QVERIFY(validate(goodDraft(Format::Plain), facts).isEmpty());
        facts.source.tablespaces.first().location += u'x';
        for (const Format format : {Format::Plain, Format::Tar})
            QCOMPARE(idsOf(validate(goodDraft(format), facts), Severity::Blocker), QStringList{u"tablespace.pathTooLong"_s});
    }

    void goodFactsArePlanned()
    {
        QCOMPARE(validate(goodDraft(), goodFacts()).size(), 0);
        QCOMPARE(validate(goodDraft(Format::Plain), goodFacts()).size(), 0);
    }

    void commandsFitTheTool()
    {
        BaseBackupDraft draft = goodDraft();
        QStringList arguments = argumentsFor(draft, goodFacts());
        QVERIFY2(arguments.contains(u"--compress=client-zstd:1"_s), qPrintable(arguments.join(u' ')));
        QVERIFY(arguments.contains(u"--manifest-checksums=SHA256"_s));
        QVERIFY(arguments.contains(u"--wal-method=stream"_s) && arguments.contains(u"--checkpoint=fast"_s) && arguments.contains(u"--label=tidemark"_s));
        QVERIFY(!arguments.contains(u"--progress"_s));
        // Before 15 gzip alone, before 13 no manifest and no view of the progress.
        QVERIFY(argumentsFor(draft, goodFacts(140000, 140000)).contains(u"--compress=1"_s));
        draft.compression = Compression{CompressionMethod::Gzip, std::nullopt};
        QVERIFY(argumentsFor(draft, goodFacts(140000, 140000)).contains(u"--gzip"_s));
        arguments = argumentsFor(draft, goodFacts(100023, 120000));
        QVERIFY(arguments.contains(u"--progress"_s) && arguments.filter(u"manifest"_s).isEmpty());
        draft.sizeEstimate = SizeEstimate::Leave;
        QVERIFY(!argumentsFor(draft, goodFacts(100023, 120000)).contains(u"--progress"_s));
        QVERIFY(argumentsFor(draft, goodFacts()).contains(u"--no-estimate-size"_s));
        draft.compression = Compression{};
        QVERIFY(argumentsFor(draft, goodFacts()).filter(u"compress"_s).isEmpty());
        draft.rateLimit = 2048;
        draft.walMethod = WalMethod::Fetch;
        BaseBackupFacts noSlots = goodFacts();
        noSlots.source.slotsUsed = 10;
        arguments = argumentsFor(draft, noSlots);
        QVERIFY(arguments.contains(u"--max-rate=2048"_s) && !arguments.contains(u"--no-slot"_s)); // nothing is streamed
        draft.walMethod = WalMethod::Stream;
        QVERIFY(argumentsFor(draft, noSlots).contains(u"--no-slot"_s));
        draft.label = u"--no-sync"_s; // a value stays one
        QVERIFY(argumentsFor(draft, goodFacts()).contains(u"--label=--no-sync"_s));
        // An older server with a newer tool: WAL of the server's own major is not for its pg_verifybackup.
        const auto plan = makePlan(goodDraft(Format::Plain), goodFacts(140000, 150020));
        QVERIFY(plan && !plan->pgVerifyBackup);
        QVERIFY(makePlan(goodDraft(Format::Plain), goodFacts())->pgVerifyBackup);
    }

    void tablespacesGoIntoTheSet()
    {
        BaseBackupFacts facts = goodFacts();
        facts.source.tablespaces = {{u"16385"_s, u"fast"_s, u"/srv/a=b"_s}, {u"16400"_s, u"slow"_s, u"/srv/slow"_s}};
        BaseBackupDraft draft = goodDraft(Format::Plain);
        QStringList mappings = argumentsFor(draft, facts).filter(u"--tablespace-mapping"_s);
        QCOMPARE(mappings, (QStringList{u"--tablespace-mapping=/srv/a\\=b=/set/tablespaces/16385"_s, u"--tablespace-mapping=/srv/slow=/set/tablespaces/16400"_s}));
        QVERIFY(argumentsFor(goodDraft(Format::Tar), facts).filter(u"--tablespace-mapping"_s).isEmpty());
        draft.mappings = {{u"/srv/slow"_s, u"/mnt/x"_s}};
        QCOMPARE(argumentsFor(draft, facts).filter(u"--tablespace-mapping"_s).last(), u"--tablespace-mapping=/srv/slow=/mnt/x"_s);
        QCOMPARE(idsOf(validate(draft, facts), Severity::Warning), QStringList{u"tablespace.outside"_s});
        facts.occupied = {u"/mnt/x"_s};
        QCOMPARE(idsOf(validate(draft, facts), Severity::Blocker), QStringList{u"tablespace.occupied"_s});
        draft.mappings = {{u"/srv/other"_s, u"relative"_s}};
        QCOMPARE(idsOf(validate(draft, facts), Severity::Blocker), (QStringList{u"tablespace.unknown"_s, u"tablespace.relative"_s}));
        draft = goodDraft(Format::Plain);
        draft.tablespaces = TablespacePlace::AsOnServer;
        facts.occupied = {u"/srv/slow"_s};
        const core::Findings findings = validate(draft, facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), QStringList{u"tablespace.occupied"_s});
        QVERIFY(findings.first().sentence.contains(u"slow (/srv/slow)"_s));
    }

    void blockers_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("tool.tooOld") << u"tool.tooOld"_s << ErrorKind::ToolTooOld;
        QTest::newRow("tool.missing") << u"tool.missing"_s << ErrorKind::ToolMissing;
        QTest::newRow("privilege.replication") << u"privilege.replication"_s << ErrorKind::PermissionDenied;
        QTest::newRow("server.walLevel") << u"server.walLevel"_s << ErrorKind::InvalidInput;
        QTest::newRow("server.walSenders") << u"server.walSenders"_s << ErrorKind::InvalidInput;
        QTest::newRow("privilege.replicationRefused") << u"privilege.replicationRefused"_s << ErrorKind::AuthenticationFailed;
        QTest::newRow("compression.plain") << u"compression.plain"_s << ErrorKind::InvalidInput;
        QTest::newRow("compression.unknown") << u"compression.unknown"_s << ErrorKind::InvalidInput;
        QTest::newRow("compression.level") << u"compression.level"_s << ErrorKind::InvalidInput;
        QTest::newRow("rate.range") << u"rate.range"_s << ErrorKind::InvalidInput;
        QTest::newRow("label.form") << u"label.form"_s << ErrorKind::InvalidInput;
        QTest::newRow("tablespace.tar") << u"tablespace.tar"_s << ErrorKind::InvalidInput;
        QTest::newRow("destination.missing") << u"destination.missing"_s << ErrorKind::InvalidInput;
        QTest::newRow("destination.notWritable") << u"destination.notWritable"_s << ErrorKind::PermissionDenied;
    }
    void blockers()
    {
        QFETCH(QString, id);
        QFETCH(ErrorKind, kind);
        BaseBackupFacts facts = id == u"compression.unknown"_s ? goodFacts(140000, 140000) : goodFacts();
        BaseBackupDraft draft = goodDraft(id == u"compression.plain"_s ? Format::Plain : Format::Tar);
        if (id == u"tool.tooOld"_s)
            facts.tools = process::ToolSet({tool(ToolKind::PgBaseBackup, 140000)});
        else if (id == u"tool.missing"_s)
            facts.tools = {};
        else if (id == u"privilege.replication"_s)
            facts.source.mayReplicate = false;
        else if (id == u"server.walLevel"_s)
            facts.source.walLevel = u"minimal"_s;
        else if (id == u"server.walSenders"_s)
            facts.source.walSenders = 9;
        else if (id == u"privilege.replicationRefused"_s)
            facts.refusal = core::Error{ErrorKind::AuthenticationFailed, u"no"_s, u"FATAL:  no pg_hba.conf entry"_s, {}};
        else if (id.startsWith(u"compression."_s))
            draft.compression = Compression{CompressionMethod::Zstd, id == u"compression.level"_s ? std::optional(23) : std::nullopt};
        else if (id == u"rate.range"_s)
            draft.rateLimit = 31;
        else if (id == u"label.form"_s)
            draft.label = u"a\rb"_s;
        else if (id == u"tablespace.tar"_s)
            draft.mappings = {{u"/a"_s, u"/b"_s}};
        else if (id == u"destination.missing"_s)
            draft.destination.clear();
        else
            facts.destinationWritable = false;
        const core::Findings findings = validate(draft, facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), QStringList{id});
        const auto plan = makePlan(draft, facts);
        QVERIFY(!plan);
        QCOMPARE(plan.error().kind, kind);
    }

    void refusalSaysTheLine()
    {
        BaseBackupFacts facts = goodFacts();
        facts.refusal = core::Error{ErrorKind::AuthenticationFailed, u"no"_s, u"FATAL:  pg_hba.conf rejects replication connection"_s, {}};
        facts.source.route.encrypted = true;
        postgres::HbaRule rule;
        rule.line = 12;
        rule.type = u"host"_s;
        rule.databases = {u"all"_s, u"replication"_s};
        rule.users = {u"all"_s};
        rule.address = u"10.0.0.0"_s;
        rule.netmask = u"255.0.0.0"_s;
        rule.method = u"reject"_s;
        facts.hbaRules = postgres::HbaRules{{rule}, {u"me"_s}};
        const core::Findings findings = validate(goodDraft(), facts);
        QCOMPARE(idsOf(findings, Severity::Blocker), QStringList{u"privilege.replicationRefused"_s});
        QVERIFY2(findings.first().sentence.contains(u"line 12 of pg_hba.conf: host all,replication all 10.0.0.0/8 reject"_s), qPrintable(findings.first().sentence));
        QVERIFY2(findings.first().hint.contains(u"hostssl replication me 10.0.0.7/32 scram-sha-256"_s), qPrintable(findings.first().hint));
    }

    void warningsAndNotes()
    {
        BaseBackupFacts facts = goodFacts();
        facts.freeBytes = 100 << 20; // more than a third, less than the whole
        QVERIFY(validate(goodDraft(), facts).isEmpty());
        QCOMPARE(idsOf(validate(goodDraft(Format::Plain), facts), Severity::Warning), QStringList{u"destination.space"_s});
        facts = goodFacts();
        facts.source.synchronousStandbyNames = u"ANY 1 (*)"_s;
        QCOMPARE(idsOf(validate(goodDraft(), facts), Severity::Warning), QStringList{u"server.synchronousAny"_s});
        facts = goodFacts();
        facts.server.inRecovery = true;
        QCOMPARE(idsOf(validate(goodDraft(), facts), Severity::Info), QStringList{u"server.standby"_s});
        QCOMPARE(idsOf(validate(goodDraft(), goodFacts(120000, 150020)), Severity::Warning), QStringList{u"manifest.none"_s});
        BaseBackupDraft draft = goodDraft();
        draft.checksums = archive::ChecksumKind::None;
        QCOMPARE(idsOf(validate(draft, goodFacts()), Severity::Warning), QStringList{u"manifest.noChecksums"_s});
    }
};

QTEST_GUILESS_MAIN(BaseBackupUnitTest)
#include "basebackupunittest.moc"
