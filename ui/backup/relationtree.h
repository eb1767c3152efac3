// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/contentsummary.h"

#include <QHash>

#include <vector>

namespace tidemark::ui {

enum class RelationColumn
{
    Name,
    Kept,
    Rows,
    Size,
};
inline constexpr int relationColumnCount = static_cast<int>(RelationColumn::Size) + 1;

/// What of a line and of all below it goes into the dump.
enum class Kept
{
    All,
    Structure,     // without rows
    Partly,
    Nothing,
    OtherObjects,  // of a schema: its functions and types, but no relation
    WithTable,     // a sequence that goes where its table goes
};

/// The relations of a database as people look for them, with what is to be kept of each: schemas, tables, partitions below
/// their parent, sequences below the table that owns them. Plain arrays: a hundred thousand are filtered within a frame or
/// two. What is left out takes along what cannot be without it, and what is kept brings back what it needs.
class RelationTree
{
public:
    struct Node
    {
        int relation = -1; // -1: a schema
        int parent = -1;   // node; -1 for schemas
        int row = -1;      // in what it stands in; -1: hidden
        backup::Keep keep = backup::Keep::Everything; // of a relation, by itself
        bool isSkipped = false;                       // of a schema: with everything that is in it
        std::vector<int> children;
        std::vector<int> shown;
        // Of it and all below:
        qint64 bytes = 0;
        qint64 rows = -1; // -1: not known
        bool hasKept = false;
        bool hasEmptied = false; // kept without the rows it could have
        bool hasFilled = false;  // kept with them
        bool hasGone = false;
    };

    RelationTree() = default;
    /// `schemas` are those that are shown, also where nothing is in them.
    explicit RelationTree(QList<postgres::Relation> relations, const QStringList& schemas = {});

    const std::vector<int>& top() const { return m_top; }
    const Node& node(int number) const { return m_nodes[static_cast<std::size_t>(number)]; }
    int count() const { return static_cast<int>(m_nodes.size()); }
    int relationCount() const { return static_cast<int>(m_relations.size()); }
    const postgres::Relation* relation(int number) const; // null for a schema
    QString name(int number) const;                        // as it is
    bool canBeChosen(int number) const;                    // a sequence goes with its table
    bool canLoseRows(int number) const;                    // it, or something below
    Kept kept(int number) const;

    /// A schema takes those that are shown; a relation all that is below it.
    void setKeep(int number, backup::Keep keep);
    /// Takes exceptions and skipped schemas from it; names that are not there are passed over.
    void takeChoice(const backup::ContentChoice& choice);
    /// The exceptions and skipped schemas, in place of those that it has.
    void fillChoice(backup::ContentChoice& choice) const;
    /// Counts without part and patterns, which the choice knows.
    ContentSummary summary() const;

    /// A part of a name, or of "schema.name" where it has a dot.
    void setFilter(const QString& text);
    bool isFiltered() const { return !m_filter.isEmpty(); }
    int shownCount() const { return m_shownCount; } // of relations that match
    void setOrder(RelationColumn column, Qt::SortOrder order);

private:
    Node& at(int number) { return m_nodes[static_cast<std::size_t>(number)]; }
    const postgres::Relation& relationOf(const Node& node) const { return m_relations.at(node.relation); }
    int schemaNode(const QString& schema);
    void link();
    void apply(int number, backup::Keep keep, bool shownOnly);
    void bringBack(int number);
    void total();
    void addUp(Node& node);
    bool matches(const Node& node) const;
    void arrange();
    void sortShown(std::vector<int>& nodes);
    backup::Keep exceptionOf(int number) const;

    QList<postgres::Relation> m_relations;
    std::vector<Node> m_nodes; // schemas first
    std::vector<int> m_order;  // parents before their children
    std::vector<int> m_schemas;
    std::vector<int> m_top; // shown schemas
    QStringList m_schemaNames; // by node
    QHash<QString, int> m_schemaNodes;
    QHash<postgres::RelationName, int> m_relationNodes;
    QString m_filter;
    int m_shownCount = 0;
    RelationColumn m_column = RelationColumn::Name;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
};

} // namespace tidemark::ui
