// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/memberdump.h"

#include "archive/archiveerror.h"
#include "archive/endmarkerreader.h"
#include "archive/largeobjectlist.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

constexpr int minorWithSeveralLists = 16;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

// Follows a list of large objects, line by line.
class ListedObjects final : public LargeObjectReader
{
public:
    ListedObjects(const MemberStore& store, std::unique_ptr<DataReader> list, QString listName,
                  const core::RunContext& context)
        : m_store(store)
        , m_list(std::move(list))
        , m_lines(*m_list, std::move(listName))
    {
        m_context.stop = context.stop;
    }

    core::Result<quint32> nextObject() override;
    core::Result<std::size_t> read(std::span<char> into) override;
    qint64 fileBytesRead() const override
    {
        return m_readBefore + m_list->fileBytesRead() + (m_object ? m_object->fileBytesRead() : 0);
    }

private:
    const MemberStore& m_store;
    std::unique_ptr<DataReader> m_list;
    LargeObjectList m_lines;
    core::RunContext m_context;
    QByteArray m_name; // of the present object's file
    std::unique_ptr<DataReader> m_object;
    qint64 m_readBefore = 0; // bytes of objects before the present one
};

core::Result<quint32> ListedObjects::nextObject()
{
    if (m_object)
        m_readBefore += m_object->fileBytesRead();
    m_object.reset();
    m_name.clear();
    TIDEMARK_TRY(m_context.checkpoint());
    core::Result<std::optional<ListedObject>> listed = m_lines.next();
    if (!listed)
        return std::move(listed).error();
    if (!*listed)
        return quint32(0);
    m_name = (*listed)->file;
    return (*listed)->oid;
}

core::Result<std::size_t> ListedObjects::read(std::span<char> into)
{
    if (m_name.isEmpty())
        return std::size_t(0);
    if (!m_object) {
        // The list names what pg_dump wrote; the file may have been compressed since.
        core::Result<std::optional<StoredMember>> stored = findStored(m_store, m_name, m_context);
        if (!stored)
            return std::move(stored).error();
        if (*stored && (*stored)->compression == Compression::None) {
            for (const Compression method : {Compression::Gzip, Compression::Lz4, Compression::Zstd}) {
                if (m_name.endsWith(endingOf(method)))
                    (*stored)->compression = method;
            }
        }
        if (!*stored) {
            return core::Error{core::ErrorKind::Corrupt, tr("“%1” is missing.").arg(m_store.nameOf(m_name)),
                               tr("The list of large objects names it."),
                               tr("Make a new backup, or use another one that passes the check.")};
        }
        core::Result<std::unique_ptr<DataReader>> object = openStored(m_store, **stored, m_context.stop);
        if (!object)
            return std::move(object).error();
        m_object = std::move(*object);
    }
    return m_object->read(into);
}

} // namespace

std::optional<QByteArray> memberNameOf(const Toc& toc, const TocEntry& entry)
{
    if (!entry.hasData())
        return std::nullopt;
    // Before 1.16 there was one list, and what the entry says of its name is wrong.
    if (entry.isLargeObjects())
        return toc.version.minor < minorWithSeveralLists
                   ? QByteArray("blobs.toc")
                   : "blobs_" + QByteArray::number(entry.dumpId()) + ".toc";
    const QByteArray name = entry.fileName().toUtf8();
    if (name.isEmpty() || name.startsWith('.') || name.contains('/'))
        return std::nullopt;
    return name;
}

MemberDump::MemberDump(const QString& path, DumpContents contents, std::unique_ptr<MemberStore> store)
    : m_store(std::move(store))
{
    m_path = path;
    m_contents = std::move(contents);
}

core::Result<std::unique_ptr<DataReader>> MemberDump::openMember(const TocEntry& entry,
                                                                 const core::RunContext& context) const
{
    const std::optional<QByteArray> name = memberNameOf(m_contents.parts.constFirst().toc, entry);
    if (!name)
        return damagedAt({m_path, 0, -1}, tr("entry %1 does not name its file").arg(entry.dumpId()));
    core::Result<std::optional<StoredMember>> stored = findStored(*m_store, *name, context);
    if (!stored)
        return std::move(stored).error();
    if (!*stored) {
        return core::Error{core::ErrorKind::Corrupt, tr("“%1” is missing.").arg(m_store->nameOf(*name)),
                           tr("It holds the data of entry %1 (%2 %3).")
                               .arg(QString::number(entry.dumpId()), entry.schema(), entry.tag()),
                           tr("Make a new backup, or use another one that passes the check.")};
    }
    return openStored(*m_store, **stored, context.stop);
}

core::Result<std::unique_ptr<DataReader>> MemberDump::openData(int part, const TocEntry& entry,
                                                               const core::RunContext& context) const
{
    if (part != 0 || !entry.hasData() || entry.isLargeObjects())
        return noData(m_path, entry);
    core::Result<std::unique_ptr<DataReader>> data = openMember(entry, context);
    if (!data || entry.copyStatement().isEmpty())
        return data;
    return std::unique_ptr<DataReader>(
        std::make_unique<EndMarkerReader>(std::move(*data), m_store->nameOf(entry.fileName().toUtf8())));
}

core::Result<std::unique_ptr<LargeObjectReader>>
MemberDump::openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const
{
    if (part != 0 || !entry.hasData() || !entry.isLargeObjects())
        return noData(m_path, entry);
    core::Result<std::unique_ptr<DataReader>> list = openMember(entry, context);
    if (!list)
        return std::move(list).error();
    return std::unique_ptr<LargeObjectReader>(
        std::make_unique<ListedObjects>(*m_store, std::move(*list), m_path, context));
}

} // namespace tidemark::archive
