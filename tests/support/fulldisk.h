// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QtGlobal>

namespace tidemark::test {

/// A small file system in memory, to be filled. Needs the right to mount, which only root has, and not in every container:
/// where it is refused, skip the test with the error's text.
class SmallDisk
{
public:
    static core::Result<SmallDisk> mount(qint64 bytes);

    SmallDisk(SmallDisk&& other) noexcept;
    SmallDisk& operator=(SmallDisk&&) = delete;
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    const QString& path() const { return m_path; }
    /// Writes a file until not more than `bytesLeft` are free.
    core::Status fill(qint64 bytesLeft) const;
    /// Removes that file.
    void makeRoom() const;

private:
    explicit SmallDisk(QString path) : m_path(std::move(path)) {}
    QString m_path;
};

} // namespace tidemark::test
