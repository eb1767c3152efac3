// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/printer.h"
#include "cli/texttable.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QTest>

#include <clocale>
#include <cstdio>
#include <functional>
#include <unistd.h>

using namespace tidemark;
using cli::LogDetail;
using cli::OutputStyle;
using cli::Printer;
using cli::TextTable;

namespace {

/// Both streams of this process, while something is done.
struct Streams
{
    QByteArray output;
    QByteArray errors;
};

Streams streamsOf(const std::function<void()>& action)
{
    QTemporaryFile files[2];
    int before[2];
    std::fflush(nullptr);
    for (int i = 0; i < 2; ++i) {
        if (!files[i].open())
            qFatal("no temporary file");
        before[i] = ::dup(i + 1);
        ::dup2(files[i].handle(), i + 1);
    }
    action();
    std::fflush(nullptr);
    Streams streams;
    for (int i = 0; i < 2; ++i) {
        ::dup2(before[i], i + 1);
        ::close(before[i]);
        files[i].seek(0);
        (i == 0 ? streams.output : streams.errors) = files[i].readAll();
    }
    return streams;
}

const core::Error error{core::ErrorKind::NotFound, QStringLiteral("message"), QStringLiteral("detail\nmore"), QStringLiteral("hint")};

} // namespace

class CliOutputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { std::setlocale(LC_ALL, "C.UTF-8"); }

    void tables()
    {
        TextTable table;
        table.addColumn(QStringLiteral("name"));
        table.addColumn(QStringLiteral("rows"), TextTable::Align::Right);
        table.addColumn(QStringLiteral("note"));
        QVERIFY(table.isEmpty());
        QCOMPARE(table.lines(), QStringList{QStringLiteral("name  rows  note")});
        table.addRow({QStringLiteral("a"), QStringLiteral("12345"), QStringLiteral("x")});
        table.addRow({QStringLiteral("größe\nb"), QStringLiteral("1")});
        table.addRow({QStringLiteral("数数"), QStringLiteral("2"), {}});
        QVERIFY(!table.isEmpty());
        QCOMPARE(table.lines(), (QStringList{QStringLiteral("name       rows  note"), QStringLiteral("a         12345  x"), QStringLiteral("größe\\nb      1"),
                                             QStringLiteral("数数          2")}));
    }

    void textStyle()
    {
        const Streams streams = streamsOf([] {
            Printer printer(OutputStyle::Text, LogDetail::Quiet);
            printer.line(QStringLiteral("result"));
            printer.say(QStringLiteral("talk"));
            printer.object({{QStringLiteral("a"), 1}});
            core::Progress progress;
            progress.fraction = 0.5;
            printer.progress(progress); // no bar where nobody watches
            printer.log({core::LogLevel::Info, QStringLiteral("chatter")});
            printer.findings({{core::Severity::Warning, QStringLiteral("id"), QStringLiteral("sentence"), QStringLiteral("do\nthis"), {}}});
            printer.error(error);
        });
        QCOMPARE(streams.output, QByteArray("result\n"));
        QCOMPARE(streams.errors, QByteArray("talk\nwarning: sentence\n  do\n  this\ntidemarkctl: message\n  detail\n  more\n  hint\n"));
    }

    void verboseText()
    {
        const Streams streams = streamsOf([] { Printer(OutputStyle::Text, LogDetail::Verbose).log({core::LogLevel::Info, QStringLiteral("chatter")}); });
        QCOMPARE(streams.errors, QByteArray("chatter\n"));
    }

    void jsonStyle()
    {
        const Streams streams = streamsOf([] {
            Printer printer(OutputStyle::Json, LogDetail::Verbose);
            printer.line(QStringLiteral("result"));
            printer.say(QStringLiteral("talk"));
            core::Progress progress;
            progress.phase = QStringLiteral("p\nq");
            progress.fraction = 0.5;
            printer.progress(progress);
            printer.progress(progress); // too soon to say it again
            printer.log({core::LogLevel::Info, QStringLiteral("chatter")});
            printer.error(error);
            printer.object({{QStringLiteral("verdict"), QStringLiteral("ok")}});
        });
        // Standard output is the one object and nothing else; standard error is JSON lines.
        QCOMPARE(streams.output, QByteArray("{\"verdict\":\"ok\"}\n"));
        const QList<QByteArray> lines = streams.errors.trimmed().split('\n');
        for (const QByteArray& line : lines)
            QVERIFY2(QJsonDocument::fromJson(line).isObject(), line.constData());
        QCOMPARE(lines.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(lines.first()).object().value(u"progress").toObject().value(u"fraction").toDouble(), 0.5);
    }

    void contextsAreHooked()
    {
        std::stop_source source;
        const Streams streams = streamsOf([&] {
            Printer printer(OutputStyle::Text, LogDetail::Verbose);
            const core::RunContext context = printer.context(source.get_token());
            context.log(core::LogLevel::Info, QStringLiteral("through"));
            source.request_stop();
            if (context.stopRequested())
                printer.say(QStringLiteral("stopped"));
        });
        QCOMPARE(streams.errors, QByteArray("through\nstopped\n"));
    }
};

QTEST_GUILESS_MAIN(CliOutputTest)
#include "clioutputtest.moc"
