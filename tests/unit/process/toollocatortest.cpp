// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/toollocator.h"

#include <QDir>
#include <QSet>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tidemark;
using core::ErrorKind;
using core::ServerVersion;
using process::Tool;
using process::ToolKind;
using process::ToolSet;

namespace {

void script(const QString& path, const QByteArray& body)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + body + "\n");
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
}

QByteArray prints(const char* name, const char* version)
{
    return QByteArray("[ \"$1\" = --version ] && echo '") + name + " (PostgreSQL) " + version + "'";
}

Tool tool(ToolKind kind, int version, const char* path)
{
    return {kind, QLatin1String(path), ServerVersion(version)};
}

} // namespace

class ToolLocatorTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_root;

    QString at(const char* path) const { return m_root.filePath(QLatin1String(path)); }
    /// What is found below our own folders: the machine's own tools are beside the point.
    QList<Tool> found(const QStringList& configured) const
    {
        const auto tools = process::locateTools(configured, {});
        QList<Tool> ours;
        if (tools) {
            for (const Tool& one : tools->all()) {
                if (one.path.startsWith(QDir(m_root.path()).canonicalPath()))
                    ours.append(one);
            }
        }
        return ours;
    }

private Q_SLOTS:
    void init()
    {
        qputenv("PATH", "/usr/bin:/bin");
        QVERIFY(m_root.isValid()); // an empty path is the working folder, which is not to be emptied
        QVERIFY(QDir(m_root.path()).removeRecursively());
        QVERIFY(QDir().mkpath(m_root.path()));
    }

    void names()
    {
        QSet<QString> names;
        for (int kind = 0; kind <= static_cast<int>(ToolKind::Postgres); ++kind)
            names.insert(process::toolName(static_cast<ToolKind>(kind)));
        QCOMPARE(names.size(), static_cast<int>(ToolKind::Postgres) + 1);
        QCOMPARE(process::toolName(ToolKind::PgVerifyBackup), QStringLiteral("pg_verifybackup"));
    }

    void findsWhatRuns()
    {
        script(at("a/pg_dump"), prints("pg_dump", "15.20 (Debian 15.20-0+deb12u1)"));
        script(at("a/psql"), prints("psql", "15.20"));
        const QList<Tool> tools = found({at("a"), at("nowhere")});
        QCOMPARE(tools.size(), 2);
        QCOMPARE(tools.at(0).kind, ToolKind::PgDump);
        QCOMPARE(tools.at(0).version.number(), 150020);
        QCOMPARE(tools.at(1).kind, ToolKind::Psql);
    }

    void passesOverWhatDoesNotRun()
    {
        script(at("b/pg_dump"), "exit 1");
        script(at("b/pg_restore"), "echo no version here");
        script(at("b/psql"), prints("psql", "16.1") + "; exit 3");
        script(at("b/pg_dumpall"), prints("pg_dumpall", "16.1"));
        QVERIFY(QFile::setPermissions(at("b/pg_dumpall"), QFileDevice::ReadOwner)); // not to be run
        QVERIFY(QDir().mkpath(at("b/initdb")));                                     // a folder
        QVERIFY(QFile::link(at("b/gone"), at("b/pg_ctl")));                         // to nothing
        QFile garbage(at("b/postgres"));
        QVERIFY(garbage.open(QIODevice::WriteOnly));
        garbage.write("\x7f" "ELF no program");
        garbage.close();
        QVERIFY(garbage.setPermissions(QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        QCOMPARE(found({at("b")}).size(), 0);
    }

    void passesOverTheWrapperOfDebian()
    {
        script(at("share/pg_wrapper"), prints("pg_dump", "15.20"));
        QVERIFY(QDir().mkpath(at("c")));
        QVERIFY(QFile::link(at("share/pg_wrapper"), at("c/pg_dump")));
        QCOMPARE(found({at("c")}).size(), 0);
    }

    void countsAToolOnce()
    {
        script(at("real/pg_dump"), prints("pg_dump", "14.2"));
        QVERIFY(QDir().mkpath(at("d")));
        QVERIFY(QFile::link(at("real/pg_dump"), at("d/pg_dump")));
        QCOMPARE(found({at("d"), at("real"), at("d")}).size(), 1);
    }

    void looksIntoThePath()
    {
        script(at("e/pg_dump"), prints("pg_dump", "13.4"));
        qputenv("PATH", QFile::encodeName(at("e")) + ":/usr/bin:/bin");
        QCOMPARE(found({}).size(), 1);
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        core::RunContext context;
        context.stop = source.get_token();
        script(at("a/pg_dump"), prints("pg_dump", "15.1"));
        const auto tools = process::locateTools({at("a")}, context);
        QVERIFY(!tools);
        QCOMPARE(tools.error().kind, ErrorKind::Cancelled);
    }

    void picks()
    {
        const ToolSet tools({tool(ToolKind::PgDump, 140010, "/14"), tool(ToolKind::PgDump, 160003, "/16.3"), tool(ToolKind::PgDump, 160005, "/16.5"),
                             tool(ToolKind::PgDump, 160005, "/16.5 again"), tool(ToolKind::PgDump, 180000, "/18"), tool(ToolKind::Psql, 150000, "/psql")});
        const auto path = [&](int major) { return tools.pick(ToolKind::PgDump, major)->path; };
        QCOMPARE(path(14), QStringLiteral("/14"));
        QCOMPARE(path(12), QStringLiteral("/14"));  // a tool serves older servers
        QCOMPARE(path(15), QStringLiteral("/16.5")); // the nearest, its newest minor, the first found
        QCOMPARE(path(16), QStringLiteral("/16.5"));
        QCOMPARE(path(17), QStringLiteral("/18"));
        const auto tooOld = tools.pick(ToolKind::PgDump, 19);
        QVERIFY(!tooOld);
        QCOMPARE(tooOld.error().kind, ErrorKind::ToolTooOld);
        QVERIFY(tooOld.error().message.contains(QStringLiteral("19")));
        QVERIFY(tooOld.error().message.contains(QStringLiteral("18")));
        QVERIFY(!tooOld.error().hint.isEmpty());
        const auto missing = tools.pick(ToolKind::PgRestore, 15);
        QVERIFY(!missing);
        QCOMPARE(missing.error().kind, ErrorKind::ToolMissing);
        QVERIFY(missing.error().message.contains(QStringLiteral("pg_restore")));

        QCOMPARE(tools.pickExact(ToolKind::PgDump, 16)->path, QStringLiteral("/16.3"));
        QVERIFY(!tools.pickExact(ToolKind::PgDump, 15));
        QCOMPARE(tools.pickExact(ToolKind::PgDump, 15).error().kind, ErrorKind::ToolMissing);
    }

    void serversNeedAllThreePrograms()
    {
        QCOMPARE(ToolSet().newestServerMajor(), 0);
        QList<Tool> list{tool(ToolKind::Postgres, 160000, "/p16"), tool(ToolKind::InitDb, 160000, "/i16"), tool(ToolKind::Postgres, 150000, "/p15"),
                         tool(ToolKind::InitDb, 150000, "/i15"), tool(ToolKind::PgCtl, 150000, "/c15")};
        QCOMPARE(ToolSet(list).newestServerMajor(), 15);
        list.append(tool(ToolKind::PgCtl, 160000, "/c16"));
        QCOMPARE(ToolSet(list).newestServerMajor(), 16);
    }

    void hints_data()
    {
        QTest::addColumn<QString>("release");
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("server");
        const auto row = [](const char* name, const char* release, const char* client, const char* server) {
            QTest::newRow(name) << QString::fromLatin1(release) << QString::fromLatin1(client) << QString::fromLatin1(server);
        };
        row("debian", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n",
            "sudo apt install postgresql-client-17", "sudo apt install postgresql-17");
        row("ubuntu", "NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", "sudo apt install postgresql-client-17", "sudo apt install postgresql-17");
        row("mint", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "sudo apt install postgresql-client-17", "sudo apt install postgresql-17");
        row("fedora", "NAME=\"Fedora Linux\"\nID=fedora\nVERSION_ID=40\n", "sudo dnf install postgresql17", "sudo dnf install postgresql17-server");
        row("rocky", "NAME=\"Rocky Linux\"\nID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "sudo dnf install postgresql17", "sudo dnf install postgresql17-server");
        row("opensuse", "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", "sudo zypper install postgresql17", "sudo zypper install postgresql17-server");
        row("alpine", "ID=alpine\nVERSION_ID=3.20.0\n", "sudo apk add postgresql17-client", "sudo apk add postgresql17");
        row("arch", "ID=arch\n", "sudo pacman -S postgresql-libs", "sudo pacman -S postgresql");
        row("single quotes", "ID='debian'\n", "sudo apt install postgresql-client-17", "sudo apt install postgresql-17");
        row("unknown", "ID=plan9\n", "PostgreSQL 17", "PostgreSQL 17");
        row("empty", "", "PostgreSQL 17", "PostgreSQL 17");
        row("garbage", "\x01\x02=\n===\nID", "PostgreSQL 17", "PostgreSQL 17");
    }
    void hints()
    {
        QFETCH(QString, release);
        QFETCH(QString, client);
        QFETCH(QString, server);
        const auto firstLine = [](const QString& text) { return text.section(u'\n', 0, 0); };
        const QString clientHint = firstLine(process::installHint(ToolKind::PgDump, 17, release));
        const QString serverHint = firstLine(process::installHint(ToolKind::Postgres, 17, release));
        if (client.startsWith(QStringLiteral("sudo"))) {
            QVERIFY2(clientHint.contains(QString(u' ' + client)), qPrintable(clientHint));
            QVERIFY2(serverHint.endsWith(u' ' + server), qPrintable(serverHint));
        } else {
            QVERIFY2(clientHint.contains(client), qPrintable(clientHint));
            QVERIFY(!clientHint.contains(QStringLiteral("sudo")));
        }
    }

    void hintOfThisMachine() { QVERIFY(!process::installHint(ToolKind::PgDump, 17).isEmpty()); }
};

QTEST_GUILESS_MAIN(ToolLocatorTest)
#include "toollocatortest.moc"
