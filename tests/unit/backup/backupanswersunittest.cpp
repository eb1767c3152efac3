// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupanswers.h"
#include "backup/backupplan.h"
#include "backup/pgdumpscript.h"
#include "postgres/namepattern.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using backup::BackupAnswers;
using backup::ContentChoice;
using backup::Keep;

namespace {

const QString hostile = QStringLiteral("we\"ird \\ na'me\nü $(touch no) &x");

BackupAnswers someAnswers()
{
    BackupAnswers answers;
    answers.draft.destination = QStringLiteral("/b");
    answers.draft.form.format = archive::DumpFormat::Directory;
    answers.draft.options = {{QStringLiteral("no-owner"), {}}};
    answers.draft.content.excludedTables = {QStringLiteral("log_*")};
    answers.databases = {hostile, QStringLiteral("b")};
    ContentChoice own;
    own.exceptions = {{QStringLiteral("s"), hostile, Keep::Definition}};
    answers.contents.insert(hostile, own);
    return answers;
}

/// A pg_dump and a pg_dumpall that note what they are told; `fails` says of which database.
void standIn(const QString& path, const QString& log, const QString& fails)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\nprintf '%s\\0' \"$@\" >> '" + log.toUtf8() + "'\ncode=0\nfor a; do case $a in --file=*) echo x > \"${a#--file=}\" ;; --dbname=*" + fails.toUtf8() + "*) code=1 ;; esac; done\nexit $code\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator found(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (found.hasNext())
        files.append(QFileInfo(found.next()).fileName());
    files.sort();
    return files;
}

} // namespace

class BackupAnswersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        const BackupAnswers answers = someAnswers();
        const auto again = BackupAnswers::fromJson(answers.toJson());
        QVERIFY(again);
        QCOMPARE(again->toJson(), answers.toJson());
        QCOMPARE(again->contentOf(hostile), answers.contents.value(hostile));
        QCOMPARE(again->contentOf(QStringLiteral("b")), answers.draft.content);
        const auto drafts = again->draftsFor(again->databases);
        QCOMPARE(drafts.size(), 2);
        QCOMPARE(drafts.first().database, hostile);
        QCOMPARE(drafts.first().content, answers.contents.value(hostile));
        QVERIFY(answers.toJson().value(u"draft").toObject().value(u"server").toString().isEmpty());
    }

    void whatCannotBeReadIsAnError()
    {
        QVERIFY(!BackupAnswers::fromJson({}));
        QJsonObject newer = someAnswers().toJson();
        QJsonObject draft = newer.value(u"draft").toObject();
        draft.insert(QStringLiteral("planFormat"), 2);
        newer.insert(QStringLiteral("draft"), draft);
        const auto refused = BackupAnswers::fromJson(newer);
        QVERIFY(!refused);
        QVERIFY(refused.error().toText().contains(QStringLiteral("newer")));
        QJsonObject odd = someAnswers().toJson();
        odd.insert(QStringLiteral("databases"), 7);
        odd.insert(QStringLiteral("contents"), QStringLiteral("x"));
        const auto tolerant = BackupAnswers::fromJson(odd);
        QVERIFY(tolerant && tolerant->databases.isEmpty() && tolerant->contents.isEmpty());
    }

    void aPlanGivesBackWhatWasLeftOpen()
    {
        backup::BackupPlan plan;
        plan.draft.database = hostile;
        plan.draft.form.jobs = 0;
        plan.draft.content.excludedTables = {QStringLiteral("x")};
        plan.form.format = archive::DumpFormat::Directory;
        plan.form.jobs = 4;
        plan.estimatedRead = core::ByteSize(77);
        QCOMPARE(plan.toJson().value(u"jobs").toInt(), 4); // it says what was decided
        QCOMPARE(plan.toJson().value(u"estimatedRead").toInt(), 77);
        auto answers = BackupAnswers::fromPlan(plan.toJson());
        QVERIFY(answers);
        QVERIFY(answers->draft.form == backup::FormChoice());
        QCOMPARE(answers->databases, QStringList{hostile});
        QCOMPARE(answers->contentOf(hostile), plan.draft.content);
        plan.draft.form.jobs = 4;
        answers = BackupAnswers::fromPlan(plan.toJson());
        QCOMPARE(answers->draft.form.jobs, 4);
        QVERIFY(!answers->draft.form.format);
        QVERIFY(!BackupAnswers::fromPlan({}));
        QVERIFY(!BackupAnswers::fromPlan({{QStringLiteral("kind"), QStringLiteral("baseBackup")}}));
    }

    void exactNamesAreTold_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("two") << QStringLiteral("\"a\".\"b\"") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("quotes and dots") << QStringLiteral("\"a\"\".\"\"\".\"b.*\"") << QStringList{QStringLiteral("a\".\""), QStringLiteral("b.*")};
        for (const char* other : {"", "a.b", "\"a\"", "\"a\".b", "a.\"b\"", "\"a\".\"b\"x", "\"a\".\"b", "\"a\".\"b\".\"c\"", "\"a\".", ".\"b\"", "\"a\"\"b\"", "\"\".\"\"", "\"a\".\"b\"*"})
            QTest::newRow(qPrintable(QLatin1Char('-') + QLatin1String(other))) << QString::fromLatin1(other) << QStringList();
    }
    void exactNamesAreTold()
    {
        QFETCH(QString, pattern);
        QFETCH(QStringList, names);
        QCOMPARE(postgres::exactNames(pattern, 2), names);
        QCOMPARE(postgres::exactNames(postgres::exactPattern(hostile, pattern), 2), pattern.isEmpty() ? QStringList() : QStringList({hostile, pattern}));
    }

    void namesAmongPatternsBecomeTicks()
    {
        ContentChoice choice;
        choice.excludedTables = {QStringLiteral("\"s\".\"t\""), QStringLiteral("log_*"), QStringLiteral("\"only\"")};
        choice.tablesWithoutRows = {QStringLiteral("\"s\".\"u\"")};
        choice.excludedSchemas = {QStringLiteral("\"x\""), QStringLiteral("y*"), QStringLiteral("\"x\"")};
        choice.tables = {QStringLiteral("\"s\".\"t\"")}; // what is named alone is no exception
        const QStringList before = *choice.arguments();
        choice.takeExactNames();
        QCOMPARE(choice.excludedTables, (QStringList{QStringLiteral("log_*"), QStringLiteral("\"only\"")})); // in any schema: a pattern
        QCOMPARE(choice.exceptions.size(), 2);
        QCOMPARE(choice.skippedSchemas, QStringList{QStringLiteral("x")});
        QCOMPARE(choice.tables.size(), 1);
        QStringList after = *choice.arguments();
        QStringList sorted = before;
        sorted.removeDuplicates();
        sorted.sort();
        after.sort();
        QCOMPARE(after, sorted);
    }

    void theStockScriptDoesWhatItSays()
    {
        QTemporaryDir folder;
        const QString log = folder.filePath(QStringLiteral("log"));
        QFile::remove(log);
        const QString dump = folder.filePath(QStringLiteral("pg_dump")), dumpAll = folder.filePath(QStringLiteral("pg_dumpall"));
        standIn(dump, log, QStringLiteral("third"));
        standIn(dumpAll, log, QStringLiteral("none"));
        QList<backup::BackupPlan> plans;
        for (const QString& database : {hostile, QStringLiteral("third")}) {
            backup::BackupPlan plan;
            plan.draft.serverLabel = QStringLiteral("ser/ver $(touch no)");
            plan.draft.database = database;
            plan.draft.destination = folder.filePath(QStringLiteral("to 'here'"));
            plan.draft.fileName = QStringLiteral("{database} {date}");
            plan.draft.options = {{QStringLiteral("role"), QStringLiteral("a 'b' `c`")}};
            plan.pgDump = {process::ToolKind::PgDump, dump, core::ServerVersion(150000)};
            plan.pgDumpAll = process::Tool{process::ToolKind::PgDumpAll, dumpAll, core::ServerVersion(150000)};
            plan.form.compression = {core::CompressionMethod::Gzip, std::nullopt};
            plans.append(plan);
        }
        postgres::ConnectionSpec server;
        server.host = QStringLiteral("db 1");
        const auto run = [&folder](const QString& script) {
            QProcess shell;
            shell.setWorkingDirectory(folder.path());
            shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), script});
            shell.waitForFinished(20'000);
            return shell.exitCode();
        };
        QCOMPARE(run(backup::pgDumpScript(plans.mid(0, 1), server)), 0);
        QFile seen(log);
        QVERIFY(seen.open(QIODevice::ReadOnly));
        const QStringList words = QString::fromUtf8(seen.readAll()).split(QChar(u'\0'));
        QVERIFY(words.contains(QStringLiteral("--role=a 'b' `c`")));
        QVERIFY(words.contains(QStringLiteral("--dbname=") + server.withDatabase(hostile).toConninfo()));
        QVERIFY(words.contains(QStringLiteral("--globals-only")));
        const QStringList files = filesBelow(folder.filePath(QStringLiteral("to 'here'")));
        QCOMPARE(files.size(), 2);
        QVERIFY2(files.join(u' ').contains(QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM")) ), qPrintable(files.join(u' ')));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("no"))));
        // One that fails ends it, with what there is of it removed.
        QVERIFY(run(backup::pgDumpScript(plans.mid(1), server)) != 0);
        QCOMPARE(filesBelow(folder.filePath(QStringLiteral("to 'here'"))).size(), 2);
    }

    void theStockScriptCompressesAsTheToolCan()
    {
        backup::BackupPlan plan;
        plan.draft.database = QStringLiteral("d");
        plan.draft.destination = QStringLiteral("/b");
        plan.pgDump = {process::ToolKind::PgDump, QStringLiteral("/x/pg_dump"), core::ServerVersion(150000)};
        plan.form = {archive::DumpFormat::Plain, {core::CompressionMethod::Zstd, 7}, backup::Compressor::Tidemark, 1};
        const QString older = backup::pgDumpScript({plan}, {});
        QVERIFY2(older.contains(QStringLiteral("--compress=0")) && older.contains(QStringLiteral("zstd -q -7 --rm \"$partial/d.sql\"")), qPrintable(older));
        QVERIFY(!older.contains(QStringLiteral("globals")));
        plan.pgDump.version = core::ServerVersion(160000);
        const QString newer = backup::pgDumpScript({plan}, {});
        QVERIFY2(newer.contains(QStringLiteral("--compress=zstd:7")) && newer.contains(QStringLiteral("d.sql.zst")) && !newer.contains(QStringLiteral("zstd -q")), qPrintable(newer));
        plan.form = {archive::DumpFormat::Directory, {core::CompressionMethod::Gzip, std::nullopt}, backup::Compressor::Tidemark, 3};
        const QString folder = backup::pgDumpScript({plan}, {});
        QVERIFY2(folder.contains(QStringLiteral("--jobs=3")) && folder.contains(QStringLiteral("--compress=gzip")) && !folder.contains(QStringLiteral("no-sync")), qPrintable(folder));
    }
};

QTEST_GUILESS_MAIN(BackupAnswersTest)
#include "backupanswersunittest.moc"
