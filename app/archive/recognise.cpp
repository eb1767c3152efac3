// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/recognise.h"

#include "archive/bytesource.h"
#include "archive/decompressingreader.h"
#include "archive/tarreader.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <optional>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

struct Signature
{
    FileKind kind;
    QByteArrayView bytes; // at the start of the file
};

const std::array<Signature, 14>& signatures()
{
    static const std::array<Signature, 14> table{{
        {FileKind::CustomArchive, QByteArrayView("PGDMP", 5)},
        {FileKind::Gzip, QByteArrayView("\x1f\x8b", 2)},
        {FileKind::Zstd, QByteArrayView("\x28\xb5\x2f\xfd", 4)},
        {FileKind::Lz4, QByteArrayView("\x04\x22\x4d\x18", 4)},
        {FileKind::Sqlite, QByteArrayView("SQLite format 3\0", 16)},
        {FileKind::Zip, QByteArrayView("PK\x03\x04", 4)},
        {FileKind::Zip, QByteArrayView("PK\x05\x06", 4)},
        {FileKind::OtherCompression, QByteArrayView("BZh", 3)},
        {FileKind::OtherCompression, QByteArrayView("\xfd\x37zXZ", 5)},
        {FileKind::OtherCompression, QByteArrayView("7z\xbc\xaf\x27\x1c", 6)},
        {FileKind::Utf16Text, QByteArrayView("\xff\xfe-\0", 4)},
        {FileKind::BinaryCopy, QByteArrayView("PGCOPY\n\xff\r\n", 10)},
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
    case FileKind::PlainClusterSql:
        return tr("This is a dump of all databases of a server in plain SQL, made by pg_dumpall.");
    case FileKind::Gzip:
        return tr("This is a file compressed with gzip.");
    case FileKind::Zstd:
        return tr("This is a file compressed with zstd.");
    case FileKind::Lz4:
        return tr("This is a file compressed with lz4.");
    case FileKind::OtherCompression:
        return tr("This is a file compressed with bzip2, xz or 7z. It may hold a dump; unpack it first.");
    case FileKind::BaseBackupTar:
        return tr("This is a tar file of pg_basebackup, not a dump: a copy of a whole server.");
    case FileKind::Utf16Text:
        return tr(
            "This is text in UTF-16, as PowerShell writes with \">\". If it is a dump, make it anew with "
            "pg_dump --file.");
    case FileKind::MysqlDump:
        return tr("This is a dump of MySQL or MariaDB, not of PostgreSQL.");
    case FileKind::BinaryCopy:
        return tr("These are rows that COPY wrote in its binary form, not a dump.");
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
    case FileKind::BaseBackup:
        return tr("This is a base backup: a copy of a whole server, made by pg_basebackup.");
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

std::optional<Compression> methodOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Gzip:
        return Compression::Gzip;
    case FileKind::Zstd:
        return Compression::Zstd;
    case FileKind::Lz4:
        return Compression::Lz4;
    default:
        return std::nullopt;
    }
}

bool isText(QByteArrayView head)
{
    return std::all_of(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<quint8>(c);
        return byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f';
    });
}

FileKind kindOfText(const QByteArray& text)
{
    if (text.startsWith("-- MySQL dump") || text.startsWith("-- MariaDB dump") || text.startsWith("/*M!"))
        return FileKind::MysqlDump;
    if (!text.startsWith("--"))
        return FileKind::OtherText;
    // pg_dumpall's title comes first, and then that of each database.
    const qsizetype cluster = text.indexOf("-- PostgreSQL database cluster dump");
    const qsizetype database = text.indexOf("-- PostgreSQL database dump");
    if (cluster >= 0 && (database < 0 || cluster < database))
        return FileKind::PlainClusterSql;
    return database >= 0 ? FileKind::PlainSql : FileKind::OtherText;
}

FileKind kindOfTar(QByteArrayView head)
{
    if (head.startsWith(QByteArrayView("toc.dat\0", 8)))
        return FileKind::TarArchive;
    if (head.startsWith(QByteArrayView("backup_label\0", 13)))
        return FileKind::BaseBackupTar;
    return FileKind::OtherTar;
}

FileKind kindOfFolder(const QDir& folder)
{
    const auto has = [&folder](const char* name) { return folder.exists(QLatin1String(name)); };
    if (has("toc.dat") || has("toc.dat.gz") || has("toc.dat.lz4") || has("toc.dat.zst"))
        return FileKind::DirectoryArchive;
    if (has("backup_manifest") || has("base.tar") || has("base.tar.gz") || has("base.tar.lz4") ||
        has("base.tar.zst"))
        return FileKind::BaseBackup;
    return has("PG_VERSION") ? FileKind::ServerFolder : FileKind::OtherFolder;
}

// `inside` is set where the file is compressed in a way that is read.
FileKind kindOf(const QString& path, FileKind& inside)
{
    const QFileInfo facts(path);
    if (!facts.exists())
        return FileKind::NotThere;
    if (facts.isDir())
        return kindOfFolder(QDir(path));
    core::Result<ByteSource> source = ByteSource::open(path);
    if (!source)
        return FileKind::NotReadable;
    const QByteArrayView head = source->peek(recognisedBytes);
    const FileKind kind = source->failure() ? FileKind::NotReadable : kindOfHead(head);
    const std::optional<Compression> method = methodOf(kind);
    if (!method)
        return kind;
    core::Result<ByteSource> unpacked =
        ByteSource::overStream(decompressedStream(*source, *method), path, {});
    if (unpacked)
        inside = kindOfHead(unpacked->peek(recognisedBytes));
    if (!unpacked || unpacked->failure())
        inside = FileKind::NotReadable;
    return kind;
}

QString sentenceFor(FileKind kind, FileKind inside)
{
    switch (kind) {
    case FileKind::Gzip:
    case FileKind::Zstd:
    case FileKind::Lz4:
        if (inside == FileKind::NotReadable)
            return sentenceFor(kind) + QLatin1Char(' ') + tr("What it holds cannot be unpacked.");
        return sentenceFor(kind) + QLatin1Char(' ') + tr("What it holds:") + QLatin1Char(' ') +
               sentenceFor(inside);
    default:
        return sentenceFor(kind);
    }
}

} // namespace

FileKind kindOfHead(QByteArrayView head)
{
    if (head.isEmpty())
        return FileKind::Empty;
    for (const Signature& signature : signatures()) {
        if (head.startsWith(signature.bytes))
            return signature.kind;
    }
    // A dump that was cut within its first five bytes is a damaged dump.
    if (QByteArrayView("PGDMP", 5).startsWith(head))
        return FileKind::CustomArchive;
    if (isTarHeader(head))
        return kindOfTar(head);
    return isText(head) ? kindOfText(head.toByteArray()) : FileKind::Unknown;
}

Recognition recognise(const QString& path)
{
    Recognition found;
    found.kind = kindOf(path, found.inside);
    found.sentence = sentenceFor(found.kind, found.inside);
    return found;
}

} // namespace tidemark::archive
