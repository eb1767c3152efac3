// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/damage.h"

#include "archive/copystatement.h"
#include "archive/tabledigest.h"
#include "archive/textencoding.h"
#include "core/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <vector>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::damage", text);
}

class Search
{
public:
    Search(const RestoreSource& source, const archive::Dump& dump, const core::RunContext& context)
        : m_source(source)
        , m_dump(dump)
        , m_context(context)
    {
    }

    core::Result<Damage> run()
    {
        const archive::TocEntry* last = nullptr;
        for (const archive::TocEntry& entry : m_source.toc.entries) {
            TIDEMARK_TRY(m_context.checkpoint());
            last = &entry;
            if (!entry.hasData())
                continue;
            const core::Status read = entry.isLargeObjects() ? readLargeObjects(entry) : readTable(entry);
            if (!read && read.error().kind == core::ErrorKind::Cancelled)
                return read.error();
            if (!read)
                note(entry, read.error().detail.isEmpty() ? read.error().message : read.error().detail);
        }
        if (m_source.isCutOff && last && last->hasData())
            noteLast(*last);
        return std::move(m_damage);
    }

private:
    core::Status readTable(const archive::TocEntry& entry);
    core::Status readLargeObjects(const archive::TocEntry& entry);
    void note(const archive::TocEntry& entry, const QString& reason)
    {
        m_damage.tables.append(
            {entry.dumpId(), entry.schema(), entry.isLargeObjects() ? QString() : entry.tag(), reason});
    }
    void noteLast(const archive::TocEntry& entry)
    {
        const bool isNoted =
            std::any_of(m_damage.tables.cbegin(), m_damage.tables.cend(),
                        [&](const DamagedTable& each) { return each.dumpId == entry.dumpId(); });
        if (isNoted)
            return;
        m_damage.intact.removeIf([&](const catalog::ManifestTable& each) {
            return each.schema == entry.schema() && each.name == entry.tag();
        });
        note(entry, tr("The dump is cut off within it or right behind it."));
    }

    const RestoreSource& m_source;
    const archive::Dump& m_dump;
    const core::RunContext& m_context;
    Damage m_damage;
};

core::Status Search::readTable(const archive::TocEntry& entry)
{
    core::Progress progress;
    progress.phase = tr("Looking for what can be read");
    progress.item = entry.schema() + QLatin1Char('.') + entry.tag();
    m_context.report(progress);
    auto data = m_dump.openData(m_source.part, entry, m_context);
    if (!data)
        return std::move(data).error();
    std::vector<char> block(256 << 10);
    archive::TableDigest digest;
    for (;;) {
        TIDEMARK_TRY(m_context.checkpoint());
        const auto read = (*data)->read(block);
        if (!read)
            return read.error();
        if (*read == 0)
            break;
        digest.addBytes(QByteArrayView(block.data(), static_cast<qsizetype>(*read)));
    }
    if (entry.copyStatement().isEmpty())
        return {}; // INSERT statements: they were read, and nothing is compared
    const archive::TableContent content = digest.finish();
    catalog::ManifestTable table;
    table.schema = entry.schema();
    table.name = entry.tag();
    table.rows = content.rows;
    table.bytes = content.bytes;
    table.digest = content.digest.toHex();
    if (m_source.set) {
        for (const catalog::ManifestTable& was : m_source.set->manifest.tables) {
            const bool isSame = was.schema == table.schema && was.name == table.name &&
                                (was.database.isEmpty() || was.database == m_source.database());
            if (!isSame)
                continue;
            if (!was.digest.isEmpty() && was.digest != table.digest)
                return core::Error{
                    core::ErrorKind::Corrupt, tr("Its rows are not those that were backed up."), {}, {}};
            table.columns = was.columns;
        }
    }
    const auto copy = archive::CopyStatement::parse(entry.copyStatement());
    if (table.columns.isEmpty() && copy) {
        const archive::TextEncoding encoding(m_source.toc.encoding);
        for (const QByteArray& column : copy->columnNames)
            table.columns.append(encoding.decode(column));
    }
    m_damage.intact.append(table);
    return {};
}

core::Status Search::readLargeObjects(const archive::TocEntry& entry)
{
    auto objects = m_dump.openLargeObjects(m_source.part, entry, m_context);
    if (!objects)
        return objects.error().kind == core::ErrorKind::NotFound ? core::Status()
                                                                 : core::Status(objects.error());
    std::vector<char> block(256 << 10);
    for (;;) {
        const auto oid = (*objects)->nextObject();
        if (!oid)
            return oid.error();
        if (*oid == 0)
            return {};
        for (;;) {
            TIDEMARK_TRY(m_context.checkpoint());
            const auto read = (*objects)->read(block);
            if (!read)
                return read.error();
            if (*read == 0)
                break;
        }
    }
}

} // namespace

core::Result<Damage> findDamage(const RestoreSource& source, const core::RunContext& context)
{
    const auto dump = archive::Dump::open(source.archivePath, {}, context);
    if (!dump)
        return dump.error();
    return Search(source, **dump, context).run();
}

core::Finding looseStatements(const RestoreSource& source)
{
    return {
        core::Severity::Warning,
        QStringLiteral("source.looseStatements"),
        tr("Behind the end of the dump are %1 more statement(s), which somebody has added; they are not run.")
            .arg(core::countText(source.looseStatements)),
        tr("Run them with psql afterwards, if they are wanted."),
        {}};
}

} // namespace tidemark::restore
