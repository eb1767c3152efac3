// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/plainheader.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace tidemark::archive {

namespace {

// A name has 63 bytes at most, a function's name with its arguments may be much longer. More readings than
// this are a line made to be misread.
constexpr qsizetype mostReadings = 64;

QList<qsizetype> positionsOf(QByteArrayView mark, QByteArrayView line)
{
    QList<qsizetype> found; // from the right
    qsizetype at = line.lastIndexOf(mark);
    while (at >= 0 && found.size() < mostReadings) {
        found.append(at);
        at = at > 0 ? line.first(at).lastIndexOf(mark) : -1;
    }
    return found;
}

bool isType(QByteArrayView text)
{
    return !text.isEmpty() && text.size() < 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == ' '; });
}

QByteArray nameOf(QByteArrayView text)
{
    return text == QByteArrayView("-") ? QByteArray() : text.toByteArray();
}

constexpr QByteArrayView typeMark("; Type: ");
constexpr QByteArrayView schemaMark("; Schema: ");
constexpr QByteArrayView ownerMark("; Owner: ");
constexpr QByteArrayView tablespaceMark("; Tablespace: ");

void addReadings(QByteArrayView line, qsizetype type, qsizetype schema, qsizetype owner,
                 QList<PlainHeader>& readings)
{
    PlainHeader header;
    header.tag = line.first(type).toByteArray();
    header.type = line.sliced(type + typeMark.size(), schema - type - typeMark.size()).toByteArray();
    header.schema = nameOf(line.sliced(schema + schemaMark.size(), owner - schema - schemaMark.size()));
    const QByteArrayView rest = line.sliced(owner + ownerMark.size());
    for (const qsizetype tablespace : positionsOf(tablespaceMark, rest)) {
        PlainHeader with = header;
        with.owner = nameOf(rest.first(tablespace));
        with.tablespace = rest.sliced(tablespace + tablespaceMark.size()).toByteArray();
        readings.append(with);
    }
    header.owner = nameOf(rest);
    readings.append(header);
}

constexpr const char* dataTypes[] = {"BLOBS", "BLOB METADATA", "SEQUENCE SET", "STATISTICS DATA",
                                     "TABLE DATA"};
constexpr const char* postDataTypes[] = {"CHECK CONSTRAINT",
                                         "CONSTRAINT",
                                         "DEFAULT ACL",
                                         "EVENT TRIGGER",
                                         "FK CONSTRAINT",
                                         "INDEX",
                                         "INDEX ATTACH",
                                         "MATERIALIZED VIEW DATA",
                                         "POLICY",
                                         "PUBLICATION",
                                         "PUBLICATION TABLE",
                                         "PUBLICATION TABLES IN SCHEMA",
                                         "ROW SECURITY",
                                         "RULE",
                                         "STATISTICS",
                                         "SUBSCRIPTION",
                                         "SUBSCRIPTION TABLE",
                                         "TRIGGER"};
constexpr const char* looseTypes[] = {"ACL", "COMMENT", "SECURITY LABEL"};
constexpr const char* preDataTypes[] = {"ACCESS METHOD",
                                        "AGGREGATE",
                                        "BLOB",
                                        "CAST",
                                        "COLLATION",
                                        "CONVERSION",
                                        "DATABASE",
                                        "DATABASE PROPERTIES",
                                        "DEFAULT",
                                        "DOMAIN",
                                        "ENCODING",
                                        "EXTENSION",
                                        "FOREIGN DATA WRAPPER",
                                        "FOREIGN SERVER",
                                        "FOREIGN TABLE",
                                        "FUNCTION",
                                        "MATERIALIZED VIEW",
                                        "OPERATOR",
                                        "OPERATOR CLASS",
                                        "OPERATOR FAMILY",
                                        "PROCEDURAL LANGUAGE",
                                        "PROCEDURE",
                                        "SCHEMA",
                                        "SEARCHPATH",
                                        "SEQUENCE",
                                        "SEQUENCE OWNED BY",
                                        "SERVER",
                                        "SHELL TYPE",
                                        "STDSTRINGS",
                                        "TABLE",
                                        "TABLE ATTACH",
                                        "TEXT SEARCH CONFIGURATION",
                                        "TEXT SEARCH DICTIONARY",
                                        "TEXT SEARCH PARSER",
                                        "TEXT SEARCH TEMPLATE",
                                        "TRANSFORM",
                                        "TYPE",
                                        "USER MAPPING",
                                        "VIEW"};

template <std::size_t n> bool isOneOf(const char* const (&list)[n], const QByteArray& type)
{
    return std::any_of(std::begin(list), std::end(list), [&](const char* each) { return type == each; });
}

} // namespace

QList<PlainHeader> readPlainHeader(QByteArrayView line)
{
    qsizetype start = -1;
    for (const QByteArrayView beginning : {QByteArrayView("-- Name: "), QByteArrayView("-- Data for Name: "),
                                           QByteArrayView("-- Statistics for Name: ")}) {
        if (line.startsWith(beginning))
            start = beginning.size();
    }
    if (start < 0)
        return {};
    line = line.sliced(start);
    QList<PlainHeader> readings;
    const QList<qsizetype> types = positionsOf(typeMark, line);
    const QList<qsizetype> schemas = positionsOf(schemaMark, line);
    for (const qsizetype owner : positionsOf(ownerMark, line)) {
        for (const qsizetype schema : schemas) {
            // The type is what stands before the schema, so that the nearest mark is the only one it can be.
            const auto type =
                std::find_if(types.cbegin(), types.cend(), [schema](qsizetype at) { return at < schema; });
            if (schema >= owner || schema + schemaMark.size() > owner || type == types.cend() ||
                *type + typeMark.size() > schema ||
                !isType(line.sliced(*type + typeMark.size(), schema - *type - typeMark.size())))
                continue;
            addReadings(line, *type, schema, owner, readings);
            if (readings.size() >= mostReadings)
                return readings;
        }
    }
    return readings;
}

std::optional<PlainTocLine> readPlainTocLine(QByteArrayView line)
{
    constexpr QByteArrayView beginning("-- TOC entry ");
    if (!line.startsWith(beginning) || line.size() > 100)
        return std::nullopt;
    const QList<QByteArray> words = line.sliced(beginning.size()).toByteArray().split(' ');
    if (words.size() != 5 || words.at(1) != "(class" || words.at(3) != "OID" || !words.at(4).endsWith(')'))
        return std::nullopt;
    bool isId = false;
    bool isTableOid = false;
    bool isOid = false;
    const PlainTocLine found{words.at(0).toInt(&isId), words.at(2).toUInt(&isTableOid),
                             words.at(4).chopped(1).toUInt(&isOid)};
    if (!isId || !isTableOid || !isOid || found.dumpId <= 0)
        return std::nullopt;
    return found;
}

std::optional<QList<int>> readPlainDependencies(QByteArrayView line)
{
    constexpr QByteArrayView beginning("-- Dependencies:");
    if (!line.startsWith(beginning))
        return std::nullopt;
    QList<int> ids;
    for (const QByteArray& word : line.sliced(beginning.size()).trimmed().toByteArray().split(' ')) {
        bool isNumber = false;
        const int id = word.toInt(&isNumber);
        if (!isNumber)
            return std::nullopt;
        ids.append(id);
    }
    return ids;
}

std::optional<Section> sectionOfType(const QByteArray& type)
{
    if (isOneOf(preDataTypes, type))
        return Section::PreData;
    if (isOneOf(dataTypes, type))
        return Section::Data;
    if (isOneOf(postDataTypes, type))
        return Section::PostData;
    if (isOneOf(looseTypes, type))
        return Section::None;
    return std::nullopt;
}

QByteArray nameInHeader(QByteArray name)
{
    return name.replace('\n', ' ').replace('\r', ' ');
}

} // namespace tidemark::archive
