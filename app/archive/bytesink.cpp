// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/bytesink.h"

#include <QCoreApplication>

#include <cerrno>
#include <unistd.h>

namespace tidemark::archive {

core::Status DescriptorSink::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), std::size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            return core::systemError(
                errno, QCoreApplication::translate("archive", "“%1” could not be written.").arg(m_name));
        }
        bytes = bytes.sliced(count);
    }
    return {};
}

} // namespace tidemark::archive
