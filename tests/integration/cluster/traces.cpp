// SPDX-License-Identifier: GPL-3.0-or-later
#include "traces.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <sys/shm.h>
#include <sys/stat.h>

namespace tidemark::test {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList processNames()
{
    return QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
}

} // namespace

Playground::Playground()
    : m_folder(QStringLiteral("/var/tmp/tidemark-test-XXXXXX"))
{
    ::chmod(QFile::encodeName(m_folder.path()).constData(), 0711);
    const QString temporary = path(QStringLiteral("tmp"));
    QDir().mkpath(temporary);
    ::chmod(QFile::encodeName(temporary).constData(), 0711);
    qputenv("TMPDIR", QFile::encodeName(temporary));
    qputenv("TIDEMARK_STATE_DIR", QFile::encodeName(path(QStringLiteral("state"))));
}

QString Playground::path(const QString& name) const
{
    return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
}

QStringList Playground::leftovers() const
{
    QStringList found;
    QDirIterator files(path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString name = file.mid(path().size() + 1);
        if (name != QLatin1String("tmp") && name != QLatin1String("state") && name != QLatin1String("state/cleaning.lock"))
            found.append(name);
    }
    const QList<qint64> pids = processesIn(path());
    for (const qint64 pid : pids)
        found.append(QStringLiteral("process %1: %2").arg(pid).arg(QString::fromUtf8(contentOf(QStringLiteral("/proc/%1/cmdline").arg(pid)))));
    return found;
}

QList<qint64> processesIn(const QString& folder)
{
    QList<qint64> pids;
    const QStringList names = processNames();
    for (const QString& name : names) {
        // The kernel adds " (deleted)" to the name of a folder that is gone.
        const QString where = QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(name));
        if (where.startsWith(folder))
            pids.append(name.toLongLong());
    }
    return pids;
}

qint64 userOf(qint64 pid)
{
    static const QRegularExpression line(QStringLiteral("^Uid:\\s+(\\d+)"), QRegularExpression::MultilineOption);
    const auto match = line.match(QString::fromLatin1(contentOf(QStringLiteral("/proc/%1/status").arg(pid))));
    return match.hasMatch() ? match.captured(1).toLongLong() : -1;
}

QStringList tcpListeners(const QList<qint64>& pids)
{
    QStringList inodes;
    for (const qint64 pid : pids) {
        const QDir descriptors(QStringLiteral("/proc/%1/fd").arg(pid));
        const QStringList names = descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
        for (const QString& name : names) {
            const QString target = QFile::symLinkTarget(descriptors.filePath(name)).section(QLatin1Char('/'), -1);
            if (target.startsWith(QLatin1String("socket:[")))
                inodes.append(target.mid(8).chopped(1));
        }
    }
    QStringList ports;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QList<QByteArray> lines = contentOf(QLatin1String(table)).split('\n');
        for (const QByteArray& line : lines) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.value(3) == "0A" && inodes.contains(QString::fromLatin1(fields.value(9)))) // 0A: LISTEN
                ports.append(QString::fromLatin1(fields.value(1)));
        }
    }
    return ports;
}

bool maps(qint64 pid, const QString& folder)
{
    return contentOf(QStringLiteral("/proc/%1/maps").arg(pid)).contains(folder.toUtf8());
}

int sharedMemoryOf(const QString& dataFolder)
{
    const QList<QByteArray> lines = contentOf(dataFolder + QStringLiteral("/postmaster.pid")).split('\n');
    const QList<QByteArray> numbers = lines.value(6).simplified().split(' ');
    return numbers.size() == 2 ? numbers.at(1).toInt() : -1;
}

bool sharedMemoryExists(int id)
{
    shmid_ds facts{};
    return ::shmctl(id, IPC_STAT, &facts) == 0;
}

} // namespace tidemark::test
