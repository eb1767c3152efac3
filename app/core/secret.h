// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace tidemark::core {

/// A password on its way to a server. It has no operator that would print it, and its bytes are overwritten when it goes.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QString& text) : m_bytes(text.toUtf8()) {}
    Secret(const Secret&) = default;
    Secret(Secret&&) = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) = default;
    ~Secret();

    bool isEmpty() const { return m_bytes.isEmpty(); }
    /// UTF-8. Only for handing to libpq, a passfile or the keychain.
    const QByteArray& reveal() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

} // namespace tidemark::core
