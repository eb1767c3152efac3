// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of a table of contents: one object of a database, or the data of one.
#pragma once

#include "archive/slicepool.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <cstddef>
#include <span>

namespace tidemark::archive {

class EntryStore;

enum class Section : quint8
{
    None, // comments and grants: stands where what it belongs to stands
    PreData,
    Data,
    PostData,
};

/// What the table of contents says about the place of an entry's data in a custom archive.
enum class OffsetState : quint8
{
    Unknown, // it has data, but the archive was written to a pipe
    Known,
    NoData,
};

/// What of an entry is no text.
struct EntryFacts
{
    /// When Known. Custom format: position of the data block in the file. Plain SQL: of the rows in the text,
    /// as it is without gzip, zstd or lz4 around it.
    qint64 offset = 0;
    qint64 dataBytes = -1; // of its data in the file, compressed where it is; -1: not known, or none
    int dumpId = 0;
    quint32 catalogTableOid = 0; // of the catalog that held it, 1259 for relations; 0 where there is none
    quint32 catalogOid = 0;
    QChar relationKind; // since 1.16: pg_class.relkind, null before
    Section section = Section::None;
    OffsetState offsetState = OffsetState::NoData;
    bool withOids = false; // a table of PostgreSQL 11 or older WITH OIDS
    bool hasData = false;
};

/// An entry as plain values: for making one. Names are decoded, statements stay bytes in the archive's
/// encoding.
struct EntryFields : EntryFacts
{
    QString tag;  // name, or what pg_dump makes of several: "orders customer_id_fkey"
    QString type; // "TABLE", "TABLE DATA", "FK CONSTRAINT" … : pg_dump's word
    QByteArray definition;
    QByteArray dropStatement;
    QByteArray copyStatement; // empty for data dumped as INSERT
    QString schema;           // empty for what is in none
    QString tablespace;
    QString accessMethod; // since 1.14
    QString owner;
    QList<int> dependencies; // dump ids as written: may repeat, may name what is not in the archive
    QString fileName;        // directory and tar: member that holds the data, empty when there is none
};

/// An entry where it is kept, a hundred thousand of which must be read in no time: its texts are in the
/// TocEntries that holds it. Lives as long as that. Texts and lists that are given by value share its memory
/// and may be kept; they are cheap. The fields are those of EntryFacts and EntryFields.
class TocEntry
{
public:
    explicit TocEntry(const EntryStore* store) // empty; only a store fills it
        : m_store(store)
    {
    }
    TocEntry(const TocEntry&) = delete;
    TocEntry& operator=(const TocEntry&) = delete;
    TocEntry(TocEntry&&) noexcept = default;
    TocEntry& operator=(TocEntry&&) noexcept = default;
    ~TocEntry() = default;

    int dumpId() const { return m_facts.dumpId; }
    quint32 catalogTableOid() const { return m_facts.catalogTableOid; }
    quint32 catalogOid() const { return m_facts.catalogOid; }
    Section section() const { return m_facts.section; }
    QChar relationKind() const { return m_facts.relationKind; }
    bool withOids() const { return m_facts.withOids; }
    bool hasData() const { return m_facts.hasData; }
    OffsetState offsetState() const { return m_facts.offsetState; }
    qint64 offset() const { return m_facts.offset; }
    qint64 dataBytes() const { return m_facts.dataBytes; }

    QString tag() const;
    const QString& type() const;
    const QString& schema() const;
    const QString& owner() const;
    const QString& tablespace() const;
    const QString& accessMethod() const;
    QByteArray definition() const;
    QByteArray dropStatement() const;
    QByteArray copyStatement() const;
    std::span<const int> dependencies() const;
    const QString& fileName() const;

    bool isTableData() const;
    bool isLargeObjects() const; // the contents, not the objects
    EntryFields fields() const;

private:
    friend class EntryStore;
    struct Bytes
    {
        SlicePool<QByteArray>::Place place;
        qint32 size = 0;
    };
    struct Text
    {
        SlicePool<QString>::Place place;
        qint32 size = 0;
    };

    const EntryStore* m_store;
    EntryFacts m_facts;
    Text m_tag;
    Bytes m_definition;
    Bytes m_dropStatement;
    Bytes m_copyStatement;
    std::size_t m_dependencies = 0; // the first of them
    std::size_t m_dependencyCount = 0;
    // Of the store's names.
    quint32 m_type = 0;
    quint32 m_schema = 0;
    quint32 m_owner = 0;
    quint32 m_tablespace = 0;
    quint32 m_accessMethod = 0;
    quint32 m_fileName = 0;
};

} // namespace tidemark::archive
