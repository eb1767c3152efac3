// SPDX-License-Identifier: GPL-3.0-or-later
// One entry as the SQL text that restores it. Source of the form: PostgreSQL's
// src/bin/pg_dump/pg_backup_archiver.c, _printTocEntry and _getObjectDescription.
#pragma once

#include "archive/toc.h"
#include "archive/tocgraph.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace tidemark::archive {

enum class Ownership
{
    Keep,
    None, // everything belongs to whoever runs the text
};

enum class Privileges
{
    Keep,
    None,
};

enum class Tablespaces
{
    Keep,
    None,
};

struct EntrySqlOptions
{
    Ownership ownership = Ownership::Keep;
    Privileges privileges = Privileges::Keep;
    Tablespaces tablespaces = Tablespaces::Keep;
    /// Who takes a role's place, as owner and in grants, policies, user mappings and default privileges.
    /// Empty: nobody; then what the role owns stays with whoever runs the text.
    QHash<QString, QString> roles{};
    QString owner{}; // whom everything belongs to, of Ownership::Keep; empty: those of the archive
};

/// Writes entries one after the other and remembers which settings are in force. The texts are in the
/// archive's encoding. Does not own the graph.
class EntrySql
{
public:
    EntrySql(const TocGraph& graph, const EntrySqlOptions& options)
        : m_graph(graph)
        , m_options(options)
    {
    }

    /// What goes before everything else: the settings of a session that loads a dump.
    QByteArray prologue() const;
    /// Comment line, settings, definition and owner; of TABLE DATA what goes before its rows, without the
    /// COPY statement. Empty for what the options leave out.
    QByteArray text(int index, bool makeNotValid = false);
    /// The statement that gives the object of an entry to its owner; empty for what has none of its own.
    QByteArray owner(int index) const;

private:
    QByteArray encoded(const QString& name) const;
    QByteArray settings(int index);
    QByteArray largeObjects(const TocEntry& entry) const;
    QByteArray ownerOf(const TocEntry& entry) const;
    QByteArray ownedObject(int index) const;

    const TocGraph& m_graph;
    const EntrySqlOptions m_options;
    QString m_tablespace;
    QString m_accessMethod;
    QString m_schema; // of the search path, for archives that need one
};

} // namespace tidemark::archive
