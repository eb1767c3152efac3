// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plaintoc.h"

#include "archive/plaindependencies.h"
#include "archive/plainnames.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tidemark::archive {

namespace {

// Definitions of a hundred thousand objects take about half of it. What counts for an entry beside its text
// keeps a file of nothing but tiny entries within bounds too.
constexpr qint64 mostBytes = 120LL << 20;
constexpr qint64 entryBytes = 400;

QByteArrayView behind(QByteArrayView line, const char* beginning)
{
    const QByteArrayView wanted(beginning);
    return line.startsWith(wanted) ? line.sliced(wanted.size()) : QByteArrayView();
}

// Of SET client_encoding = 'UTF8'; and the like.
QByteArray settingValue(QByteArrayView text)
{
    const qsizetype equals = text.indexOf('=');
    if (equals < 0)
        return {};
    QByteArray value = text.sliced(equals + 1).toByteArray();
    return value.replace(';', ' ').replace('\'', ' ').trimmed();
}

} // namespace

core::Status PlainTocBuilder::status() const
{
    if (m_bytes <= mostBytes)
        return {};
    return core::Error{
        core::ErrorKind::InvalidInput,
        QCoreApplication::translate("archive", "The definitions in this dump are too large."),
        QCoreApplication::translate("archive", "They take more than %1 MB without the rows.")
            .arg(mostBytes >> 20),
        QCoreApplication::translate("archive", "Restore it with psql into a new database and back that up.")};
}

PlainTocBuilder::PartDraft& PlainTocBuilder::present()
{
    if (m_parts.empty())
        beginPart(DumpPart::Kind::Database);
    return m_parts.back();
}

void PlainTocBuilder::beginPart(DumpPart::Kind kind)
{
    PartDraft draft;
    draft.part.kind = kind;
    if (!m_parts.empty())
        draft.encoding = m_parts.back().encoding;
    m_parts.push_back(std::move(draft));
    m_roles.clear();
    count(entryBytes);
}

QByteArray PlainTocBuilder::withoutCarriageReturns(QByteArrayView text)
{
    QByteArray bytes = text.toByteArray();
    return m_hasCrLf.value_or(false) ? bytes.replace("\r\n", "\n") : bytes;
}

void PlainTocBuilder::comment(QByteArrayView gap, QByteArrayView line)
{
    if (!m_hasCrLf && !gap.isEmpty())
        m_hasCrLf = gap.contains(QByteArrayView("\r\n"));
    if (line == QByteArrayView("--")) {
        if (m_headerIsOpen) {
            m_headerIsOpen = false;
            return;
        }
        releaseHeld();
        m_held.append({gap.toByteArray(), line.toByteArray()});
        return;
    }
    m_headerIsOpen = false;
    if (titleLine(gap, line) || headerLine(gap, line))
        return;
    m_held.append({gap.toByteArray(), line.toByteArray()});
    // A comment of its own stands alone; one that belongs to a header has been taken above.
    releaseHeld();
}

// True where the line was part of a header, or may still become one.
bool PlainTocBuilder::headerLine(QByteArrayView gap, QByteArrayView line)
{
    if (m_held.isEmpty())
        return false;
    if (const auto tocLine = readPlainTocLine(line)) {
        m_tocLine = *tocLine;
        m_held.append({gap.toByteArray(), line.toByteArray()});
        return true;
    }
    if (m_tocLine.dumpId != 0) {
        if (const auto dependencies = readPlainDependencies(line)) {
            m_dependencies = *dependencies;
            m_held.append({gap.toByteArray(), line.toByteArray()});
            return true;
        }
    }
    const QList<PlainHeader> readings = readPlainHeader(line);
    if (readings.isEmpty())
        return false;
    const PlainTocLine tocLine = std::exchange(m_tocLine, {});
    const QList<int> dependencies = std::exchange(m_dependencies, {});
    endSection(m_held.constFirst().gap);
    m_held.clear();
    m_section.emplace(readings, present().accessMethod);
    m_section->setTocLine(tocLine, dependencies);
    m_headerIsOpen = true;
    return true;
}

// What pg_dump and pg_dumpall write about the dump itself.
bool PlainTocBuilder::titleLine(QByteArrayView gap, QByteArrayView line)
{
    const bool isBanner = line == QByteArrayView("-- PostgreSQL database dump");
    const bool isClusterBanner = line == QByteArrayView("-- PostgreSQL database cluster dump");
    const bool isEnd = line == QByteArrayView("-- PostgreSQL database dump complete");
    const bool isClusterEnd = line == QByteArrayView("-- PostgreSQL database cluster dump complete");
    const QByteArrayView server = behind(line, "-- Dumped from database version ");
    const QByteArrayView tool = behind(line, "-- Dumped by pg_dump version ");
    const QByteArrayView started = behind(line, "-- Started on ");
    const QByteArrayView database = behind(line, "-- Database \"");
    const bool isDatabase = database.endsWith(QByteArrayView("\" dump"));
    const bool isCompleted = line.startsWith("-- Completed on ");
    if (!isBanner && !isClusterBanner && !isEnd && !isClusterEnd && server.isEmpty() && tool.isEmpty() &&
        started.isEmpty() && !isDatabase && !isCompleted)
        return false;
    endSection(m_held.isEmpty() ? gap : QByteArrayView(m_held.constFirst().gap));
    m_held.clear();
    m_tocLine = {};
    m_dependencies.clear();
    m_headerIsOpen = isBanner || isClusterBanner || isEnd || isClusterEnd || isDatabase;
    if (isBanner) {
        beginDatabase();
    } else if (isClusterBanner) {
        beginPart(DumpPart::Kind::Globals);
        m_isCluster = true;
    } else if (isEnd) {
        present().isComplete = true;
    } else if (isClusterEnd) {
        m_clusterIsComplete = true;
    } else if (!server.isEmpty()) {
        present().part.toc.serverVersion = QString::fromUtf8(server);
    } else if (!tool.isEmpty()) {
        present().part.toc.dumpVersion = QString::fromUtf8(tool);
    } else if (!started.isEmpty()) {
        present().part.toc.createdDate = QDate::fromString(
            QString::fromUtf8(started.first(std::min<qsizetype>(10, started.size()))), Qt::ISODate);
        if (started.size() >= 19)
            present().part.toc.createdTime =
                QTime::fromString(QString::fromUtf8(started.sliced(11, 8)), Qt::ISODate);
    } else if (isDatabase) {
        m_nextDatabase = present().encoding.decode(database.chopped(6).toByteArray());
    }
    return true;
}

void PlainTocBuilder::beginDatabase()
{
    const bool canUse = !m_parts.empty() && m_parts.back().part.kind == DumpPart::Kind::Database &&
                        !m_parts.back().hasBanner && m_parts.back().entries.isEmpty();
    if (!canUse)
        beginPart(DumpPart::Kind::Database);
    present().hasBanner = true;
    present().part.toc.database = std::exchange(m_nextDatabase, {});
}

// Comments that turned out to be no header belong to what they stand in.
void PlainTocBuilder::releaseHeld()
{
    for (const HeldLine& held : std::as_const(m_held)) {
        if (m_section && !m_section->isLargeObjects()) {
            m_section->add(PlainSection::Piece::Comment, withoutCarriageReturns(held.gap),
                           withoutCarriageReturns(held.line));
            count(held.gap.size() + held.line.size());
        }
    }
    m_held.clear();
    m_tocLine = {};
    m_dependencies.clear();
}

void PlainTocBuilder::command(QByteArrayView gap, QByteArrayView line)
{
    releaseHeld();
    m_headerIsOpen = false;
    endSection(gap);
    if (!line.startsWith("\\connect ") && !line.startsWith("\\c "))
        return; // \restrict and \unrestrict
    PartDraft& part = present();
    const QString database = part.encoding.decode(databaseOfConnect(line));
    if (part.part.kind == DumpPart::Kind::Database && part.hasBanner && !part.isComplete)
        part.part.toc.database = database;
    else
        m_nextDatabase = database;
}

void PlainTocBuilder::statement(QByteArrayView gap, QByteArrayView text, bool isWhole)
{
    releaseHeld();
    m_headerIsOpen = false;
    m_allIsWhole = m_allIsWhole && isWhole;
    if (text.startsWith("SET ") || text.startsWith("SELECT pg_catalog.set_config("))
        setting(text);
    if (!m_section) {
        PartDraft& part = present();
        if (part.part.kind == DumpPart::Kind::Globals && isWhole)
            globalStatement(gap, text);
        else if (part.isComplete && !text.startsWith("SET ") && !text.startsWith("RESET "))
            ++part.part.looseStatements;
        return;
    }
    if (m_section->isLargeObjects()) { // their bytes
        if (isWhole)
            m_section->addLargeObjects(m_statement);
        return;
    }
    if (!isWhole) {
        m_section->dropText();
        return;
    }
    m_section->add(PlainSection::Piece::Statement, withoutCarriageReturns(gap), withoutCarriageReturns(text));
    count(gap.size() + text.size());
}

// Settings hold for all that follows; pg_dump's archives have some of them as entries.
void PlainTocBuilder::setting(QByteArrayView text)
{
    PartDraft& part = present();
    if (text.startsWith("SET client_encoding")) {
        const QByteArray name = settingValue(text);
        if (!TextEncoding::isName(name))
            return;
        part.encoding = TextEncoding(name);
        part.part.toc.encoding = name;
        fixedEntry("ENCODING", "SET client_encoding = '" + name + "';\n");
    } else if (text.startsWith("SET standard_conforming_strings")) {
        fixedEntry("STDSTRINGS", "SET standard_conforming_strings = '" + settingValue(text) + "';\n");
    } else if (text.startsWith("SELECT pg_catalog.set_config('search_path'")) {
        fixedEntry("SEARCHPATH", text.toByteArray() + '\n');
    } else if (text.startsWith("SET default_table_access_method")) {
        part.accessMethod = unquoteName(settingValue(text));
    }
}

void PlainTocBuilder::fixedEntry(const char* type, const QByteArray& definition)
{
    const QString name = QString::fromLatin1(type);
    PartDraft& part = present();
    const auto isSame = [&](const EntryFields& entry) { return entry.type == name; };
    const QList<EntryFields>& entries = part.entries;
    // They stand at the beginning, if anywhere.
    const auto end = entries.cbegin() + std::min<qsizetype>(entries.size(), 4);
    if (m_section || part.part.kind != DumpPart::Kind::Database || std::any_of(entries.cbegin(), end, isSame))
        return;
    EntryFields entry;
    entry.tag = entry.type = name;
    entry.section = Section::PreData;
    entry.definition = definition;
    addEntry(std::move(entry));
}

void PlainTocBuilder::globalStatement(QByteArrayView gap, QByteArrayView text)
{
    const auto found = readGlobalStatement(text);
    if (!found)
        return;
    PartDraft& part = present();
    const QByteArray definition = withoutCarriageReturns(text) + '\n';
    const bool hasEntry = found->type == "ROLE" || found->type == "TABLESPACE";
    const QByteArray key = found->type + ' ' + found->name;
    if (hasEntry && m_roles.contains(key)) {
        part.entries[m_roles.value(key)].definition += definition;
        return count(definition.size());
    }
    Q_UNUSED(gap);
    if (hasEntry)
        m_roles.insert(key, part.entries.size());
    EntryFields entry;
    entry.type = QString::fromLatin1(found->type);
    entry.tag = part.encoding.decode(found->name);
    entry.section = Section::PreData;
    entry.definition = definition;
    addEntry(std::move(entry));
}

void PlainTocBuilder::copyData(QByteArrayView statement, const DataRange& range)
{
    releaseHeld();
    m_headerIsOpen = false;
    m_allIsWhole = m_allIsWhole && range.isWhole;
    if (m_section && m_section->isTableData() && !m_section->hasCopyData())
        m_section->addCopyData(withoutCarriageReturns(statement), range);
    else
        dataWithoutSection(statement, true, range);
}

void PlainTocBuilder::insertData(QByteArrayView beginning, const DataRange& range)
{
    releaseHeld();
    m_headerIsOpen = false;
    m_allIsWhole = m_allIsWhole && range.isWhole;
    if (m_section && m_section->isTableData() && !m_section->hasCopyData())
        m_section->addInsertData(beginning, range);
    else
        dataWithoutSection(beginning, false, range);
}

// Rows that somebody has put between what pg_dump writes: named by the statement.
void PlainTocBuilder::dataWithoutSection(QByteArrayView statement, bool isCopy, const DataRange& range)
{
    const auto table = tableOfData(statement);
    if (!table)
        return;
    PartDraft& part = present();
    EntryFields entry;
    entry.type = QStringLiteral("TABLE DATA");
    entry.section = Section::Data;
    entry.tag = part.encoding.decode(table->name());
    entry.schema = part.encoding.decode(table->schema());
    if (isCopy)
        entry.copyStatement = withoutCarriageReturns(statement) + '\n';
    entry.hasData = true;
    entry.offsetState = OffsetState::Known;
    entry.offset = range.offset;
    entry.dataBytes = range.bytes;
    addEntry(std::move(entry));
}

void PlainTocBuilder::endSection(QByteArrayView gap)
{
    if (!m_section)
        return;
    addEntry(m_section->toEntry(gap, present().encoding));
    m_section.reset();
}

void PlainTocBuilder::addEntry(EntryFields entry)
{
    entry.type = shared(entry.type);
    entry.schema = shared(entry.schema);
    entry.owner = shared(entry.owner);
    entry.tablespace = shared(entry.tablespace);
    entry.accessMethod = shared(entry.accessMethod);
    const bool isFixed = entry.tag == entry.type;
    PartDraft& part = present();
    part.hasAllIds = part.hasAllIds && (entry.dumpId != 0 || isFixed);
    if (entry.type == QLatin1String("DATABASE"))
        part.part.toc.database = entry.tag;
    count(entryBytes + entry.copyStatement.size());
    part.entries.append(std::move(entry));
}

void PlainTocBuilder::finished(QByteArrayView gap)
{
    releaseHeld();
    endSection(gap);
}

// Those of --verbose where they are there and can be right, else the place in the text.
void PlainTocBuilder::giveIds(PartDraft& draft)
{
    QList<EntryFields>& entries = draft.entries;
    QSet<int> used;
    int greatest = 0;
    if (!draft.hasAllIds) {
        for (EntryFields& entry : entries) {
            entry.dumpId = 0;
            entry.dependencies.clear();
        }
    }
    for (EntryFields& entry : entries) {
        if (used.contains(entry.dumpId))
            entry.dumpId = 0;
        if (entry.dumpId > 0)
            used.insert(entry.dumpId);
        greatest = std::max(greatest, entry.dumpId);
    }
    int next = 0;
    for (EntryFields& entry : entries) {
        if (entry.dumpId != 0)
            continue;
        // Numbers from a file may be anything up to the greatest there is.
        do
            ++next;
        while (used.contains(next));
        entry.dumpId = next;
        used.insert(next);
    }
}

DumpContents PlainTocBuilder::takeContents(bool textIsWhole)
{
    DumpContents contents;
    contents.format = m_isCluster ? DumpFormat::PlainCluster : DumpFormat::Plain;
    bool isComplete = textIsWhole && m_allIsWhole && (!m_isCluster || m_clusterIsComplete);
    bool hasDatabase = m_isCluster;
    for (PartDraft& draft : m_parts) {
        const bool isNothing =
            draft.part.kind == DumpPart::Kind::Database && !draft.hasBanner && draft.entries.isEmpty();
        if (isNothing)
            continue;
        giveIds(draft);
        for (const EntryFields& entry : std::as_const(draft.entries))
            draft.part.toc.entries.append(entry);
        draft.entries.clear();
        if (draft.part.kind == DumpPart::Kind::Database) {
            hasDatabase = true;
            isComplete = isComplete && draft.isComplete;
            if (!draft.hasAllIds || !hasAllDependencies(draft.part.toc)) {
                inferDependencies(draft.part.toc);
                contents.dependenciesInferred = true;
            }
        }
        contents.parts.append(std::move(draft.part));
    }
    contents.endsAsItMust = isComplete && hasDatabase;
    m_parts.clear();
    return contents;
}

} // namespace tidemark::archive
