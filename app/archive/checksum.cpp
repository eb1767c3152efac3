// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/checksum.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <isa-l/crc.h>
#include <openssl/evp.h>

namespace tidemark::archive {

namespace {

struct KindName
{
    ChecksumKind kind;
    const char* name;
};
constexpr std::array<KindName, 6> names{{{ChecksumKind::None, "NONE"},
                                         {ChecksumKind::Crc32c, "CRC32C"},
                                         {ChecksumKind::Sha224, "SHA224"},
                                         {ChecksumKind::Sha256, "SHA256"},
                                         {ChecksumKind::Sha384, "SHA384"},
                                         {ChecksumKind::Sha512, "SHA512"}}};

const EVP_MD* methodOf(ChecksumKind kind)
{
    switch (kind) {
    case ChecksumKind::Sha224:
        return EVP_sha224();
    case ChecksumKind::Sha256:
        return EVP_sha256();
    case ChecksumKind::Sha384:
        return EVP_sha384();
    case ChecksumKind::Sha512:
        return EVP_sha512();
    case ChecksumKind::None:
    case ChecksumKind::Crc32c:
        break;
    }
    return nullptr;
}

struct FreeContext
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace

QString checksumName(ChecksumKind kind)
{
    const auto found =
        std::find_if(names.begin(), names.end(), [kind](const KindName& one) { return one.kind == kind; });
    return QLatin1String(found->name);
}

std::optional<ChecksumKind> checksumFromName(QStringView name)
{
    for (const KindName& one : names) {
        if (name.compare(QLatin1String(one.name), Qt::CaseInsensitive) == 0)
            return one.kind;
    }
    return std::nullopt;
}

struct Checksum::State
{
    ChecksumKind kind = ChecksumKind::None;
    quint32 crc = 0xffffffffU;
    std::unique_ptr<EVP_MD_CTX, FreeContext> context;
    bool fine = true;
};

Checksum::Checksum(ChecksumKind kind)
    : m_state(std::make_unique<State>())
{
    m_state->kind = kind;
    if (const EVP_MD* method = methodOf(kind)) {
        m_state->context.reset(EVP_MD_CTX_new());
        m_state->fine = m_state->context && EVP_DigestInit_ex(m_state->context.get(), method, nullptr) == 1;
    }
}

Checksum::~Checksum() = default;
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum& Checksum::operator=(Checksum&&) noexcept = default;

void Checksum::add(QByteArrayView bytes)
{
    if (m_state->context) {
        m_state->fine =
            m_state->fine &&
            EVP_DigestUpdate(m_state->context.get(), bytes.data(), std::size_t(bytes.size())) == 1;
    } else if (m_state->kind == ChecksumKind::Crc32c) {
        constexpr qsizetype most = 1 << 30; // ISA-L counts in int, and takes a pointer that it does not write through
        while (!bytes.isEmpty()) {
            const QByteArrayView piece = bytes.first(std::min(most, bytes.size()));
            auto* const data = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
            m_state->crc = crc32_iscsi(data, int(piece.size()), m_state->crc);
            bytes = bytes.sliced(piece.size());
        }
    }
}

QByteArray Checksum::finish()
{
    if (m_state->kind == ChecksumKind::Crc32c) {
        // PostgreSQL writes the number as it lies in memory, on machines of today: its low byte first.
        const quint32 value = qToLittleEndian(m_state->crc ^ 0xffffffffU);
        return QByteArray(reinterpret_cast<const char*>(&value), sizeof value);
    }
    if (!m_state->context || !m_state->fine)
        return {};
    QByteArray sum(EVP_MD_size(methodOf(m_state->kind)), '\0');
    if (EVP_DigestFinal_ex(m_state->context.get(), reinterpret_cast<unsigned char*>(sum.data()), nullptr) != 1)
        return {};
    return sum;
}

} // namespace tidemark::archive
