// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/contentchoice.h"

#include <QString>

namespace tidemark::ui {

/// What a choice of contents leaves out, counted as people count: a partitioned table that is left out is one table, and
/// what is in a schema that is left out is not counted by itself.
struct ContentSummary
{
    backup::Part part = backup::Part::Everything;
    bool largeObjects = true;
    bool patterns = false; // names were given as patterns, too
    int schemasLeftOut = 0;
    int tablesLeftOut = 0;
    int othersLeftOut = 0; // views, sequences
    int tablesWithoutRows = 0;
    core::ByteSize all;
    core::ByteSize read; // what the dump has to read of it
    bool isUpperBound = false; // of what is read: what patterns leave out is not known

    bool isEverything() const { return !leavesOut() && part == backup::Part::Everything; }
    bool leavesOut() const { return schemasLeftOut + tablesLeftOut + othersLeftOut + tablesWithoutRows > 0 || !largeObjects || patterns; }
    /// Counts a relation that is not, or not with its rows, part of the dump.
    void leaveOut(postgres::RelationKind kind, backup::Keep keep);
};

/// Whether a relation of this kind can be kept without its rows.
bool canLoseRows(postgres::RelationKind kind);
/// Of a choice as the server has understood it.
ContentSummary summaryOf(const backup::ContentChoice& choice, const QList<backup::ExpectedRelation>& relations);
/// What patterns, part and names of a choice say, without asking a server: "only tables orders_*, without rows of log".
QString wordsOf(const backup::ContentChoice& choice);
/// "2 tables left out, 1 without rows; 1.2 GB of 3.4 GB will be read."
QString sentenceOf(const ContentSummary& summary);

} // namespace tidemark::ui
