// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/contentindex.h"

#include <QList>
#include <QStringList>

namespace tidemark::ui {

/// What is ticked in the tree of a dump, in the words of a restore.
struct TickedNames
{
    QStringList tables;  // relations, as tidemarkctl takes them
    QStringList schemas; // that are ticked whole, and have more than tables
    QList<int> others;   // functions, types and the like by themselves: they only come along

    bool isEmpty() const { return tables.isEmpty() && schemas.isEmpty(); }
};

/// `ticked` are objects of one part.
TickedNames namesOf(const ContentIndex& index, const QList<int>& ticked);

/// The other way round: the objects of that part which are meant. What is not there is left out.
QList<int> objectsOf(const ContentIndex& index, int part, const QStringList& tables,
                     const QStringList& schemas);

/// Those of the names that this part does not have.
QStringList missingIn(const ContentIndex& index, int part, const QStringList& tables,
                      const QStringList& schemas);

/// The part that holds this database, or the only one; -1 where there is none.
int partOf(const ContentIndex& index, const QString& database);

} // namespace tidemark::ui
