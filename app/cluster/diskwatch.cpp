// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/diskwatch.h"

#include "core/wait.h"

#include <QFile>

#include <filesystem>
#include <sys/stat.h>

namespace tidemark::cluster {

qint64 diskUse(const QString& folder)
{
    namespace fs = std::filesystem;
    constexpr qint64 blockBytes = 512; // of st_blocks, whatever the file system's are
    qint64 sum = 0;
    std::error_code problem;
    fs::recursive_directory_iterator walk(QFile::encodeName(folder).toStdString(),
                                          fs::directory_options::skip_permission_denied, problem);
    while (!problem && walk != fs::recursive_directory_iterator()) {
        struct stat facts
        {
        };
        if (::lstat(walk->path().c_str(), &facts) == 0 && S_ISREG(facts.st_mode))
            sum += static_cast<qint64>(facts.st_blocks) * blockBytes;
        walk.increment(problem);
    }
    return sum;
}

DiskWatch::DiskWatch(QString folder)
    : m_folder(std::move(folder))
    , m_thread([this](const std::stop_token& stop) {
        constexpr std::chrono::milliseconds interval{500};
        while (!stop.stop_requested()) {
            look();
            core::sleepFor(interval, stop);
        }
    })
{
}

void DiskWatch::look()
{
    const qint64 now = diskUse(m_folder);
    qint64 before = m_peak.load();
    while (before < now && !m_peak.compare_exchange_weak(before, now)) {
    }
}

qint64 DiskWatch::peak()
{
    look();
    return m_peak.load();
}

} // namespace tidemark::cluster
