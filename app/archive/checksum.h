// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::archive {

/// The ways in which a backup manifest guards a file (manual, "pg_basebackup", --manifest-checksums).
enum class ChecksumKind
{
    None,
    Crc32c,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
};

/// "CRC32C", "SHA256" …, "NONE": as a manifest and pg_basebackup write it.
QString checksumName(ChecksumKind kind);
std::optional<ChecksumKind> checksumFromName(QStringView name);

/// A checksum of bytes that pass. Not thread-safe.
class Checksum
{
public:
    explicit Checksum(ChecksumKind kind);
    ~Checksum();
    Checksum(Checksum&&) noexcept;
    Checksum& operator=(Checksum&&) noexcept;

    void add(QByteArrayView bytes);
    /// The bytes in the order in which a manifest writes them; empty for None, and where OpenSSL refused to work. Called once.
    QByteArray finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace tidemark::archive
