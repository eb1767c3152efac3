// SPDX-License-Identifier: GPL-3.0-or-later
// What a cluster may leave behind, looked for in the system itself.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace tidemark::test {

/// A place of its own for private folders and the registry, which servers of another user can reach. Sets TMPDIR and
/// TIDEMARK_STATE_DIR for this process and its children.
class Playground
{
public:
    Playground();
    QString path(const QString& name = {}) const;
    /// Files and folders below it, and every process that works there. Empty when nothing is left behind.
    QStringList leftovers() const;

private:
    QTemporaryDir m_folder;
};

/// Everything below /proc with a working directory below `folder`.
QList<qint64> processesIn(const QString& folder);
/// The real user that a process runs as, from /proc/PID/status; -1 where there is none.
qint64 userOf(qint64 pid);
/// TCP ports, of IPv4 and IPv6, on which one of these processes listens.
QStringList tcpListeners(const QList<qint64>& pids);
/// Whether the process has a file below `folder` mapped.
bool maps(qint64 pid, const QString& folder);
/// The System V segment of a running server; -1 where there is none.
int sharedMemoryOf(const QString& dataFolder);
bool sharedMemoryExists(int id);

} // namespace tidemark::test
