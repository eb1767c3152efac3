// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "core/runcontext.h"

#include <QList>
#include <QString>

namespace tidemark::archive {

struct LargeObject
{
    quint32 oid = 0;
    QString owner;     // empty where the dump does not say
    QString comment;   // empty for none
    qint64 bytes = -1; // of its content; -1: not known
};

/// The numbers that a BLOB entry makes: one each up to PostgreSQL 16, since then one BLOB METADATA for many,
/// whose definition lists them. None for any other entry.
QList<quint32> largeObjectsOf(const TocEntry& entry);
/// What the contents say of large objects, by OID; nothing is read. A dump without definitions names none.
QList<LargeObject> largeObjects(const Toc& toc);
/// Reads the contents of all of them: fills `bytes`, and adds those that were not named. Memory: 40 bytes for
/// each. Errors as Dump::openLargeObjects; a dump without large objects is none.
core::Status measureLargeObjects(const Dump& dump, int part, QList<LargeObject>& objects,
                                 const core::RunContext& context);

} // namespace tidemark::archive
