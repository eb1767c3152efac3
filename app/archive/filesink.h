// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesink.h"
#include "core/partialfile.h"

namespace tidemark::archive {

/// Into a file that is still to be committed. Does not own it.
class FileSink final : public ByteSink
{
public:
    explicit FileSink(core::PartialFile& file)
        : m_file(file)
    {
    }
    core::Status write(QByteArrayView bytes) override { return m_file.write(bytes); }

private:
    core::PartialFile& m_file;
};

} // namespace tidemark::archive
