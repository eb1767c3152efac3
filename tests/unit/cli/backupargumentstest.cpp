// SPDX-License-Identifier: GPL-3.0-or-later
// Answers become a command, and the command, read by the parser of tidemarkctl itself, the same answers again; also through a shell.
#include "backup/backuparguments.h"
#include "cli/backupoptions.h"
#include "jobs/shellscript.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using backup::BackupAnswers;
using backup::ContentChoice;
using backup::NamedServer;

namespace {

const QStringList hostileNames{QStringLiteral("shop"),      QStringLiteral("we\"ird \\ na'me\nü &x"), QStringLiteral("--to=/etc"),   QStringLiteral("-x"),
                               QStringLiteral(" leading "), QStringLiteral("a.b"),                    QStringLiteral("$(touch no)"), QStringLiteral("`id`"),
                               QStringLiteral("\"quoted\""), QStringLiteral("x=y"),                   QStringLiteral("ünïcödé ☃"),   QStringLiteral("*"),
                               QStringLiteral("password=hush"), QStringLiteral("A\tb"),               QStringLiteral("'"),           QStringLiteral("%1 %2")};
/// As people write them; none of them is an exact name.
const QStringList patterns{QStringLiteral("orders"), QStringLiteral("public.log_*"), QStringLiteral("\"Odd one\""), QStringLiteral("app.\"x\"\"y\"*"), QStringLiteral("-dash"), QStringLiteral("a|b")};
const QStringList schemaPatterns{QStringLiteral("app"), QStringLiteral("te?ant_*"), QStringLiteral("-s")};

class Dice
{
public:
    explicit Dice(quint32 seed) : m_random(seed) {}
    bool flip() { return m_random.bounded(2) == 1; }
    int below(int most) { return static_cast<int>(m_random.bounded(most)); }
    template <typename T> T one(const QList<T>& of) { return of.at(below(static_cast<int>(of.size()))); }
    QStringList some(const QStringList& of)
    {
        QStringList list;
        for (int i = below(4); i > 0; --i)
            list.append(one(of));
        list.removeDuplicates();
        return list;
    }

private:
    QRandomGenerator m_random;
};

ContentChoice anyContent(Dice& dice)
{
    ContentChoice content;
    content.part = dice.one(QList<backup::Part>{backup::Part::Everything, backup::Part::Definitions, backup::Part::Rows});
    content.tables = dice.some(patterns);
    content.excludedTables = dice.some(patterns);
    content.tablesWithoutRows = dice.some(patterns);
    content.schemas = dice.some(schemaPatterns);
    content.excludedSchemas = dice.some(schemaPatterns);
    content.skippedSchemas = dice.some(hostileNames);
    for (int i = dice.below(5); i > 0; --i)
        content.exceptions.append({dice.one(hostileNames), dice.one(hostileNames), dice.flip() ? backup::Keep::Nothing : backup::Keep::Definition});
    content.largeObjects = dice.one(QList<backup::LargeObjects>{backup::LargeObjects::AsTool, backup::LargeObjects::Include, backup::LargeObjects::Leave});
    content.takeExactNames(); // brings names in order; there is nothing else to take
    return content;
}

BackupAnswers anyAnswers(Dice& dice)
{
    BackupAnswers answers;
    backup::BackupDraft& draft = answers.draft;
    draft.destination = QStringLiteral("/srv/") + dice.one(hostileNames);
    if (dice.flip())
        draft.form.format = dice.one(QList<archive::DumpFormat>{archive::DumpFormat::Custom, archive::DumpFormat::Directory, archive::DumpFormat::Tar, archive::DumpFormat::Plain});
    if (dice.flip())
        draft.form.compression = dice.one(QList<core::CompressionSpec>{{core::CompressionMethod::None, {}}, {core::CompressionMethod::Gzip, 9}, {core::CompressionMethod::Zstd, {}}, {core::CompressionMethod::Zstd, 5}});
    draft.form.jobs = dice.flip() ? dice.below(9) : 0;
    draft.content = anyContent(dice);
    for (int i = dice.below(4); i > 0; --i)
        draft.options.append(dice.one(QList<backup::ToolOption>{{QStringLiteral("no-owner"), {}}, {QStringLiteral("rows-per-insert"), QStringLiteral("7")}, {QStringLiteral("role"), QStringLiteral("a=b 'c'\n--d")}, {QStringLiteral("-odd"), {}}}));
    draft.globals = dice.flip() ? backup::Globals::Include : backup::Globals::Leave;
    draft.rolePasswords = dice.flip() ? backup::RolePasswords::Keep : backup::RolePasswords::Leave;
    draft.lockWait = std::chrono::seconds(dice.flip() ? 30 : 1 + dice.below(5000));
    if (dice.flip())
        draft.fileName = QStringLiteral("{date} ") + dice.one(hostileNames);
    answers.choice = dice.below(4) == 0 ? backup::Databases::All : backup::Databases::Named;
    if (answers.choice == backup::Databases::Named)
        answers.databases = dice.some(hostileNames);
    return answers;
}

/// What QCommandLineParser and tidemarkctl make of the arguments.
core::Result<BackupAnswers> parsed(const QStringList& arguments, QString& server)
{
    QCommandLineParser parser;
    cli::addBackupOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("tidemarkctl")} + arguments))
        return core::Error{core::ErrorKind::InvalidInput, parser.errorText(), {}, {}};
    if (parser.positionalArguments() != QStringList{QStringLiteral("backup")})
        return core::Error{core::ErrorKind::InvalidInput, parser.positionalArguments().join(u'|'), {}, {}};
    const QStringList repeatable = QString::fromLatin1(cli::backupCommand.repeatable).split(u' ');
    for (const QString& name : parser.optionNames()) {
        if (parser.values(name).size() > 1 && !repeatable.contains(name))
            return core::Error{core::ErrorKind::InvalidInput, name + QStringLiteral(" is given more than once"), {}, {}};
    }
    cli::Printer printer(cli::OutputStyle::Json, cli::LogDetail::Quiet);
    cli::Invocation invocation{parser, core::silentContext(), printer};
    server = parser.value(QStringLiteral("profile")) + parser.value(QStringLiteral("connection"));
    return cli::backupAnswersFrom(invocation, {});
}

/// What a shell makes of a text in which tidemarkctl is called: its arguments.
QStringList throughShell(const QString& script, const QString& folder, int exitCode, int* ended = nullptr, QString* said = nullptr)
{
    QFile stand(folder + QStringLiteral("/tidemarkctl"));
    (void)stand.open(QIODevice::WriteOnly);
    stand.write("#!/bin/sh\nprintf '%s\\0' \"$@\" > \"$(dirname \"$0\")/seen\"\n"
                "case $2 in exit-*) exit ${2#exit-} ;; esac\nexit " + QByteArray::number(exitCode) + "\n");
    stand.close();
    stand.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), folder + QStringLiteral(":/usr/bin:/bin"));
    shell.setProcessEnvironment(environment);
    shell.setWorkingDirectory(folder);
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), script});
    shell.waitForFinished(20'000);
    if (ended)
        *ended = shell.exitCode();
    if (said)
        *said = QString::fromUtf8(shell.readAllStandardError());
    QFile seen(folder + QStringLiteral("/seen"));
    if (!seen.open(QIODevice::ReadOnly))
        return {};
    QStringList arguments = QString::fromUtf8(seen.readAll()).split(QChar(u'\0'));
    arguments.removeLast();
    return arguments;
}

} // namespace

class BackupArgumentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        for (quint32 seed = 1; seed <= 2000; ++seed) {
            Dice dice(seed);
            const BackupAnswers answers = anyAnswers(dice);
            const NamedServer server{dice.flip() ? NamedServer::By::Profile : NamedServer::By::Conninfo, dice.one(hostileNames)};
            const QList<QStringList> lists = backup::backupArguments(answers, server);
            QCOMPARE(lists.size(), 1);
            QString named;
            const auto again = parsed(lists.first(), named);
            QVERIFY2(again, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(again ? QString() : again.error().toText())));
            QVERIFY2(again->toJson() == answers.toJson(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(lists.first().join(u' '))));
            QCOMPARE(named, server.text);
            // The same as far as pg_dump is told, not only as JSON has it.
            if (const auto told = answers.draft.content.arguments()) {
                QVERIFY(again->draft.content.arguments());
                QCOMPARE(*again->draft.content.arguments(), *told);
            }
        }
    }

    void contentsOfADatabaseAreACallOfTheirOwn()
    {
        BackupAnswers answers;
        answers.draft.destination = QStringLiteral("/b");
        answers.databases = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
        answers.contents.insert(QStringLiteral("b"), {});
        answers.contents[QStringLiteral("b")].exceptions = {{QStringLiteral("s"), QStringLiteral("t"), backup::Keep::Nothing}};
        const auto lists = backup::backupArguments(answers, {NamedServer::By::Profile, QStringLiteral("p")});
        QCOMPARE(lists.size(), 2);
        QCOMPARE(lists.first(), (QStringList{QStringLiteral("--profile=p"), QStringLiteral("backup"), QStringLiteral("--to=/b"), QStringLiteral("--database=a"), QStringLiteral("--database=c")}));
        QVERIFY(lists.last().contains(QStringLiteral("--exclude-table=\"s\".\"t\"")));
        QVERIFY(!lists.last().contains(QStringLiteral("--database=a")));
    }

    void aShellReadsTheSameWords()
    {
        QTemporaryDir folder;
        for (quint32 seed = 1; seed <= 40; ++seed) {
            Dice dice(seed);
            const QList<QStringList> lists = backup::backupArguments(anyAnswers(dice), {NamedServer::By::Profile, dice.one(hostileNames)});
            const jobs::CommandCalls calls{QStringLiteral("Backs up\nrm -rf x $(touch no) `touch no`"), lists};
            QCOMPARE(throughShell(jobs::shellLines(calls), folder.path(), 0), lists.first());
            QFile::remove(folder.filePath(QStringLiteral("seen")));
            int ended = -1;
            QCOMPARE(throughShell(jobs::shellScript(calls, QStringLiteral("x.sh")), folder.path(), 0, &ended), lists.first());
            QCOMPARE(ended, 0);
            QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("no"))));
        }
    }

    void theScriptEndsAsTheProgramDoes_data()
    {
        QTest::addColumn<int>("code");
        for (const int code : {0, 1, 2, 3, 4, 130})
            QTest::newRow(qPrintable(QString::number(code))) << code;
    }
    void theScriptEndsAsTheProgramDoes()
    {
        QFETCH(int, code);
        QTemporaryDir folder;
        int ended = -1;
        QString said;
        const jobs::CommandCalls calls{QStringLiteral("x"), {{QStringLiteral("backup")}, {QStringLiteral("backup"), QStringLiteral("again")}}};
        const QStringList last = throughShell(jobs::shellScript(calls, QStringLiteral("x.sh")), folder.path(), code, &ended, &said);
        QCOMPARE(ended, code);
        QCOMPARE(last.size(), code == 130 ? 1 : 2); // one that fails does not keep the other from running; a cancel does
        QCOMPARE(said.isEmpty(), code == 0);
        if (code == 1)
            QVERIFY2(said.contains(QStringLiteral("exit code 1")), qPrintable(said));
    }

    void theWorstOfSeveralIsKept()
    {
        const auto worst = [](const QList<int>& codes) {
            jobs::CommandCalls calls{QStringLiteral("x"), {}};
            for (const int code : codes)
                calls.arguments.append({QStringLiteral("backup"), QStringLiteral("exit-%1").arg(code)});
            QTemporaryDir folder;
            int ended = -1;
            (void)throughShell(jobs::shellScript(calls, QStringLiteral("x.sh")), folder.path(), 99, &ended);
            return ended;
        };
        QCOMPARE(worst({0, 3, 0}), 3);
        QCOMPARE(worst({4, 3, 0}), 4);
        QCOMPARE(worst({3, 4}), 4);
        QCOMPARE(worst({1, 4, 3}), 1);
        QCOMPARE(worst({4, 1}), 1);
        QCOMPARE(worst({3, 1, 130, 0}), 130);
    }

    void aMissingProgramIsSaid()
    {
        QTemporaryDir folder;
        int ended = -1;
        QString said;
        const jobs::CommandCalls calls{QStringLiteral("x"), {{QStringLiteral("backup")}}, QStringLiteral("/no where/tidemarkctl")};
        (void)throughShell(jobs::shellScript(calls, QStringLiteral("x.sh")), folder.path(), 0, &ended, &said);
        QCOMPARE(ended, 1);
        QVERIFY2(said.contains(QStringLiteral("tidemarkctl")), qPrintable(said));
    }

    void fileNamesAreHarmless()
    {
        QCOMPARE(jobs::scriptFileName(QStringLiteral("Back up “Shop” / ../x\n")), QStringLiteral("back-up-shop-x.sh"));
        QCOMPARE(jobs::scriptFileName(QStringLiteral("☃")), QStringLiteral("backup.sh"));
        QVERIFY(jobs::scriptFileName(QString(500, u'x')).size() < 80);
    }
};

QTEST_GUILESS_MAIN(BackupArgumentsTest)
#include "backupargumentstest.moc"
