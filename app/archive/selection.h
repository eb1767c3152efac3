// SPDX-License-Identifier: GPL-3.0-or-later
// Which entries of an archive have to be restored so that chosen objects work: the dependencies that pg_dump
// recorded, what is attached to the chosen tables, and what pg_dump does not record. Source: PostgreSQL's
// src/bin/pg_dump, and experiment.
#pragma once

#include "archive/toc.h"
#include "core/finding.h"
#include "core/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tidemark::archive {

/// What happens to a foreign key whose other table is not chosen.
enum class ForeignKeys
{
    Skip,
    NotValid,     // made NOT VALID: for a table that is already where it is restored to
    BringParents, // the other tables come along, with their rows
};

enum class SelectedPart
{
    Everything,     // rows too
    DefinitionOnly, // something else needs the relation to exist
};

struct SelectionOptions
{
    ForeignKeys foreignKeys = ForeignKeys::Skip;
    SelectedPart part = SelectedPart::Everything; // of what was chosen
};

struct SelectedEntry
{
    int dumpId = 0;
    int because = 0; // dump id of the entry that needs it; 0: it was chosen
    QString reason;  // for people: "type of column public.posts.status"
    bool chosen = false;
    bool isGuess = false;      // found by reading a function's body
    bool makeNotValid = false; // a foreign key to be created NOT VALID
};

struct SkippedEntry
{
    int dumpId = 0;
    QString reason; // "foreign key to public.authors, which is not chosen"
};

struct Selection
{
    QList<SelectedEntry> entries; // in the order of the archive
    QList<SkippedEntry> skipped;
    QList<core::Finding> findings;
    QStringList roles; // that owners, grants and policies of the entries name
    QStringList tablespaces;
    /// The TABLE DATA entries of it, and those that fill materialized views, so that rows which a function
    /// reads while others are loaded come before these. Any other order needs another try of what failed.
    QList<int> loadOrder;
};

/// The entries for `chosen` (dump ids of tables, views, functions, schemas …). Terminates on cyclic
/// dependencies. NotFound for an id that the archive has not.
core::Result<Selection> selectEntries(const Toc& toc, const QList<int>& chosen,
                                      const SelectionOptions& options);

/// The one relation that `name` means: "posts", "public.posts", "\"Odd name\"", "blog.\"a.b\"", by the rules
/// of SQL; a name that is there literally is taken literally. InvalidInput with the candidates where several
/// schemas have it, NotFound with what is alike.
core::Result<int> findRelation(const Toc& toc, const QString& name);

} // namespace tidemark::archive
