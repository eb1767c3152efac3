// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/relationtree.h"

#include <algorithm>

namespace tidemark::ui {

using backup::Keep;
using postgres::RelationKind;

RelationTree::RelationTree(QList<postgres::Relation> relations, const QStringList& schemas) : m_relations(std::move(relations))
{
    for (const QString& schema : schemas)
        schemaNode(schema);
    for (const postgres::Relation& relation : std::as_const(m_relations))
        schemaNode(relation.schema);
    m_nodes.reserve(m_nodes.size() + static_cast<std::size_t>(m_relations.size()));
    for (int i = 0; i < m_relations.size(); ++i) {
        const postgres::Relation& relation = m_relations.at(i);
        m_relationNodes.insert({relation.schema, relation.name}, count());
        Node node;
        node.relation = i;
        m_nodes.push_back(std::move(node));
    }
    link();
    total();
    arrange();
}

int RelationTree::schemaNode(const QString& schema)
{
    const auto found = m_schemaNodes.constFind(schema);
    if (found != m_schemaNodes.constEnd())
        return *found;
    const int number = count();
    m_nodes.emplace_back();
    m_schemas.push_back(number);
    m_schemaNames.append(schema);
    m_schemaNodes.insert(schema, number);
    return number;
}

void RelationTree::link()
{
    for (int number = static_cast<int>(m_schemas.size()); number < count(); ++number) {
        const postgres::Relation& relation = relationOf(node(number));
        int parent = relation.parentName.isEmpty() ? -1 : m_relationNodes.value({relation.parentSchema, relation.parentName}, -1);
        // Only what can have something below it: whatever a server says, there is no circle.
        if (parent >= 0) {
            const RelationKind above = relationOf(node(parent)).kind;
            const bool fits = relation.kind == RelationKind::Sequence ? above != RelationKind::Sequence : above == RelationKind::PartitionedTable && parent != number;
            parent = fits ? parent : -1;
        }
        at(number).parent = parent >= 0 ? parent : m_schemaNodes.value(relation.schema);
        at(at(number).parent).children.push_back(number);
    }
    m_order = m_schemas;
    m_order.reserve(m_nodes.size());
    for (std::size_t next = 0; next < m_order.size(); ++next) {
        const Node& from = node(m_order[next]);
        m_order.insert(m_order.end(), from.children.begin(), from.children.end());
    }
}

const postgres::Relation* RelationTree::relation(int number) const
{
    return node(number).relation < 0 ? nullptr : &m_relations.at(node(number).relation);
}

QString RelationTree::name(int number) const
{
    const Node& one = node(number);
    if (one.relation >= 0)
        return relationOf(one).name;
    return m_schemaNames.at(number);
}

bool RelationTree::canBeChosen(int number) const
{
    const Node& one = node(number);
    return one.relation < 0 || relationOf(one).kind != RelationKind::Sequence || node(one.parent).relation < 0;
}

bool RelationTree::canLoseRows(int number) const
{
    const Node& one = node(number);
    if (one.relation >= 0)
        return ui::canLoseRows(relationOf(one).kind);
    return std::any_of(one.children.begin(), one.children.end(), [this](int child) { return canLoseRows(child); });
}

Kept RelationTree::kept(int number) const
{
    if (!canBeChosen(number))
        return Kept::WithTable;
    const Node& one = node(number);
    if (one.relation < 0 && one.children.empty())
        return one.isSkipped ? Kept::Nothing : Kept::All;
    if (one.hasGone && !one.hasKept)
        return one.relation < 0 && !one.isSkipped ? Kept::OtherObjects : Kept::Nothing;
    if (one.hasGone)
        return Kept::Partly;
    if (!one.hasEmptied)
        return Kept::All;
    return one.hasFilled ? Kept::Partly : Kept::Structure;
}

void RelationTree::setKeep(int number, Keep keep)
{
    if (!canBeChosen(number))
        return;
    const bool isSchema = node(number).relation < 0;
    apply(number, keep, isSchema && isFiltered());
    if (isSchema && (!isFiltered() || node(number).children.empty())) {
        at(number).isSkipped = keep == Keep::Nothing;
        // Partitions of it may stand below a table of another schema.
        const QString schema = name(number);
        for (int other = static_cast<int>(m_schemas.size()); keep == Keep::Nothing && other < count(); ++other) {
            if (relationOf(node(other)).isPartition && relationOf(node(other)).schema == schema)
                apply(other, keep, false);
        }
    }
    if (keep != Keep::Nothing)
        bringBack(number);
    total();
}

void RelationTree::apply(int number, Keep keep, bool shownOnly)
{
    Node& one = at(number);
    if (one.relation >= 0 && canBeChosen(number)) {
        one.keep = keep == Keep::Definition && !ui::canLoseRows(relationOf(one).kind) ? Keep::Everything : keep;
        if (keep != Keep::Nothing)
            at(m_schemaNodes.value(relationOf(one).schema)).isSkipped = false;
    }
    for (const int child : shownOnly ? one.shown : one.children)
        apply(child, keep, false);
}

/// A partition is nothing without its parent.
void RelationTree::bringBack(int number)
{
    for (int above = node(number).parent; above >= 0; above = node(above).parent) {
        if (at(above).keep == Keep::Nothing)
            at(above).keep = Keep::Everything;
        at(above).isSkipped = false;
    }
}

void RelationTree::takeChoice(const backup::ContentChoice& choice)
{
    for (Node& one : m_nodes) {
        one.keep = Keep::Everything;
        one.isSkipped = false;
    }
    for (const backup::Exception& exception : choice.exceptions) {
        const int number = m_relationNodes.value({exception.schema, exception.name}, -1);
        if (number >= 0 && canBeChosen(number))
            at(number).keep = exception.keep;
    }
    for (const QString& schema : choice.skippedSchemas) {
        if (m_schemaNodes.contains(schema))
            at(m_schemaNodes.value(schema)).isSkipped = true;
    }
    // What has come below since then shares the lot of what it stands below.
    for (const int number : m_order) {
        Node& one = at(number);
        if (one.relation < 0 || !canBeChosen(number))
            continue;
        const Node& above = node(one.parent);
        const bool isGone = node(m_schemaNodes.value(relationOf(one).schema)).isSkipped || (above.relation >= 0 && above.keep == Keep::Nothing);
        if (isGone)
            one.keep = Keep::Nothing;
        else if (above.relation >= 0 && above.keep == Keep::Definition && one.keep == Keep::Everything)
            one.keep = Keep::Definition;
        if (one.keep == Keep::Definition && !ui::canLoseRows(relationOf(one).kind))
            one.keep = Keep::Everything;
    }
    total();
}

Keep RelationTree::exceptionOf(int number) const
{
    const Node& one = node(number);
    if (canBeChosen(number))
        return one.keep;
    // pg_dump takes a sequence with its table, but does not leave it out with it; that of an identity column it does.
    return !relationOf(one).isIdentity && node(one.parent).keep == Keep::Nothing ? Keep::Nothing : Keep::Everything;
}

void RelationTree::fillChoice(backup::ContentChoice& choice) const
{
    choice.exceptions.clear();
    choice.skippedSchemas.clear();
    for (const int number : m_schemas) {
        if (node(number).isSkipped)
            choice.skippedSchemas.append(name(number));
    }
    for (int number = static_cast<int>(m_schemas.size()); number < count(); ++number) {
        const Keep keep = exceptionOf(number);
        if (keep == Keep::Everything)
            continue;
        const postgres::Relation& relation = relationOf(node(number));
        if (keep == Keep::Definition || !node(m_schemaNodes.value(relation.schema)).isSkipped)
            choice.exceptions.append({relation.schema, relation.name, keep});
    }
}

void RelationTree::total()
{
    for (auto number = m_order.rbegin(); number != m_order.rend(); ++number)
        addUp(at(*number));
}

void RelationTree::addUp(Node& one)
{
    one.bytes = 0;
    one.rows = -1;
    one.hasKept = one.hasEmptied = one.hasFilled = one.hasGone = false;
    bool hasParts = false;
    for (const int number : one.children) {
        const Node& child = node(number);
        if (!canBeChosen(number))
            continue;
        hasParts = true;
        one.bytes += child.bytes;
        if (child.rows >= 0)
            one.rows = std::max(one.rows, qint64{0}) + child.rows;
        one.hasKept |= child.hasKept;
        one.hasEmptied |= child.hasEmptied;
        one.hasFilled |= child.hasFilled;
        one.hasGone |= child.hasGone;
    }
    if (one.relation < 0)
        return;
    const postgres::Relation& relation = relationOf(one);
    one.bytes += relation.size.bytes();
    if (!hasParts && (relation.kind == RelationKind::Table || relation.kind == RelationKind::MaterializedView))
        one.rows = relation.rowEstimate;
    if (one.keep == Keep::Nothing) {
        one.hasGone = true;
        return;
    }
    one.hasKept = true;
    if (!hasParts && ui::canLoseRows(relation.kind))
        (one.keep == Keep::Definition ? one.hasEmptied : one.hasFilled) = true;
}

ContentSummary RelationTree::summary() const
{
    ContentSummary summary;
    for (const int number : m_order) {
        const Node& one = node(number);
        if (one.relation < 0) {
            summary.schemasLeftOut += one.isSkipped ? 1 : 0;
            continue;
        }
        const postgres::Relation& relation = relationOf(one);
        summary.all += relation.size;
        if (one.keep == Keep::Everything)
            summary.read += relation.size;
        const Node& above = node(one.parent);
        const bool isCounted = above.relation >= 0 && above.keep == one.keep;
        if (!canBeChosen(number) || isCounted || one.keep == Keep::Everything || node(m_schemaNodes.value(relation.schema)).isSkipped)
            continue;
        summary.leaveOut(relation.kind, one.keep);
    }
    return summary;
}

void RelationTree::setFilter(const QString& text)
{
    m_filter = text.trimmed();
    arrange();
}

bool RelationTree::matches(const Node& one) const
{
    const postgres::Relation& relation = relationOf(one);
    if (relation.name.contains(m_filter, Qt::CaseInsensitive))
        return true;
    return m_filter.contains(QLatin1Char('.')) && (relation.schema + QLatin1Char('.') + relation.name).contains(m_filter, Qt::CaseInsensitive);
}

void RelationTree::arrange()
{
    m_shownCount = 0;
    std::vector<bool> matching(m_nodes.size(), !isFiltered());
    for (std::size_t i = m_schemas.size(); i < m_nodes.size(); ++i) {
        if (!matching[i])
            matching[i] = matches(m_nodes[i]);
        m_shownCount += matching[i] ? 1 : 0;
    }
    for (const int schema : m_schemas) {
        if (node(schema).children.empty() && m_schemaNames.at(schema).contains(m_filter, Qt::CaseInsensitive))
            matching[static_cast<std::size_t>(schema)] = true;
    }
    // From below: what is above a match is shown, too.
    for (auto number = m_order.rbegin(); number != m_order.rend(); ++number) {
        Node& one = at(*number);
        one.shown.clear();
        for (const int child : one.children) {
            if (matching[static_cast<std::size_t>(child)])
                one.shown.push_back(child);
        }
        if (!one.shown.empty())
            matching[static_cast<std::size_t>(*number)] = true;
        one.row = -1;
        sortShown(one.shown);
    }
    m_top.clear();
    for (const int schema : m_schemas) {
        if (matching[static_cast<std::size_t>(schema)])
            m_top.push_back(schema);
    }
    sortShown(m_top);
    const auto number = [this](const std::vector<int>& nodes) {
        for (std::size_t row = 0; row < nodes.size(); ++row)
            at(nodes[row]).row = static_cast<int>(row);
    };
    number(m_top);
    for (const Node& one : m_nodes)
        number(one.shown);
}

void RelationTree::setOrder(RelationColumn column, Qt::SortOrder order)
{
    m_column = column;
    m_direction = order;
    arrange();
}

void RelationTree::sortShown(std::vector<int>& nodes)
{
    // They come by name already.
    const bool descending = m_direction == Qt::DescendingOrder;
    if (m_column == RelationColumn::Name || m_column == RelationColumn::Kept) {
        if (m_column == RelationColumn::Kept)
            std::stable_sort(nodes.begin(), nodes.end(), [this](int a, int b) { return kept(a) < kept(b); });
        if (descending)
            std::reverse(nodes.begin(), nodes.end());
        return;
    }
    const auto weight = [this](int number) { return m_column == RelationColumn::Rows ? node(number).rows : node(number).bytes; };
    std::stable_sort(nodes.begin(), nodes.end(), [&](int a, int b) { return descending ? weight(a) > weight(b) : weight(a) < weight(b); });
}

} // namespace tidemark::ui
