// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tocentry.h"

#include "archive/entrystore.h"

namespace tidemark::archive {

QString TocEntry::tag() const
{
    return m_store->m_texts.slice(m_tag.place, m_tag.size);
}

const QString& TocEntry::type() const
{
    return m_store->name(m_type);
}

const QString& TocEntry::schema() const
{
    return m_store->name(m_schema);
}

const QString& TocEntry::owner() const
{
    return m_store->name(m_owner);
}

const QString& TocEntry::tablespace() const
{
    return m_store->name(m_tablespace);
}

const QString& TocEntry::accessMethod() const
{
    return m_store->name(m_accessMethod);
}

const QString& TocEntry::fileName() const
{
    return m_store->name(m_fileName);
}

QByteArray TocEntry::definition() const
{
    return m_store->m_bytes.slice(m_definition.place, m_definition.size);
}

QByteArray TocEntry::dropStatement() const
{
    return m_store->m_bytes.slice(m_dropStatement.place, m_dropStatement.size);
}

QByteArray TocEntry::copyStatement() const
{
    return m_store->m_bytes.slice(m_copyStatement.place, m_copyStatement.size);
}

std::span<const int> TocEntry::dependencies() const
{
    return std::span(m_store->m_dependencies).subspan(m_dependencies, m_dependencyCount);
}

bool TocEntry::isTableData() const
{
    return type() == QLatin1String("TABLE DATA");
}

bool TocEntry::isLargeObjects() const
{
    return type() == QLatin1String("BLOBS");
}

EntryFields TocEntry::fields() const
{
    EntryFields fields;
    static_cast<EntryFacts&>(fields) = m_facts;
    fields.tag = tag();
    fields.type = type();
    fields.definition = definition();
    fields.dropStatement = dropStatement();
    fields.copyStatement = copyStatement();
    fields.schema = schema();
    fields.tablespace = tablespace();
    fields.accessMethod = accessMethod();
    fields.owner = owner();
    fields.dependencies = QList<int>(dependencies().begin(), dependencies().end());
    fields.fileName = fileName();
    return fields;
}

} // namespace tidemark::archive
