// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/entrystore.h"

#include "archive/textencoding.h"

namespace tidemark::archive {

namespace {

// False where there is something else than ASCII in it; then `into` holds rubbish.
bool widenAscii(QByteArrayView bytes, QChar* into)
{
    uchar all = 0;
    for (const char byte : bytes) {
        all |= uchar(byte);
        *into++ = QLatin1Char(byte);
    }
    return all < 0x80;
}

} // namespace

EntryStore::EntryStore(const EntryStore& other)
    : QSharedData(other)
{
    reserve(qsizetype(other.m_entries.size()));
    for (const TocEntry& entry : other.m_entries)
        append(entry.fields());
}

void EntryStore::append(const EntryFields& fields)
{
    begin();
    last().m_tag = {m_texts.add(fields.tag.constData(), fields.tag.size()), qint32(fields.tag.size())};
    setType(repeatedName(fields.type));
    setDefinition(fields.definition);
    setDropStatement(fields.dropStatement);
    setCopyStatement(fields.copyStatement);
    setSchema(repeatedName(fields.schema));
    setTablespace(repeatedName(fields.tablespace));
    setAccessMethod(repeatedName(fields.accessMethod));
    setOwner(repeatedName(fields.owner));
    setDependencies(fields.dependencies);
    setFileName(keepName(fields.fileName));
    setFacts(fields);
}

void EntryStore::setDependencies(qsizetype index, std::span<const int> dumpIds)
{
    keep(dumpIds, at(index));
}

void EntryStore::setTag(QByteArrayView bytes, const TextEncoding& encoding)
{
    if (encoding.isUtf8() && widenAscii(bytes, m_texts.makeRoom(bytes.size()))) {
        last().m_tag = {m_texts.taken(bytes.size()), qint32(bytes.size())};
        return;
    }
    const QString text = encoding.decode(bytes);
    last().m_tag = {m_texts.add(text.constData(), text.size()), qint32(text.size())};
}

EntryStore::NameId EntryStore::keepName(const QString& name)
{
    if (name.isEmpty())
        return 0;
    m_names.push_back(name);
    return NameId(m_names.size() - 1);
}

EntryStore::NameId EntryStore::repeatedName(const QString& name)
{
    if (name.isEmpty())
        return 0;
    const auto known = m_repeated.constFind(name);
    return known != m_repeated.cend() ? *known : *m_repeated.insert(name, keepName(name));
}

TocEntry::Bytes EntryStore::kept(QByteArrayView text)
{
    if (text.isEmpty())
        return {};
    return {m_bytes.add(text.data(), text.size()), qint32(text.size())};
}

void EntryStore::keep(std::span<const int> dumpIds, TocEntry& entry)
{
    entry.m_dependencies = m_dependencies.size();
    entry.m_dependencyCount = dumpIds.size();
    m_dependencies.insert(m_dependencies.end(), dumpIds.begin(), dumpIds.end());
}

} // namespace tidemark::archive
