// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/loadsettings.h"

#include "core/atomicfile.h"

#include <QFile>

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

constexpr qint64 megabyte = 1 << 20;

qint64 availableMemory()
{
    QFile file(QStringLiteral("/proc/meminfo"));
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray text = file.readAll();
        for (const QByteArray& line : text.split('\n')) {
            if (line.startsWith("MemAvailable:"))
                return line.mid(13).simplified().split(' ').constFirst().toLongLong() * 1024;
        }
    }
    return static_cast<qint64>(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE) / 4;
}

/// Of the control group that this process is in, where it has one; the root of the tree is what containers
/// see.
qint64 containerLimit()
{
    for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
        QFile file(QLatin1String{path});
        bool isNumber = false;
        if (file.open(QIODevice::ReadOnly)) {
            const qint64 bytes = file.readAll().trimmed().toLongLong(&isNumber);
            if (isNumber && bytes > 0)
                return bytes;
        }
    }
    return std::numeric_limits<qint64>::max();
}

QString megabytes(qint64 bytes)
{
    return QString::number(bytes / megabyte) + QStringLiteral("MB");
}

} // namespace

MachineShare MachineShare::ofThisMachine(const QString& folder)
{
    MachineShare share;
    share.cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    share.memory = std::min(availableMemory(), containerLimit());
    share.disk = std::max<qint64>(0, core::freeBytes(folder));
    return share;
}

ServerSettings loadSettings(const MachineShare& share)
{
    // Bulk loads and scans pass the server's own buffers by in small rings, so that a large pool only costs
    // page faults in every process: measured, 1 GB takes 3 % more processor time than 128 to 256 MB. A quarter
    // is for all sorting at once; the rest stays the system's, whose cache holds what is written and read again.
    const qint64 quarter = std::max<qint64>(share.memory / 4, 64 * megabyte);
    const qint64 buffers = std::clamp<qint64>(quarter, 64 * megabyte, 256 * megabyte);
    const qint64 sorting = std::clamp<qint64>(quarter / (share.cores + 1), 32 * megabyte, 1024 * megabyte);
    // It only has to be larger than what is loaded between two checkpoints: there is nothing to recover from.
    const qint64 wal = share.disk > 0 ? std::clamp<qint64>(share.disk / 8, 256 * megabyte, 16384 * megabyte)
                                      : 2048 * megabyte;
    return {
        {QStringLiteral("shared_buffers"), megabytes(buffers)},
        {QStringLiteral("maintenance_work_mem"), megabytes(sorting)},
        {QStringLiteral("max_wal_size"), megabytes(wal)},
        {QStringLiteral("checkpoint_timeout"), QStringLiteral("1d")},
        {QStringLiteral("wal_buffers"), QStringLiteral("16MB")},
        {QStringLiteral("max_connections"), QString::number(20 + 4 * share.cores)},
        {QStringLiteral("max_worker_processes"), QString::number(std::max(8, 2 * share.cores))},
        {QStringLiteral("max_parallel_maintenance_workers"), QString::number(std::max(0, share.cores - 1))},
        // A whole schema in one transaction locks every object of it.
        {QStringLiteral("max_locks_per_transaction"), QStringLiteral("1024")},
        {QStringLiteral("track_activity_query_size"), QStringLiteral("1024")}};
}

} // namespace tidemark::cluster
