// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/recognise.h"

#include "archive/bytesource.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace tidemark::archive {

namespace {

constexpr qint64 headBytes = 4096;
constexpr qsizetype tarBlock = 512;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

struct Signature
{
    FileKind kind;
    QByteArrayView bytes; // at the start of the file
};

const std::array<Signature, 8>& signatures()
{
    static const std::array<Signature, 8> table{{
        {FileKind::CustomArchive, QByteArrayView("PGDMP", 5)},
        {FileKind::Gzip, QByteArrayView("\x1f\x8b", 2)},
        {FileKind::Zstd, QByteArrayView("\x28\xb5\x2f\xfd", 4)},
        {FileKind::Lz4, QByteArrayView("\x04\x22\x4d\x18", 4)},
        {FileKind::Sqlite, QByteArrayView("SQLite format 3\0", 16)},
        {FileKind::Zip, QByteArrayView("PK\x03\x04", 4)},
        {FileKind::Encrypted, QByteArrayView("age-encryption.org/v1", 21)},
        {FileKind::Encrypted, QByteArrayView("-----BEGIN PGP MESSAGE", 22)},
    }};
    return table;
}

QString sentenceFor(FileKind kind)
{
    switch (kind) {
    case FileKind::CustomArchive:
        return tr("This is a PostgreSQL dump in the custom format.");
    case FileKind::DirectoryArchive:
        return tr("This is a PostgreSQL dump in the directory format.");
    case FileKind::TarArchive:
        return tr("This is a PostgreSQL dump in the tar format.");
    case FileKind::PlainSql:
        return tr("This is a PostgreSQL dump in plain SQL.");
    case FileKind::Gzip:
        return tr("This is a file compressed with gzip. It may hold a dump in plain SQL.");
    case FileKind::Zstd:
        return tr("This is a file compressed with zstd. It may hold a dump in plain SQL.");
    case FileKind::Lz4:
        return tr("This is a file compressed with lz4. It may hold a dump in plain SQL.");
    case FileKind::OtherTar:
        return tr("This is a tar file, but not one that pg_dump wrote.");
    case FileKind::OtherText:
        return tr("This is text, but it does not begin like a PostgreSQL dump.");
    case FileKind::Sqlite:
        return tr("This is an SQLite database, not a PostgreSQL dump.");
    case FileKind::Zip:
        return tr("This is a ZIP file, not a PostgreSQL dump.");
    case FileKind::Encrypted:
        return tr("This is an encrypted file. It may hold a dump; decrypt it first.");
    case FileKind::ServerFolder:
        return tr("This is the data folder of a PostgreSQL server, or a copy of one, not a dump.");
    case FileKind::OtherFolder:
        return tr("This folder is not a PostgreSQL dump: it has no toc.dat.");
    case FileKind::Empty:
        return tr("This file is empty. A dump that failed leaves such a file.");
    case FileKind::NotThere:
        return tr("There is no such file.");
    case FileKind::NotReadable:
        return tr("This file cannot be read.");
    case FileKind::Unknown:
        break;
    }
    return tr("This is not a PostgreSQL dump that Tidemark knows.");
}

// The checksum counts its own eight bytes as spaces (POSIX, pax: ustar Interchange Format).
bool isTarHeader(QByteArrayView head)
{
    if (head.size() < tarBlock || head.sliced(257, 5) != QByteArrayView("ustar", 5))
        return false;
    qint64 sum = 0;
    for (qsizetype i = 0; i < tarBlock; ++i)
        sum += (i >= 148 && i < 156) ? ' ' : static_cast<quint8>(head[i]);
    const QByteArray field = head.sliced(148, 8).toByteArray();
    bool isOctal = false;
    const qint64 written =
        field.left(std::max<qsizetype>(field.indexOf('\0'), 0)).trimmed().toLongLong(&isOctal, 8);
    return isOctal && written == sum;
}

bool isText(QByteArrayView head)
{
    return std::all_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<quint8>(c);
        return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f';
    });
}

FileKind kindOfHead(QByteArrayView head)
{
    for (const Signature& signature : signatures()) {
        if (head.startsWith(signature.bytes))
            return signature.kind;
    }
    // A dump that was cut within its first five bytes is a damaged dump.
    if (QByteArrayView("PGDMP", 5).startsWith(head))
        return FileKind::CustomArchive;
    if (isTarHeader(head))
        return head.startsWith(QByteArrayView("toc.dat\0", 8)) ? FileKind::TarArchive : FileKind::OtherTar;
    if (!isText(head))
        return FileKind::Unknown;
    const QByteArray text = head.toByteArray();
    if (text.startsWith("--") && (text.contains("-- PostgreSQL database dump") ||
                                  text.contains("-- PostgreSQL database cluster dump")))
        return FileKind::PlainSql;
    return FileKind::OtherText;
}

FileKind kindOfFolder(const QDir& folder)
{
    if (folder.exists(QStringLiteral("toc.dat")))
        return FileKind::DirectoryArchive;
    if (folder.exists(QStringLiteral("PG_VERSION")) || folder.exists(QStringLiteral("backup_manifest")))
        return FileKind::ServerFolder;
    return FileKind::OtherFolder;
}

FileKind kindOf(const QString& path)
{
    const QFileInfo facts(path);
    if (!facts.exists())
        return FileKind::NotThere;
    if (facts.isDir())
        return kindOfFolder(QDir(path));
    core::Result<ByteSource> source = ByteSource::open(path);
    if (!source)
        return FileKind::NotReadable;
    if (source->size() == 0)
        return FileKind::Empty;
    const QByteArrayView head = source->peek(headBytes);
    return head.isEmpty() ? FileKind::NotReadable : kindOfHead(head);
}

} // namespace

Recognition recognise(const QString& path)
{
    const FileKind kind = kindOf(path);
    return {kind, sentenceFor(kind)};
}

} // namespace tidemark::archive
