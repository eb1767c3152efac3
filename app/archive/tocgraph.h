// SPDX-License-Identifier: GPL-3.0-or-later
// Who depends on whom in a table of contents, and what belongs to what, looked up in constant time.
#pragma once

#include "archive/entrykind.h"
#include "archive/sqlnames.h"
#include "archive/textencoding.h"
#include "archive/toc.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QString>

#include <span>
#include <vector>

namespace tidemark::archive {

/// Built once, in linear time, over a Toc that it does not own. Entries are named by their index in
/// Toc::entries; -1 is none. Nothing in it relies on drop statements or OIDs: what an entry belongs to is
/// read from its definition, so that contents made from plain SQL do as well.
class TocGraph
{
public:
    explicit TocGraph(const Toc& toc);

    const Toc& toc() const { return m_toc; }
    /// Of plain SQL: what depends on what was read out of the statements.
    bool isInferred() const { return m_toc.version.major == 0; }
    int size() const { return static_cast<int>(m_toc.entries.size()); }
    const TocEntry& entry(int index) const { return m_toc.entries.at(index); }
    EntryKind kind(int index) const { return m_kinds.at(static_cast<std::size_t>(index)); }

    int indexOf(int dumpId) const { return m_byDumpId.value(dumpId, -1); }
    /// Without those that the archive has not, without repetitions and itself.
    std::span<const int> dependencies(int index) const { return m_dependencies.of(index); }
    std::span<const int> dependents(int index) const { return m_dependents.of(index); }

    /// The relation, or the domain of a constraint, that this entry is a part of: for an index its table, for
    /// SEQUENCE SET and OWNED BY the sequence, for TABLE ATTACH the partition.
    int whole(int index) const { return m_wholes.at(static_cast<std::size_t>(index)); }
    std::span<const int> parts(int index) const { return m_parts.of(index); }
    /// Of a TABLE ATTACH, INDEX ATTACH, SEQUENCE OWNED BY or foreign key: the relation on the other side.
    int otherSide(int index) const { return m_otherSides.value(index, -1); }
    /// Its direct partitions.
    std::span<const int> partitions(int relation) const { return m_partitions.of(relation); }
    int partitionRoot(int relation) const;
    int partitionParent(int relation) const { return m_partitionParents.value(relation, -1); }

    int relation(const QString& schema, const QString& name) const
    {
        return m_relations.value({schema, name}, -1);
    }
    int schema(const QString& name) const { return m_schemas.value(name, -1); }
    /// Functions, procedures and aggregates of that name, and types, domains and relations that are types.
    QList<int> functions(const QString& schema, const QString& name) const
    {
        return m_functions.value({schema, name});
    }
    int type(const QString& schema, const QString& name) const { return m_types.value({schema, name}, -1); }
    /// By name alone: every schema that has one.
    QList<int> relationsNamed(const QString& name) const { return m_relationsByName.value(name); }
    QList<int> functionsNamed(const QString& name) const { return m_functionsByName.value(name); }
    QList<int> typesNamed(const QString& name) const { return m_typesByName.value(name); }

    QString decode(const QByteArray& bytes) const { return m_encoding.decode(bytes); }
    QByteArray encode(const QString& text) const { return m_encoding.encode(text); }
    /// A name from a definition: of its own schema, or without one of the schema that is given.
    int relationOf(const SqlName& name, const QString& defaultSchema) const;

private:
    /// For every entry a list, all in one allocation.
    class Lists
    {
    public:
        void build(int count, const std::vector<std::pair<int, int>>& pairs);
        std::span<const int> of(int index) const;

    private:
        std::vector<int> m_starts;
        std::vector<int> m_values;
    };
    using Name = QPair<QString, QString>;

    void indexNames();
    void indexDependencies();
    void indexParts();
    int wholeByName(int index) const;
    int wholeByDefinition(int index);
    int viaDependencies(int index) const;

    const Toc& m_toc;
    TextEncoding m_encoding;
    std::vector<EntryKind> m_kinds;
    QHash<int, int> m_byDumpId;
    Lists m_dependencies;
    Lists m_dependents;
    std::vector<int> m_wholes;
    Lists m_parts;
    Lists m_partitions;
    QHash<int, int> m_otherSides;
    QHash<int, int> m_partitionParents;
    QHash<Name, int> m_relations;
    QHash<Name, int> m_types;
    QHash<Name, QList<int>> m_functions;
    QHash<QString, int> m_schemas;
    QHash<QString, QList<int>> m_relationsByName;
    QHash<QString, QList<int>> m_functionsByName;
    QHash<QString, QList<int>> m_typesByName;
};

/// The name of a function without its arguments, for people and for look-ups.
QString functionName(const TocGraph& graph, int index);

} // namespace tidemark::archive
