// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/tableparts.h"

#include "archive/sqlnames.h"
#include "archive/tabledefinition.h"
#include "archive/textencoding.h"
#include "core/quoting.h"

#include <QMultiHash>
#include <QPair>
#include <QSet>

namespace tidemark::restore {

namespace {

using Name = QPair<QString, QString>; // schema and table

struct Attachment
{
    Name root;
    Name partition;
};

Name nameOf(const archive::SqlName& name, const QString& ownSchema, const archive::TextEncoding& encoding)
{
    return {name.isQualified() ? encoding.decode(name.schema()) : ownSchema, encoding.decode(name.name())};
}

// ALTER TABLE ONLY root ATTACH PARTITION partition FOR VALUES …: an entry of its own since pg_dump 14, before
// that at the end of the partition's definition, or CREATE TABLE … PARTITION OF.
std::optional<Attachment> attachmentIn(const archive::TocEntry& entry, const archive::TextEncoding& encoding)
{
    if (entry.type() == QLatin1String("TABLE")) {
        const auto definition = archive::readTableDefinition(entry.definition());
        if (definition && definition->partitionOf)
            return Attachment{nameOf(*definition->partitionOf, entry.schema(), encoding),
                              {entry.schema(), entry.tag()}};
        if (!entry.definition().contains("ATTACH PARTITION"))
            return std::nullopt;
    } else if (entry.type() != QLatin1String("TABLE ATTACH")) {
        return std::nullopt;
    }
    archive::SqlReader reader(entry.definition());
    while (!reader.atEnd()) {
        if (!reader.takeWords("ALTER TABLE")) {
            reader.advance();
            continue;
        }
        reader.takeWord("ONLY");
        const auto root = reader.takeName();
        if (!root || !reader.takeWords("ATTACH PARTITION"))
            continue;
        if (const auto partition = reader.takeName())
            return Attachment{nameOf(*root, entry.schema(), encoding),
                              nameOf(*partition, entry.schema(), encoding)};
    }
    return std::nullopt;
}

} // namespace

TableData dataOfTable(const archive::Toc& toc, const archive::TocEntry& table)
{
    const archive::TextEncoding encoding(toc.encoding);
    QMultiHash<Name, Name> partitionsOf;
    for (const archive::TocEntry& entry : toc.entries) {
        if (const auto attachment = attachmentIn(entry, encoding))
            partitionsOf.insert(attachment->root, attachment->partition);
    }
    // Each name once, so that a dump whose partitions go in a circle ends too.
    QSet<Name> wanted{{table.schema(), table.tag()}};
    QList<Name> open{{table.schema(), table.tag()}};
    while (!open.isEmpty()) {
        const QList<Name> below = partitionsOf.values(open.takeLast());
        for (const Name& partition : below) {
            if (!wanted.contains(partition)) {
                wanted.insert(partition);
                open.append(partition);
            }
        }
    }
    TableData data;
    QSet<Name> present;
    for (const archive::TocEntry& entry : toc.entries) {
        if (entry.isTableData() && entry.hasData() && wanted.contains({entry.schema(), entry.tag()})) {
            data.entries.append(&entry);
            present.insert({entry.schema(), entry.tag()});
        }
    }
    for (const Name& name : std::as_const(wanted)) {
        const bool isRoot = partitionsOf.contains(name);
        if (!isRoot && !present.contains(name))
            data.absent.append(core::singleLine(name.first + QLatin1Char('.') + name.second));
    }
    data.absent.sort();
    return data;
}

} // namespace tidemark::restore
