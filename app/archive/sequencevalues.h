// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

#include <QList>
#include <QString>

namespace tidemark::archive {

/// Where a sequence stands in a dump.
struct SequenceValue
{
    int dumpId = 0; // of the SEQUENCE SET entry
    QString schema;
    QString name;
    qint64 value = 0;
    bool isCalled = false; // false: `value` is what nextval() gives first
};

/// Of every SEQUENCE SET entry that can be read, in the order of the archive.
QList<SequenceValue> sequenceValues(const Toc& toc);

} // namespace tidemark::archive
