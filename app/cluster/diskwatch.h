// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#include <atomic>
#include <thread>

namespace tidemark::cluster {

/// Bytes that a folder's files take on the disk; links are not followed. What goes away meanwhile is passed
/// over.
qint64 diskUse(const QString& folder);

/// Looks several times a second, on a thread of its own, how much a folder takes. Any thread.
class DiskWatch
{
public:
    explicit DiskWatch(QString folder);
    Q_DISABLE_COPY_MOVE(DiskWatch)

    /// The most that it was so far, after one more look.
    qint64 peak();

private:
    void look();

    const QString m_folder;
    std::atomic<qint64> m_peak{0};
    std::jthread m_thread; // last: it uses the rest
};

} // namespace tidemark::cluster
