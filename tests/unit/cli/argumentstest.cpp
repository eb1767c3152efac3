// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a script meets it, as far as no server is needed.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome
{
    int code = -1;
    QByteArray output;
    QByteArray errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
};

} // namespace

class ArgumentsTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_home;

    Outcome run(const QStringList& arguments) const
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"})
            environment.insert(QLatin1String(name), m_home.path());
        program.setProcessEnvironment(environment);
        program.setStandardInputFile(QProcess::nullDevice());
        program.start(QStringLiteral(TIDEMARKCTL), arguments);
        if (!program.waitForFinished(20'000))
            return {};
        return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -2, program.readAllStandardOutput(), program.readAllStandardError()};
    }

private Q_SLOTS:
    void help()
    {
        const Outcome help = run({QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        QVERIFY(help.errors.isEmpty());
        for (const char* command : {"demo", "profiles", "tools", "tables", "backup", "list", "restore", "diff", "lag"}) {
            QVERIFY2(help.output.contains(QByteArray("  ") + command), command);
            const Outcome own = run({QLatin1String(command), QStringLiteral("--help")});
            QCOMPARE(own.code, 0);
            QVERIFY(own.output.contains(QByteArray("tidemarkctl ") + command));
        }
        const Outcome nothing = run({});
        QCOMPARE(nothing.code, 2);
        QVERIFY(nothing.output.isEmpty());
        QVERIFY(nothing.errors.contains("Usage"));
        QVERIFY(run({QStringLiteral("--version")}).output.startsWith("tidemarkctl "));
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* line) { QTest::newRow(line) << QString::fromLatin1(line).split(u' '); };
        row("nonsense");
        row("backup --nonsense");
        row("backup");
        row("restore");
        row("list");
        row("diff");
        row("diff a.dump");
        row("diff a.dump --table t --key a,,b");
        row("diff a.dump --table t --key a.b");
        row("diff a.dump --table t --live a.b.c");
        row("diff a.dump --table t --limit x");
        row("lag --interval nonsense");
        row("lag --watch --interval 0.9");
        row("lag --watch --interval 60.5");
        row("alerts nonsense");
        row("alerts set");
        row("alerts set --raise off");
        row("alerts --stuck 1MB");
        row("alerts show --limit 3");
        row("alerts log --limit 0");
        row("profiles nonsense");
        row("--connection host='open tables");
        row("--connection postgresql://u:hush@127.0.0.1:1/d tables");
        row("--profile a --connection host=b tables");
    }
    void refused()
    {
        QFETCH(QStringList, arguments);
        const Outcome text = run(arguments);
        QCOMPARE(text.code, 2);
        QVERIFY(text.output.isEmpty());
        QVERIFY(text.errors.startsWith("tidemarkctl: "));
        QVERIFY(!text.errors.contains("hush"));
        const Outcome json = run(QStringList{QStringLiteral("--json")} + arguments);
        QCOMPARE(json.code, 2);
        QCOMPARE(json.json().value(u"verdict").toString(), QStringLiteral("failed"));
        const QJsonObject error = json.json().value(u"error").toObject();
        QCOMPARE(error.value(u"kind").toString(), QStringLiteral("invalidInput"));
        QVERIFY(!error.value(u"message").toString().isEmpty());
        QVERIFY(!json.output.contains("hush"));
    }

    void failures()
    {
        const Outcome down = run({QStringLiteral("--json"), QStringLiteral("--connection"), QStringLiteral("host=127.0.0.1 port=1 user=u dbname=d"), QStringLiteral("tables")});
        QCOMPARE(down.code, 1);
        QCOMPARE(down.json().value(u"error").toObject().value(u"kind").toString(), QStringLiteral("connectionFailed"));
        const Outcome missing = run({QStringLiteral("--json"), QStringLiteral("list"), QStringLiteral("/nonexistent")});
        QCOMPARE(missing.code, 1);
        QCOMPARE(missing.json().value(u"error").toObject().value(u"kind").toString(), QStringLiteral("notFound"));
        const Outcome unknown = run({QStringLiteral("--json"), QStringLiteral("--profile"), QStringLiteral("nosuch"), QStringLiteral("tables")});
        QCOMPARE(unknown.code, 1);
        QCOMPARE(unknown.json().value(u"error").toObject().value(u"kind").toString(), QStringLiteral("notFound"));
    }

    void anEmptyFolderIsNoFailure()
    {
        const QTemporaryDir folder;
        const Outcome listed = run({QStringLiteral("--json"), QStringLiteral("list"), folder.path()});
        QCOMPARE(listed.code, 0);
        QCOMPARE(listed.json().value(u"verdict").toString(), QStringLiteral("ok"));
        QVERIFY(listed.json().value(u"sets").isArray());
    }
};

QTEST_GUILESS_MAIN(ArgumentsTest)
#include "argumentstest.moc"
