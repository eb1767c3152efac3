// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/serverprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <csignal>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <thread>

namespace tidemark::cluster {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds pollInterval{10};
constexpr std::chrono::seconds immediateLimit{15}; // PostgreSQL itself kills its children after five

/// Lines of postmaster.pid: process, folder, start time, port, socket folder, address, shared memory key and id, state.
QList<QByteArray> postmasterFile(const QString& dataFolder)
{
    // The folder belongs to the server's user: open no link and wait on no pipe that he could have put there.
    QFile file(dataFolder + QStringLiteral("/postmaster.pid"));
    const QFileInfo facts(file.fileName());
    if (facts.isSymLink() || !facts.isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    return file.read(8192).split('\n');
}

bool isPostgres(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/comm").arg(pid));
    return file.open(QIODevice::ReadOnly) && file.readAll().startsWith("postgres");
}

bool worksIn(qint64 pid, const QString& folder)
{
    struct stat there{};
    struct stat here{};
    return ::stat(QFile::encodeName(QStringLiteral("/proc/%1/cwd").arg(pid)).constData(), &there) == 0 &&
           ::stat(QFile::encodeName(folder).constData(), &here) == 0 && there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

bool waitUntilGone(const core::ProcessIdentity& process, std::chrono::milliseconds limit)
{
    const auto deadline = Clock::now() + limit;
    while (process.liveness() == core::Liveness::Alive) {
        if (Clock::now() >= deadline)
            return false;
        std::this_thread::sleep_for(pollInterval);
    }
    return true;
}

void freeSharedMemory(const QString& dataFolder, const QList<QByteArray>& lines)
{
    const QList<QByteArray> numbers = lines.value(6).simplified().split(' ');
    struct stat owner{};
    if (numbers.size() != 2 || ::stat(QFile::encodeName(dataFolder).constData(), &owner) != 0)
        return;
    const int id = numbers.at(1).toInt();
    shmid_ds facts{};
    // Numbers are used again: only a segment with that key, of that user, that nobody has attached is the one meant.
    if (::shmctl(id, IPC_STAT, &facts) == 0 && facts.shm_nattch == 0 && facts.shm_perm.cuid == owner.st_uid &&
        static_cast<quint32>(facts.shm_perm.__key) == static_cast<quint32>(numbers.at(0).toLongLong()))
        ::shmctl(id, IPC_RMID, nullptr);
}

} // namespace

std::optional<core::ProcessIdentity> findPostmaster(const QString& dataFolder)
{
    const qint64 pid = postmasterFile(dataFolder).value(0).trimmed().toLongLong();
    const auto process = core::ProcessIdentity::of(pid);
    if (!process || !isPostgres(pid) || !worksIn(pid, dataFolder))
        return std::nullopt;
    return process;
}

QList<qint64> serverProcesses(const QString& folder)
{
    QList<qint64> found;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[0-9]*")}, QDir::Dirs);
    for (const QString& name : names) {
        const qint64 pid = name.toLongLong();
        if (isPostgres(pid) && worksIn(pid, folder))
            found.append(pid);
    }
    return found;
}

core::Status stopPostmaster(const core::ProcessIdentity& postmaster, StopMode mode, std::chrono::milliseconds limit)
{
    const auto pid = static_cast<pid_t>(postmaster.pid);
    const auto signalAndWait = [&](int number, std::chrono::milliseconds patience) {
        if (postmaster.liveness() != core::Liveness::Alive)
            return true;
        ::kill(pid, number);
        ::kill(pid, SIGCONT); // a frozen one would never see it
        return waitUntilGone(postmaster, patience);
    };
    if (mode == StopMode::Fast && signalAndWait(SIGINT, limit))
        return {};
    if (signalAndWait(SIGQUIT, immediateLimit) || signalAndWait(SIGKILL, std::chrono::seconds(5)))
        return {};
    return core::Error{core::ErrorKind::Internal,
                       QCoreApplication::translate("cluster::stopPostmaster", "The server with process number %1 could not be stopped.").arg(postmaster.pid), {}, {}};
}

void clearAfterServer(const QString& dataFolder)
{
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    for (QList<qint64> left = serverProcesses(dataFolder); !left.isEmpty() && Clock::now() < deadline; left = serverProcesses(dataFolder)) {
        for (const qint64 pid : std::as_const(left))
            ::kill(static_cast<pid_t>(pid), SIGKILL);
        std::this_thread::sleep_for(pollInterval);
    }
    freeSharedMemory(dataFolder, postmasterFile(dataFolder));
}

} // namespace tidemark::cluster
