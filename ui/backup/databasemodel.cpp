// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/databasemodel.h"

#include "core/quoting.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"

#include <QLocale>

namespace tidemark::ui {

namespace {

QString text(const postgres::Database& database, int column)
{
    switch (column) {
    case DatabaseModel::Name:
        return core::singleLine(database.name);
    case DatabaseModel::Size:
        return database.size ? database.size->toText() : DatabaseModel::tr("not known");
    case DatabaseModel::Owner:
        return core::singleLine(database.owner);
    case DatabaseModel::Encoding:
        return database.encoding;
    default:
        return {};
    }
}

QString tip(const postgres::Database& database, int column)
{
    if (column != DatabaseModel::Size)
        return text(database, column).toHtmlEscaped();
    if (!database.size)
        return DatabaseModel::tr("This role may not connect to the database, so its size is not known.");
    return DatabaseModel::tr("%1 bytes").arg(QLocale().toString(database.size->bytes()));
}

} // namespace

void DatabaseModel::setDatabases(const QList<postgres::Database>& databases)
{
    beginResetModel();
    m_databases.clear();
    for (const postgres::Database& database : databases) {
        const bool shipped = database.name == QLatin1String("template0") || database.name == QLatin1String("template1");
        if (database.allowsConnections && !shipped)
            m_databases.append(database);
    }
    m_ticks = QList<bool>(m_databases.size(), false);
    endResetModel();
}

void DatabaseModel::setTicked(const QStringList& names)
{
    for (int row = 0; row < m_databases.size(); ++row)
        m_ticks[row] = names.contains(m_databases.at(row).name);
    if (!m_databases.isEmpty())
        Q_EMIT dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

void DatabaseModel::tick(int row, bool on)
{
    m_ticks[row] = on;
    Q_EMIT dataChanged(index(row, Name), index(row, Name), {Qt::CheckStateRole});
    Q_EMIT ticksChanged();
}

QStringList DatabaseModel::ticked() const
{
    QStringList names;
    for (int row = 0; row < m_databases.size(); ++row) {
        if (m_ticks.at(row))
            names.append(m_databases.at(row).name);
    }
    return names;
}

core::ByteSize DatabaseModel::tickedSize() const
{
    core::ByteSize size;
    for (int row = 0; row < m_databases.size(); ++row) {
        if (m_ticks.at(row))
            size += m_databases.at(row).size.value_or(core::ByteSize());
    }
    return size;
}

Qt::ItemFlags DatabaseModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Name ? flags | Qt::ItemIsUserCheckable : flags;
}

bool DatabaseModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Name)
        return false;
    tick(index.row(), value.toInt() == Qt::Checked);
    return true;
}

int DatabaseModel::rowOf(const QString& name) const
{
    for (int row = 0; row < m_databases.size(); ++row) {
        if (m_databases.at(row).name == name)
            return row;
    }
    return -1;
}

int DatabaseModel::largestRow() const
{
    int best = -1;
    const auto weight = [this](int row) {
        const postgres::Database& database = m_databases.at(row);
        if (database.name == QLatin1String("postgres"))
            return qint64(-1);
        return database.size ? database.size->bytes() : qint64(0);
    };
    for (int row = 0; row < m_databases.size(); ++row) {
        if (best < 0 || weight(row) > weight(best))
            best = row;
    }
    return best;
}

int DatabaseModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_databases.size());
}

int DatabaseModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DatabaseModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const postgres::Database& database = m_databases.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(database, index.column());
    case Qt::ToolTipRole:
        return tip(database, index.column());
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(icon(QStringLiteral("database"))) : QVariant();
    case Qt::CheckStateRole:
        return index.column() == Name ? QVariant(m_ticks.at(index.row()) ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Size ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        if (index.column() == Size)
            return database.size ? database.size->bytes() : qint64(-1);
        return text(database, index.column());
    default:
        return {};
    }
}

QVariant DatabaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section == Size)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Database");
    case Size:
        return tr("Size");
    case Owner:
        return tr("Owner");
    default:
        return tr("Encoding");
    }
}

} // namespace tidemark::ui
