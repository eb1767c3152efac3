// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/compress/markcompression.h"

#include <QCoreApplication>
#include <QFile>

namespace tidemark::archive {

namespace {

// PostgreSQL's src/bin/pg_dump/pg_backup_archiver.c, WriteHead(): "PGDMP", three bytes of version, size of an
// integer, size of an offset, format; then the compression.
constexpr qint64 placeOfVersion = 5;
constexpr qint64 placeOfIntegerSize = 8;
constexpr qint64 placeOfCompression = 11;
constexpr int minorWithMethods =
    15; // before, the level of zlib as an integer: a byte of sign, then the value
constexpr int leastMinor = 12;

QByteArray levelOfZlib(int level, int integerSize)
{
    QByteArray bytes(1 + integerSize, '\0');
    bytes[0] = level < 0 ? '\1' : '\0';
    bytes[1] = static_cast<char>(level < 0 ? -level : level);
    return bytes;
}

/// What stands there without compression, and what shall; nothing where the head is not known.
struct Mark
{
    QByteArray before;
    QByteArray after;
};

Mark markFor(const QByteArray& head, const core::CompressionSpec& compression)
{
    if (head.size() < placeOfCompression || !head.startsWith("PGDMP") || head.at(placeOfVersion) != 1)
        return {};
    const int minor = head.at(placeOfVersion + 1);
    if (minor >= minorWithMethods)
        return {QByteArray(1, '\0'), QByteArray(1, static_cast<char>(compression.method))};
    const int integerSize = head.at(placeOfIntegerSize);
    if (minor < leastMinor || integerSize != 4 || compression.method != core::CompressionMethod::Gzip)
        return {};
    return {levelOfZlib(0, integerSize), levelOfZlib(compression.level.value_or(-1), integerSize)};
}

core::Error fileError(const QFile& file)
{
    const QString message = QCoreApplication::translate("archive", "Cannot write %1.").arg(file.fileName());
    if (file.error() == QFileDevice::OpenError && !file.exists())
        return {core::ErrorKind::NotFound, message, file.errorString(), {}};
    return {file.error() == QFileDevice::PermissionsError ? core::ErrorKind::PermissionDenied
                                                          : core::ErrorKind::Io,
            message,
            file.errorString(),
            {}};
}

} // namespace

core::Status markCompression(const QString& tocFile, const core::CompressionSpec& compression)
{
    static_assert(int(core::CompressionMethod::Gzip) == 1 && int(core::CompressionMethod::Lz4) == 2 &&
                      int(core::CompressionMethod::Zstd) == 3,
                  "the numbers of pg_compress_algorithm");
    QFile file(tocFile);
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly | QIODevice::Unbuffered))
        return fileError(file);
    const QByteArray head = file.read(64);
    const Mark mark = markFor(head, compression);
    if (mark.after.isEmpty() || head.mid(placeOfCompression, mark.before.size()) != mark.before)
        return {};
    if (!file.seek(placeOfCompression) || file.write(mark.after) != mark.after.size())
        return fileError(file);
    return {};
}

} // namespace tidemark::archive
