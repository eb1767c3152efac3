// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QString>

namespace tidemark::access {

/// A password file for one tool run (manual, "The Password File"): in memory, reachable only through the descriptor that
/// the tool inherits; where the system cannot do that, a 0600 file that goes with this object. Its line fits every server.
class PassFile
{
public:
    enum class Where
    {
        Memory, // a file when that cannot be had
        Disk,   // a file in any case; for tests
    };
    /// Errors: InvalidInput for a password with a line break; Io.
    static core::Result<PassFile> create(const core::Secret& password, Where where = Where::Memory);

    PassFile(PassFile&& other) noexcept;
    PassFile& operator=(PassFile&& other) noexcept;
    PassFile(const PassFile&) = delete;
    PassFile& operator=(const PassFile&) = delete;
    ~PassFile();

    /// For PGPASSFILE.
    const QString& path() const { return m_path; }
    /// To be inherited under its own number; -1 for a file on disk. Close-on-exec here.
    int descriptor() const { return m_descriptor; }

private:
    PassFile() = default;
    static core::Result<PassFile> inMemory(const QByteArray& line);
    static core::Result<PassFile> onDisk(const QByteArray& line);

    int m_descriptor = -1;
    QString m_path;
    QString m_file;   // to be removed; empty in memory
    QString m_folder; // to be removed; empty where the file lies in one of others
};

} // namespace tidemark::access
