// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/largeobjects.h"
#include "archive/rowcursor.h"
#include "archive/sequencevalues.h"

namespace tidemark::fuzz {

/// Reads the rows of all tables, backwards, and all large objects.
inline void readDump(const archive::Dump& dump)
{
    const archive::Toc& toc = dump.contents().parts.constFirst().toc;
    for (qsizetype i = toc.entries.size() - 1; i >= 0; --i) {
        auto rows = archive::openRows(dump, 0, toc.entries.at(i), core::silentContext());
        archive::Values values;
        while (rows) {
            const auto next = (*rows)->next();
            if (!next || !*next)
                break;
            (void)archive::decodeCopyLine((*rows)->copyLine(), (*rows)->columns().size(), values);
        }
    }
    QList<archive::LargeObject> objects = archive::largeObjects(toc);
    (void)archive::measureLargeObjects(dump, 0, objects, core::silentContext());
    (void)archive::sequenceValues(toc);
}

} // namespace tidemark::fuzz
