// SPDX-License-Identifier: GPL-3.0-or-later
// The comments that pg_dump writes before every object of a plain dump (_printTocEntry in
// src/bin/pg_dump/pg_backup_archiver.c).
#pragma once

#include "archive/toc.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace tidemark::archive {

/// "-- [Data for ]Name: T; Type: D; Schema: S; Owner: O[; Tablespace: X]". Line breaks in names are spaces in
/// it.
struct PlainHeader
{
    QByteArray tag;
    QByteArray type;
    QByteArray schema;     // empty for "-"
    QByteArray owner;      // empty for "-"
    QByteArray tablespace; // empty where none is named
};

/// Every way to read the line, since names may contain what stands between the names; the likeliest, which
/// begins at the right, first. Empty for any other comment.
QList<PlainHeader> readPlainHeader(QByteArrayView line);

/// "-- TOC entry 4242 (class 1259 OID 16384)": what --verbose adds.
struct PlainTocLine
{
    int dumpId = 0;
    quint32 catalogTableOid = 0;
    quint32 catalogOid = 0;
};
std::optional<PlainTocLine> readPlainTocLine(QByteArrayView line);
/// "-- Dependencies: 12 7"
std::optional<QList<int>> readPlainDependencies(QByteArrayView line);

/// The section that pg_dump puts objects of this type into; nothing for a type that is not known.
std::optional<Section> sectionOfType(const QByteArray& type);

/// What pg_dump prints for a name in such a comment.
QByteArray nameInHeader(QByteArray name);

} // namespace tidemark::archive
