// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/atomicfile.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace tidemark::core {

/// A file of any size that appears under its name only once it is whole and on the disk. Until commit() it is called
/// "NAME.partial-…"; if there is none, nothing stays. Move only, one thread.
class PartialFile
{
public:
    /// Conflict where `path` exists.
    static Result<PartialFile> create(const QString& path, FileMode mode);

    PartialFile(PartialFile&& other) noexcept;
    PartialFile& operator=(PartialFile&&) = delete;
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    ~PartialFile();

    /// StorageFull, Io. Buffered.
    Status write(QByteArrayView bytes);
    /// Conflict where the name was taken in the meantime. Once.
    Status commit();
    const QString& path() const { return m_path; }

private:
    PartialFile(QString path, QString temporary, int descriptor);
    Status flush();

    QString m_path;
    QString m_temporary;
    int m_descriptor = -1;
    QByteArray m_buffer;
};

} // namespace tidemark::core
