// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/largeobjects.h"

#include "archive/sqlnames.h"
#include "archive/textencoding.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace tidemark::archive {

namespace {

// COMMENT ON LARGE OBJECT 16400 IS 'text';
void addComment(const TocEntry& entry, const TextEncoding& encoding, QHash<quint32, QString>& comments)
{
    SqlReader reader(entry.definition());
    if (!reader.takeWords("COMMENT ON LARGE OBJECT"))
        return;
    bool isNumber = false;
    const quint32 oid = reader.written().toByteArray().toUInt(&isNumber);
    reader.advance();
    if (!isNumber || !reader.takeWord("IS"))
        return;
    if (const std::optional<QByteArray> text = unquoteText(reader.written()))
        comments.insert(oid, encoding.decode(*text));
}

bool byOid(const LargeObject& a, const LargeObject& b)
{
    return a.oid < b.oid;
}

} // namespace

QList<quint32> largeObjectsOf(const TocEntry& entry)
{
    const bool isOne = entry.type() == QLatin1String("BLOB");
    if (!isOne && entry.type() != QLatin1String("BLOB METADATA"))
        return {};
    const QByteArray text = isOne ? entry.tag().toUtf8() : entry.definition();
    QList<quint32> oids;
    for (qsizetype from = 0; from < text.size();) {
        const qsizetype newline = text.indexOf('\n', from);
        const qsizetype end = newline < 0 ? text.size() : newline;
        bool isNumber = false;
        const quint32 oid = text.mid(from, end - from).toUInt(&isNumber);
        if (isNumber)
            oids.append(oid);
        from = end + 1;
    }
    return oids;
}

QList<LargeObject> largeObjects(const Toc& toc)
{
    const TextEncoding encoding(toc.encoding.isEmpty() ? QByteArray("UTF8") : toc.encoding);
    QList<LargeObject> objects;
    QHash<quint32, QString> comments;
    for (const TocEntry& entry : toc.entries) {
        for (const quint32 oid : largeObjectsOf(entry))
            objects.append({oid, entry.owner(), {}, -1});
        if (entry.type() == QLatin1String("COMMENT") && entry.tag().startsWith(QLatin1String("LARGE OBJECT")))
            addComment(entry, encoding, comments);
    }
    for (LargeObject& object : objects)
        object.comment = comments.value(object.oid);
    std::sort(objects.begin(), objects.end(), byOid);
    return objects;
}

core::Status measureLargeObjects(const Dump& dump, int part, QList<LargeObject>& objects,
                                 const core::RunContext& context)
{
    const qsizetype named = objects.size();
    std::vector<char> buffer(64 * 1024);
    for (const TocEntry& entry : dump.contents().parts.at(part).toc.entries) {
        if (!entry.isLargeObjects())
            continue;
        core::Result<std::unique_ptr<LargeObjectReader>> reader = dump.openLargeObjects(part, entry, context);
        if (!reader)
            return std::move(reader).error();
        for (;;) {
            const core::Result<quint32> oid = (*reader)->nextObject();
            if (!oid)
                return oid.error();
            if (*oid == 0)
                break;
            LargeObject found{*oid, {}, {}, 0};
            for (;;) {
                const core::Result<std::size_t> count = (*reader)->read(buffer);
                if (!count)
                    return count.error();
                if (*count == 0)
                    break;
                found.bytes += qint64(*count);
            }
            const auto end = objects.begin() + named;
            const auto at = std::lower_bound(objects.begin(), end, found, byOid);
            if (at != end && at->oid == found.oid)
                at->bytes = found.bytes;
            else
                objects.append(found);
        }
    }
    std::sort(objects.begin(), objects.end(), byOid);
    return {};
}

} // namespace tidemark::archive
