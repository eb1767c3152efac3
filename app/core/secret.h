// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace tidemark::core {

/// A password on its way to a server. It has no operator that would print it, and its bytes are overwritten when it goes.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QString& text);

    bool isEmpty() const { return reveal().isEmpty(); }
    /// UTF-8. Only for handing to libpq, a passfile or the keychain: what is copied from here is not wiped.
    const QByteArray& reveal() const;

private:
    struct Bytes;
    std::shared_ptr<const Bytes> m_bytes; // shared by copies; the last one wipes
};

} // namespace tidemark::core
