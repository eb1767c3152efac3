// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <string>

namespace tidemark::archive {

/// A temporary file that has no name, so that nothing is left of it however the program ends. One thread.
class SpillFile
{
public:
    struct Block
    {
        qint64 position = 0;
        qint64 length = 0;
    };

    /// `folder` must exist. Errors: NotFound, PermissionDenied, StorageFull, Io.
    static core::Result<SpillFile> create(const QString& folder);

    SpillFile(SpillFile&& other) noexcept;
    SpillFile& operator=(SpillFile&&) = delete;
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    ~SpillFile();

    /// Errors: StorageFull, Io.
    core::Result<Block> append(const char* bytes, std::size_t size);
    core::Status read(const Block& block, std::string& into) const;
    /// Gives the disk space back where the file system can.
    void discard(const Block& block);
    qint64 bytesWritten() const { return m_end; }
    core::Error failed(int errorNumber) const;

private:
    SpillFile(int descriptor, QString folder);

    int m_descriptor = -1;
    QString m_folder;
    qint64 m_end = 0;
};

} // namespace tidemark::archive
