// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/tocreader.h"

#include "archive/archiveerror.h"
#include "archive/entrystore.h"
#include "archive/fieldreader.h"
#include "archive/namecache.h"
#include "archive/numberset.h"
#include "archive/textencoding.h"

#include <QCoreApplication>
#include <QSharedDataPointer>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <vector>

namespace tidemark::archive {

namespace {

constexpr int knownMajor = 1;
constexpr int oldestMinor = 12;
constexpr int newestMinor = 16;
constexpr int minorWithAccessMethod = 14;
constexpr int minorWithCompressionMethod = 15;
constexpr int minorWithRelationKind = 16;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

template <typename Number> std::optional<Number> numberIn(QByteArrayView text)
{
    Number number = 0;
    const auto [end, fault] = std::from_chars(text.begin(), text.end(), number);
    return fault == std::errc() && end == text.end() ? std::optional(number) : std::nullopt;
}

class TocParser
{
public:
    explicit TocParser(ByteSource& source)
        : m_fields(source)
    {
    }

    core::Result<Toc> parse();

private:
    core::Status readVersion();
    void readHeader();
    void readCompression();
    void readCreated();
    void readEntries();
    void readEntry();
    EntryFacts readNumbers();
    void readTag();
    void readType();
    void readRelationKind(EntryFacts& facts);
    void readWithOids(EntryFacts& facts);
    void readDependencies(int dumpId);
    void readDataPlace(EntryFacts& facts);
    void noteEncoding(const TocEntry& entry);
    Section readSection();
    quint32 readOid();
    QString readName();
    EntryStore::NameId readRepeatedName();
    QByteArrayView readText() { return m_fields.readTextView().value_or(QByteArrayView()); }
    bool has(int minor) const { return m_toc.version.minor >= minor; }
    core::Error tooOld() const;
    core::Error cutOff() const;

    FieldReader m_fields;
    Toc m_toc;
    qint64 m_entryCount = 0; // as the header promises
    TextEncoding m_encoding;
    NumberSet m_dumpIds;
    QSharedDataPointer<EntryStore> m_store{new EntryStore};
    EntryStore& m_entries = *m_store;
    NameCache m_names{m_entries};
    std::vector<int> m_dependencies; // of the present entry
};

core::Result<Toc> TocParser::parse()
{
    TIDEMARK_TRY(readVersion());
    readHeader();
    readEntries();
    if (!m_fields.failed()) {
        m_toc.entries = TocEntries(std::move(m_store));
        return std::move(m_toc);
    }
    // What does not fit the layout of a version we know is damage; otherwise it may just be the newer layout.
    if (m_toc.newerThanKnown && m_fields.error().kind == core::ErrorKind::Corrupt)
        return tooNew(m_fields.source().name(), m_fields.error().detail);
    if (m_entryCount > 0 && m_fields.metTheEnd())
        return cutOff();
    return m_fields.error();
}

core::Error TocParser::cutOff() const
{
    core::Error error = m_fields.error();
    const auto there = qint64(m_entries.entries().size());
    error.message = tr("“%1” is cut off after %2 % of its entries.")
                        .arg(m_fields.source().name(), QString::number(there * 100 / m_entryCount));
    error.detail =
        tr("%1 of %2 entries are there.").arg(there).arg(m_entryCount) + QLatin1Char('\n') + error.detail;
    return error;
}

core::Error TocParser::tooOld() const
{
    return {core::ErrorKind::InvalidInput,
            tr("“%1” was written by a pg_dump older than 9.0.").arg(m_fields.source().name()),
            tr("Its archive version is %1.").arg(m_toc.version.toText()),
            tr("Restore it with pg_restore into a new database and back that up.")};
}

core::Status TocParser::readVersion()
{
    std::array<char, 5> magic = {};
    for (char& letter : magic)
        letter = static_cast<char>(m_fields.readByte());
    if (m_fields.failed())
        return m_fields.error();
    if (std::memcmp(magic.data(), "PGDMP", magic.size()) != 0) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("“%1” is not a pg_dump archive.").arg(m_fields.source().name()),
                           tr("It does not begin with PGDMP."),
                           {}};
    }
    m_toc.version.major = m_fields.readByte();
    m_toc.version.minor = m_fields.readByte();
    m_toc.version.revision = m_fields.readByte();
    if (m_fields.failed())
        return m_fields.error();
    const LayoutVersion& version = m_toc.version;
    if (version.major > knownMajor)
        return tooNew(m_fields.source().name(), tr("Its archive version is %1.").arg(version.toText()));
    if (version.major < knownMajor || version.minor < oldestMinor)
        return tooOld();
    m_toc.newerThanKnown = version.minor > newestMinor;
    return {};
}

void TocParser::readHeader()
{
    m_toc.integerSize = m_fields.readByte();
    if (m_toc.integerSize < 1 || m_toc.integerSize > 8)
        return m_fields.fail(tr("the size of integers is %1 bytes").arg(m_toc.integerSize));
    m_fields.setIntegerSize(m_toc.integerSize);
    m_toc.offsetSize = m_fields.readByte();
    if (m_toc.offsetSize < 1 || m_toc.offsetSize > 16)
        return m_fields.fail(tr("the size of positions is %1 bytes").arg(m_toc.offsetSize));
    const int format = m_fields.readByte();
    switch (format) {
    case 1:
        m_toc.format = ArchiveFormat::Custom;
        break;
    case 3:
        m_toc.format = ArchiveFormat::Tar;
        break;
    case 5:
        m_toc.format = ArchiveFormat::Directory;
        break;
    default:
        return m_fields.fail(tr("the archive format %1 is not known").arg(format));
    }
    readCompression();
    readCreated();
    m_toc.database = readName();
    m_toc.serverVersion = readName();
    m_toc.dumpVersion = readName();
}

void TocParser::readCompression()
{
    if (has(minorWithCompressionMethod)) {
        const int method = m_fields.readByte();
        if (method > int(Compression::Zstd))
            return m_fields.fail(tr("the compression method %1 is not known").arg(method));
        m_toc.compression = Compression(method);
        return;
    }
    const qint64 level = m_fields.readInteger();
    if (level < -1 || level > 9)
        return m_fields.fail(tr("the compression level is %1").arg(level));
    m_toc.compressionLevel = int(level);
    m_toc.compression = level == 0 ? Compression::None : Compression::Gzip;
}

void TocParser::readCreated()
{
    std::array<int, 7> clock = {}; // second, minute, hour, day, month - 1, year - 1900, daylight saving
    for (int& part : clock)
        part = int(m_fields.readInteger());
    if (m_fields.failed())
        return;
    const int second = std::min(clock[0], 59); // a leap second
    m_toc.createdTime = QTime(clock[2], clock[1], second);
    if (clock[5] < 0 || clock[5] > 8000 || clock[4] < 0 || clock[4] > 11)
        return m_fields.fail(tr("the date of creation is impossible"));
    m_toc.createdDate = QDate(clock[5] + 1900, clock[4] + 1, clock[3]);
    if (!m_toc.createdDate.isValid() || !m_toc.createdTime.isValid())
        m_fields.fail(tr("the date of creation is impossible"));
}

void TocParser::readEntries()
{
    const qint64 start = m_fields.source().position();
    const qint64 count = m_fields.readInteger();
    if (m_fields.failed())
        return;
    // Even an empty entry has twelve texts and three integers.
    const qint64 least = qint64(15) * (m_toc.integerSize + 1);
    if (count < 0 || count > m_fields.source().remaining() / least)
        return m_fields.failAt(start, tr("%1 entries do not fit into what is left of the file").arg(count));
    m_entryCount = count;
    m_entries.reserve(std::min<qint64>(count, 250'000)); // the count may still lie
    for (qint64 i = 0; i < count; ++i) {
        m_entries.begin();
        readEntry();
        if (m_fields.failed())
            return m_entries.dropLast();
        noteEncoding(m_entries.entries().back());
    }
}

void TocParser::readEntry()
{
    EntryFacts facts = readNumbers();
    readTag();
    readType();
    facts.section = readSection();
    m_entries.setDefinition(readText());
    m_entries.setDropStatement(readText());
    m_entries.setCopyStatement(readText());
    m_entries.setSchema(readRepeatedName());
    m_entries.setTablespace(readRepeatedName());
    if (has(minorWithAccessMethod))
        m_entries.setAccessMethod(readRepeatedName());
    if (has(minorWithRelationKind))
        readRelationKind(facts);
    m_entries.setOwner(readRepeatedName());
    readWithOids(facts);
    readDependencies(facts.dumpId);
    readDataPlace(facts);
    m_entries.setFacts(facts);
}

EntryFacts TocParser::readNumbers()
{
    const qint64 start = m_fields.source().position();
    EntryFacts facts;
    facts.dumpId = int(m_fields.readInteger());
    const qint64 hasData = m_fields.readInteger();
    if (!m_fields.failed() && (facts.dumpId <= 0 || !m_dumpIds.insert(facts.dumpId)))
        m_fields.failAt(start, tr("the entry number %1 is impossible or used twice").arg(facts.dumpId));
    else if (hasData != 0 && hasData != 1)
        m_fields.failAt(start, tr("the mark for data of entry %1 is %2").arg(facts.dumpId).arg(hasData));
    facts.hasData = hasData == 1;
    facts.catalogTableOid = readOid();
    facts.catalogOid = readOid();
    return facts;
}

void TocParser::readTag()
{
    const QByteArrayView tag = readText();
    if (tag.isEmpty())
        m_fields.fail(tr("an entry has no name or no type"));
    m_entries.setTag(tag, m_encoding);
}

void TocParser::readType()
{
    const QByteArrayView type = readText();
    if (type.isEmpty())
        return m_fields.fail(tr("an entry has no name or no type"));
    m_entries.setType(m_names.find(type, m_encoding));
}

void TocParser::readRelationKind(EntryFacts& facts)
{
    const qint64 kind = m_fields.readInteger();
    if (kind < 0 || kind > 127)
        return m_fields.fail(tr("the kind of relation is %1").arg(kind));
    facts.relationKind = QChar(char16_t(kind));
}

void TocParser::readWithOids(EntryFacts& facts)
{
    const QByteArrayView withOids = readText();
    facts.withOids = withOids == QByteArrayView("true");
    if (!facts.withOids && withOids != QByteArrayView("false"))
        m_fields.fail(tr("the mark for OIDs of entry %1 is neither true nor false").arg(facts.dumpId));
}

Section TocParser::readSection()
{
    const qint64 section = m_fields.readInteger();
    if (section >= 1 && section <= 4)
        return Section(section - 1);
    m_fields.fail(tr("the section %1 is not known").arg(section));
    return Section::None;
}

quint32 TocParser::readOid()
{
    const std::optional<quint32> oid = numberIn<quint32>(readText());
    if (!oid)
        m_fields.fail(tr("an OID is not a number"));
    return oid.value_or(0);
}

void TocParser::readDependencies(int dumpId)
{
    m_dependencies.clear();
    while (const std::optional<QByteArrayView> text = m_fields.readTextView()) {
        const std::optional<int> id = numberIn<int>(*text);
        if (!id)
            return m_fields.fail(tr("a dependency of entry %1 is not a number").arg(dumpId));
        m_dependencies.push_back(*id);
    }
    m_entries.setDependencies(m_dependencies);
}

void TocParser::readDataPlace(EntryFacts& facts)
{
    if (m_fields.failed())
        return;
    if (m_toc.format != ArchiveFormat::Custom) {
        const QString name = readName();
        m_entries.setFileName(m_entries.keepName(name));
        facts.offsetState = name.isEmpty() ? OffsetState::NoData : OffsetState::Known;
        return;
    }
    const int state = m_fields.readByte();
    if (state < 1 || state > 3)
        return m_fields.fail(
            tr("the mark for the data position of entry %1 is %2").arg(facts.dumpId).arg(state));
    constexpr std::array states{OffsetState::Unknown, OffsetState::Known, OffsetState::NoData};
    facts.offsetState = states[size_t(state - 1)];
    facts.offset = m_fields.readOffset(m_toc.offsetSize);
}

// The entry's definition is: SET client_encoding = 'UTF8';
void TocParser::noteEncoding(const TocEntry& entry)
{
    if (entry.type() != QLatin1String("ENCODING"))
        return;
    const QByteArray definition = entry.definition();
    const qsizetype from = definition.indexOf('\'');
    const qsizetype to = definition.lastIndexOf('\'');
    if (from < 0 || to <= from + 1)
        return;
    const QByteArray name = definition.mid(from + 1, to - from - 1);
    if (!TextEncoding::isName(name))
        return m_fields.fail(tr("the name of the encoding is impossible"));
    m_toc.encoding = name;
    m_encoding = TextEncoding(m_toc.encoding);
    m_names.clear();
}

QString TocParser::readName()
{
    const std::optional<QByteArrayView> text = m_fields.readTextView();
    return text && !text->isEmpty() ? m_encoding.decode(*text) : QString();
}

EntryStore::NameId TocParser::readRepeatedName()
{
    const QByteArrayView text = readText();
    return text.isEmpty() ? 0 : m_names.find(text, m_encoding);
}

} // namespace

core::Result<Toc> parseToc(ByteSource& source)
{
    return TocParser(source).parse();
}

} // namespace tidemark::archive
