// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secret.h"

#include <cstring>
#include <utility>

namespace tidemark::core {

struct Secret::Bytes
{
    explicit Bytes(QByteArray bytes) : utf8(std::move(bytes)) {}
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;
    ~Bytes()
    {
        // Where somebody holds a copy of the array, data() would only make another one to wipe.
        if (!utf8.isEmpty() && utf8.isDetached())
            explicit_bzero(utf8.data(), static_cast<std::size_t>(utf8.size()));
    }
    QByteArray utf8;
};

Secret::Secret(const QString& text)
{
    if (!text.isEmpty())
        m_bytes = std::make_shared<const Bytes>(text.toUtf8());
}

const QByteArray& Secret::reveal() const
{
    static const QByteArray none;
    return m_bytes ? m_bytes->utf8 : none;
}

} // namespace tidemark::core
