// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/command.h"
#include "process/linesplitter.h"

#include <QJsonDocument>
#include <QTest>

using namespace tidemark;
using process::Command;

class CommandTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shell()
    {
        Command command(QStringLiteral("/opt/my tools/pg_dump"), {QStringLiteral("--verbose")});
        command.add(QStringLiteral("it's")).addOption(QStringLiteral("--file"), QStringLiteral("-x y"));
        command.addAll({QStringLiteral("a"), QString()});
        QCOMPARE(command.toShell(), QStringLiteral("'/opt/my tools/pg_dump' --verbose 'it'\\''s' '--file=-x y' a ''"));
    }

    void shellHidesPasswords()
    {
        const Command command(QStringLiteral("pg_dump"), {QStringLiteral("--dbname=host='h' password='geheim und' user='u'")});
        QVERIFY(!command.toShell().contains(QStringLiteral("geheim")));
        QVERIFY(command.toShell().contains(QStringLiteral("user=")));
    }

    void json()
    {
        Command command(QStringLiteral("p"), {QString(), QStringLiteral("-a b"), QStringLiteral("größe\n")});
        command.setEnvironment(QStringLiteral("A"), QStringLiteral("1")).setEnvironment(QStringLiteral("E"), QString());
        command.unsetEnvironment(QStringLiteral("B")).setWorkingDirectory(QStringLiteral("/tmp"));
        const QByteArray text = QJsonDocument(command.toJson()).toJson();
        const Command back = Command::fromJson(QJsonDocument::fromJson(text).object());
        QCOMPARE(back.program(), command.program());
        QCOMPARE(back.arguments(), command.arguments());
        QCOMPARE(back.environment().keys(), command.environment().keys());
        QVERIFY(back.environment() == command.environment());
        QVERIFY(back.environment().value(QStringLiteral("E")).has_value());
        QVERIFY(!back.environment().value(QStringLiteral("B")).has_value());
        QCOMPARE(back.workingDirectory(), command.workingDirectory());
        QVERIFY(back == command);
        QVERIFY(!(Command(command).add(QStringLiteral("x")) == command));
    }

    void secretsAreMasked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char* name, const char* text, const char* masked) { QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(masked); };
        row("keyword", "host=h password=abc user=u", "host=h password=*** user=u");
        row("quoted", "password='a b\\' c' user=u", "password=*** user=u");
        row("quoted, open", "password='a b", "password=***");
        row("spaces", "PassWord = abc user=u", "PassWord=*** user=u");
        row("escaped space", "password=a\\ b user=u", "password=*** user=u");
        row("quote inside", "password=ab'cd&e user=u", "password=*** user=u");
        row("key's", "sslpassword=abc", "sslpassword=***");
        row("variable", "PGPASSWORD=abc psql", "PGPASSWORD=*** psql");
        row("uri", "postgresql://u:abc@h/db", "postgresql://u:***@h/db");
        row("short uri", "postgres://u:abc@h", "postgres://u:***@h");
        row("uri without user", "postgresql://:abc@h", "postgresql://:***@h");
        row("uri with signs", "postgresql://u:a@b@h/db?application_name=x@y", "postgresql://u:***@h/db?application_name=x@y");
        row("uri with a slash", "postgresql://u:a/b@h/db", "postgresql://u:***@h/db");
        row("uri parameter", "postgresql://h/db?password=abc&sslmode=require", "postgresql://h/db?password=***&sslmode=require");
        row("role", "ALTER ROLE r PASSWORD 'a''b' LOGIN;", "ALTER ROLE r PASSWORD '***' LOGIN;");
        row("mapping", "OPTIONS (\"user\" 'u', password 'abc')", "OPTIONS (\"user\" 'u', password '***')");
        row("nothing secret", "password_encryption=scram --no-password postgresql://u@h:5432/db", "password_encryption=scram --no-password postgresql://u@h:5432/db");
        row("two", "password=a x password=b", "password=*** x password=***");
    }
    void secretsAreMasked()
    {
        QFETCH(QString, text);
        QTEST(process::maskSecrets(text), "masked");
    }

    void lines()
    {
        QList<QByteArray> lines;
        process::LineSplitter splitter([&](const QByteArray& line) { lines.append(line); });
        for (const char c : QByteArray("a\r\n\nb\rc\nrest"))
            splitter.feed(QByteArrayView(&c, 1));
        QCOMPARE(lines, (QList<QByteArray>{"a", "", "b\rc"}));
        splitter.finish();
        splitter.finish();
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines.last(), QByteArray("rest"));
    }

    void longLinesComeInPieces()
    {
        QList<qsizetype> pieces;
        process::LineSplitter splitter([&](const QByteArray& line) { pieces.append(line.size()); });
        const QByteArray block(64 << 10, 'x');
        for (int i = 0; i < 100; ++i)
            splitter.feed(block);
        splitter.feed("\n");
        qsizetype sum = 0;
        for (const qsizetype piece : pieces) {
            sum += piece;
            QVERIFY(piece <= (1 << 20) + block.size());
        }
        QCOMPARE(sum, 100 * block.size());
        QVERIFY(pieces.size() > 5);
    }
};

QTEST_GUILESS_MAIN(CommandTest)
#include "commandtest.moc"
