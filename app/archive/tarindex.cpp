// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archiveerror.h"
#include "archive/tarstore.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>
#include <array>

namespace tidemark::archive {

namespace {

// A hundred times what a database has tables: 200 bytes of memory each.
constexpr qsizetype mostMembers = 500'000;
constexpr std::size_t mostLargeObjects = 4'000'000;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

bool before(const TarIndex::LargeObject& object, quint32 oid)
{
    return object.oid < oid;
}

} // namespace

std::optional<TarIndex::LargeObject> largeObjectNamed(const QByteArray& fileName)
{
    if (!fileName.startsWith("blob_"))
        return std::nullopt;
    for (const Compression compression :
         {Compression::None, Compression::Gzip, Compression::Lz4, Compression::Zstd}) {
        const QByteArray ending = ".dat" + endingOf(compression);
        if (!fileName.endsWith(ending))
            continue;
        const QByteArray digits = fileName.mid(5, fileName.size() - 5 - ending.size());
        bool isNumber = false;
        const quint32 oid = digits.toUInt(&isNumber);
        if (isNumber && digits == QByteArray::number(oid))
            return TarIndex::LargeObject{oid, compression, 0, 0, 0};
    }
    return std::nullopt;
}

core::Status TarIndex::add(const TarMember& member, const QString& file)
{
    if (!member.isFile() || member.leadsOutside())
        return {};
    if (member.folder() != folder) {
        hasOtherDump = hasOtherDump || isTableOfContents(member.fileName());
        return {};
    }
    const Place place{file, member.header, -1};
    const QByteArray name = member.fileName();
    if (members.size() >= mostMembers || largeObjects.size() >= mostLargeObjects)
        return damagedAt(place, tr("the tar file has too many members"));
    if (std::optional<LargeObject> object = largeObjectNamed(name)) {
        object->header = member.header;
        object->position = member.position;
        object->size = member.size;
        // They come in the order of their OIDs, nearly always.
        const auto at = largeObjects.empty() || largeObjects.back().oid < object->oid
                            ? largeObjects.end()
                            : std::lower_bound(largeObjects.begin(), largeObjects.end(), object->oid, before);
        if (at != largeObjects.end() && at->oid == object->oid)
            return damagedAt(place, tr("the member %1 comes twice").arg(QString::fromUtf8(name)));
        largeObjects.insert(at, *object);
        return {};
    }
    if (members.contains(name))
        return damagedAt(place, tr("the member %1 comes twice").arg(QString::fromUtf8(name)));
    members.insert(name, {name, member.position, member.header, member.size});
    return {};
}

std::optional<Member> TarIndex::find(const QByteArray& name) const
{
    const auto known = members.constFind(name);
    if (known != members.cend())
        return *known;
    const std::optional<LargeObject> wanted = largeObjectNamed(name);
    if (!wanted)
        return std::nullopt;
    const auto at = std::lower_bound(largeObjects.begin(), largeObjects.end(), wanted->oid, before);
    if (at == largeObjects.end() || at->oid != wanted->oid || at->compression != wanted->compression)
        return std::nullopt;
    return Member{name, at->position, at->header, at->size};
}

QByteArray toBytes(const TarIndex& index)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << index.folder << index.endsAsItMust << index.hasOtherDump << quint32(index.members.size())
           << quint32(index.largeObjects.size());
    for (const Member& member : index.members)
        stream << member.name << member.position << member.header << member.size;
    for (const TarIndex::LargeObject& object : index.largeObjects)
        stream << object.oid << qint8(object.compression) << object.header << object.position << object.size;
    return bytes;
}

std::optional<TarIndex> tarIndexFromBytes(const QByteArray& bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_4);
    TarIndex index;
    quint32 members = 0;
    quint32 objects = 0;
    stream >> index.folder >> index.endsAsItMust >> index.hasOtherDump >> members >> objects;
    for (quint32 i = 0; i < members && stream.status() == QDataStream::Ok; ++i) {
        Member member;
        stream >> member.name >> member.position >> member.header >> member.size;
        index.members.insert(member.name, member);
    }
    for (quint32 i = 0; i < objects && stream.status() == QDataStream::Ok; ++i) {
        TarIndex::LargeObject object;
        qint8 compression = 0;
        stream >> object.oid >> compression >> object.header >> object.position >> object.size;
        if (compression < 0 || compression > int(Compression::Zstd))
            return std::nullopt;
        object.compression = Compression(compression);
        index.largeObjects.push_back(object);
    }
    const bool sorted = std::is_sorted(index.largeObjects.begin(), index.largeObjects.end(),
                                       [](const auto& a, const auto& b) { return a.oid < b.oid; });
    if (stream.status() != QDataStream::Ok || !stream.atEnd() || !sorted)
        return std::nullopt;
    return index;
}

} // namespace tidemark::archive
