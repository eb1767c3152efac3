// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/relationtreemodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/contents/objectkind.h"

#include <QLocale>

namespace tidemark::ui {

namespace {

ObjectKind kindOfRelation(postgres::RelationKind kind)
{
    switch (kind) {
    case postgres::RelationKind::View:
        return ObjectKind::View;
    case postgres::RelationKind::MaterializedView:
        return ObjectKind::MaterializedView;
    case postgres::RelationKind::Sequence:
        return ObjectKind::Sequence;
    case postgres::RelationKind::ForeignTable:
        return ObjectKind::ForeignTable;
    case postgres::RelationKind::Table:
    case postgres::RelationKind::PartitionedTable:
        break;
    }
    return ObjectKind::Table;
}

QString keptWord(Kept kept)
{
    switch (kept) {
    case Kept::All:
        return RelationTreeModel::tr("All");
    case Kept::Structure:
        return RelationTreeModel::tr("Structure only");
    case Kept::Partly:
        return RelationTreeModel::tr("In part");
    case Kept::Nothing:
        return RelationTreeModel::tr("Left out");
    case Kept::OtherObjects:
        return RelationTreeModel::tr("No tables");
    case Kept::WithTable:
        break;
    }
    return RelationTreeModel::tr("As its table");
}

Qt::CheckState tickOf(Kept kept)
{
    if (kept == Kept::All)
        return Qt::Checked;
    return kept == Kept::Nothing ? Qt::Unchecked : Qt::PartiallyChecked;
}

} // namespace

void RelationTreeModel::setTree(std::shared_ptr<RelationTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
    Q_EMIT choiceChanged();
}

void RelationTreeModel::takeChoice(const backup::ContentChoice& choice)
{
    if (!m_tree)
        return;
    m_tree->takeChoice(choice);
    tellAll({});
    Q_EMIT choiceChanged();
}

void RelationTreeModel::setFilter(const QString& text)
{
    if (!m_tree)
        return;
    beginResetModel();
    m_tree->setFilter(text);
    endResetModel();
}

void RelationTreeModel::setKeep(const QModelIndexList& lines, backup::Keep keep)
{
    for (const QModelIndex& line : lines)
        m_tree->setKeep(nodeOf(line), keep);
    tellAll({});
    Q_EMIT choiceChanged();
}

/// Ticks go down and up the tree; views only ask again for what they show.
void RelationTreeModel::tellAll(const QModelIndex& parent)
{
    const int rows = rowCount(parent);
    if (rows == 0)
        return;
    Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, relationColumnCount - 1, parent));
    for (int row = 0; row < rows; ++row)
        tellAll(index(row, 0, parent));
}

QModelIndex RelationTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const std::vector<int>& nodes = parent.isValid() ? m_tree->node(nodeOf(parent)).shown : m_tree->top();
    return createIndex(row, column, static_cast<quintptr>(nodes[static_cast<std::size_t>(row)]));
}

QModelIndex RelationTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const int above = m_tree->node(nodeOf(index)).parent;
    return above < 0 ? QModelIndex() : createIndex(m_tree->node(above).row, 0, static_cast<quintptr>(above));
}

int RelationTreeModel::rowCount(const QModelIndex& parent) const
{
    if (!m_tree || parent.column() > 0)
        return 0;
    return static_cast<int>(parent.isValid() ? m_tree->node(nodeOf(parent)).shown.size() : m_tree->top().size());
}

int RelationTreeModel::columnCount(const QModelIndex&) const
{
    return relationColumnCount;
}

Qt::ItemFlags RelationTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == 0 && m_tree->canBeChosen(nodeOf(index)))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QString RelationTreeModel::text(int node, RelationColumn column) const
{
    const RelationTree::Node& one = m_tree->node(node);
    switch (column) {
    case RelationColumn::Name: {
        const QString name = core::singleLine(m_tree->name(node));
        const postgres::Relation* relation = m_tree->relation(node);
        const bool elsewhere = relation && !relation->parentName.isEmpty() && relation->parentSchema != relation->schema;
        return elsewhere ? core::singleLine(relation->schema) + QLatin1Char('.') + name : name;
    }
    case RelationColumn::Kept:
        return keptWord(m_tree->kept(node));
    case RelationColumn::Rows:
        return one.rows < 0 ? QString() : tr("~ %1", "an estimated number").arg(core::countText(one.rows));
    case RelationColumn::Size:
        break;
    }
    return one.bytes == 0 ? QString() : core::ByteSize(one.bytes).toText();
}

QString RelationTreeModel::tip(int node, RelationColumn column) const
{
    switch (column) {
    case RelationColumn::Name: {
        const postgres::Relation* relation = m_tree->relation(node);
        return (relation ? relation->schema + QLatin1Char('.') + relation->name : m_tree->name(node)).toHtmlEscaped();
    }
    case RelationColumn::Kept:
        if (m_tree->kept(node) == Kept::OtherObjects)
            return tr("Its tables, views and sequences are left out; its functions and types are not.");
        return m_tree->canBeChosen(node) ? tr("Press Enter, or click, to choose.") : tr("This sequence belongs to a column: it goes where its table goes.");
    case RelationColumn::Rows:
        return tr("PostgreSQL's estimate, from when the table was last analysed");
    case RelationColumn::Size:
        break;
    }
    return tr("%1 bytes").arg(QLocale().toString(m_tree->node(node).bytes));
}

QVariant RelationTreeModel::nameData(int node, int role) const
{
    const postgres::Relation* relation = m_tree->relation(node);
    switch (role) {
    case Qt::CheckStateRole:
        return m_tree->canBeChosen(node) ? QVariant(tickOf(m_tree->kept(node))) : QVariant();
    case Qt::DecorationRole:
        return icon(relation ? kindIcon(kindOfRelation(relation->kind)) : QStringLiteral("folder"));
    case Qt::AccessibleTextRole: {
        const QString kind = relation ? kindWord(kindOfRelation(relation->kind)) : tr("Schema");
        return tr("%1, %2, %3", "name, kind, what is kept").arg(text(node, RelationColumn::Name), kind, text(node, RelationColumn::Kept));
    }
    default:
        return {};
    }
}

QVariant RelationTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<RelationColumn>(index.column());
    const bool isNumber = column == RelationColumn::Rows || column == RelationColumn::Size;
    if (role == Qt::DisplayRole)
        return text(nodeOf(index), column);
    if (role == Qt::ToolTipRole)
        return tip(nodeOf(index), column);
    if (role == Qt::TextAlignmentRole)
        return isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    return column == RelationColumn::Name ? nameData(nodeOf(index), role) : QVariant();
}

bool RelationTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    setKeep({index}, value.toInt() == Qt::Unchecked ? backup::Keep::Nothing : backup::Keep::Everything);
    return true;
}

QVariant RelationTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const auto column = static_cast<RelationColumn>(section);
    if (role == Qt::TextAlignmentRole && (column == RelationColumn::Rows || column == RelationColumn::Size))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case RelationColumn::Name:
        return tr("Name");
    case RelationColumn::Kept:
        return tr("Backed up");
    case RelationColumn::Rows:
        return tr("Rows");
    case RelationColumn::Size:
        break;
    }
    return tr("Size");
}

void RelationTreeModel::sort(int column, Qt::SortOrder order)
{
    if (!m_tree)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    m_tree->setOrder(static_cast<RelationColumn>(std::max(column, 0)), order);
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& old : before)
        after.append(createIndex(m_tree->node(nodeOf(old)).row, old.column(), old.internalId()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace tidemark::ui
