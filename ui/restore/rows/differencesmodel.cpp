// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/differencesmodel.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/theme.h"
#include "ui/restore/rows/changetext.h"

#include <QFont>
#include <QGuiApplication>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype shownBytes = 400;
constexpr qsizetype tooltipBytes = 1000;
constexpr int tintAlpha = 48;

QString tooltipText(const archive::TextEncoding& encoding, const archive::Value& value)
{
    if (!value)
        return DifferencesModel::tr("NULL: no value");
    if (value->isEmpty())
        return DifferencesModel::tr("An empty text");
    const QString text = encoding.decode(value->left(tooltipBytes));
    return value->size() > tooltipBytes ? text + QChar(0x2026) : text;
}

} // namespace

DifferencesModel::DifferencesModel(RowKind kind, RowReader& reader, QObject* parent)
    : QAbstractTableModel(parent)
    , m_kind(kind)
    , m_reader(reader)
{
    connect(&reader, &RowReader::blockRead, this, &DifferencesModel::showRead);
}

void DifferencesModel::setRows(std::shared_ptr<const restore::rows::RecoveryFacts> facts,
                               std::shared_ptr<RowTicks> ticks)
{
    beginResetModel();
    m_facts = std::move(facts);
    m_ticks = m_facts ? std::move(ticks) : nullptr;
    m_encoding = archive::TextEncoding(m_facts ? m_facts->compared.encoding.toLatin1() : QByteArray("UTF8"));
    m_shown.reset();
    m_last.reset();
    arrangeColumns();
    endResetModel();
}

// Of changed rows the key comes first, then what changed in any of them: a table may have more columns than
// the screen.
void DifferencesModel::arrangeColumns()
{
    m_columns.clear();
    if (!m_facts)
        return;
    const auto count = static_cast<int>(m_facts->compared.mapping.columns.size());
    for (int column = 0; column < count; ++column)
        m_columns.push_back(column);
    if (m_kind != RowKind::Changed)
        return;
    const std::vector<int>& key = m_facts->compared.mapping.key;
    const std::vector<qint64>& changes = m_facts->diff.rows.changesByColumn;
    const auto rank = [&](int column) {
        if (std::find(key.begin(), key.end(), column) != key.end())
            return 0;
        const auto at = static_cast<std::size_t>(column);
        return at < changes.size() && changes[at] > 0 ? 1 : 2;
    };
    std::stable_sort(m_columns.begin(), m_columns.end(), [&](int a, int b) { return rank(a) < rank(b); });
}

void DifferencesModel::setShown(std::optional<std::vector<quint32>> places)
{
    beginResetModel();
    m_shown = std::move(places);
    endResetModel();
}

const RowEntry& DifferencesModel::entryAt(int row) const
{
    const auto at = static_cast<std::size_t>(row);
    return m_ticks->index().entries(m_kind)[m_shown ? (*m_shown)[at] : at];
}

int DifferencesModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_ticks)
        return 0;
    return static_cast<int>(m_shown ? m_shown->size() : m_ticks->index().entries(m_kind).size());
}

int DifferencesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_ticks ? 0 : static_cast<int>(m_columns.size()) + 1;
}

const DifferencesModel::Decoded* DifferencesModel::decoded(quint32 number) const
{
    if (m_last && m_last->number == number)
        return &*m_last;
    const ReadRow* const row = m_reader.find(number);
    if (!row)
        return nullptr;
    Decoded made;
    made.number = number;
    made.columns = row->columns;
    made.isCut = row->isCut;
    const auto columns = static_cast<qsizetype>(m_columns.size());
    const auto take = [columns](const QByteArray& line, bool isThere, archive::Values& into) {
        if (!isThere || !archive::decodeCopyLine(line, columns, into))
            into.assign(static_cast<std::size_t>(columns), std::nullopt);
    };
    take(row->backup, m_kind != RowKind::Extra, made.backup);
    take(row->live, m_kind != RowKind::Missing, made.live);
    m_last = std::move(made);
    return &*m_last;
}

void DifferencesModel::showRead(quint32 first, quint32 last)
{
    m_last.reset();
    if (rowCount() == 0)
        return;
    // The first row at or behind a number; entries ascend by it.
    const auto rowFor = [this](quint32 number) {
        int low = 0;
        int high = rowCount();
        while (low < high) {
            const int middle = low + (high - low) / 2;
            if (entryAt(middle).number < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    const int from = rowFor(first);
    const int to = rowFor(last + 1) - 1;
    if (from <= to)
        Q_EMIT dataChanged(index(from, 0), index(to, columnCount() - 1));
}

QVariant DifferencesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return index.column() == tickColumn ? tickData(entryAt(index.row()), role) : cellData(index, role);
}

QVariant DifferencesModel::tickData(const RowEntry& entry, int role) const
{
    switch (role) {
    case Qt::CheckStateRole:
        if (entry.isAmbiguous)
            return {};
        return m_ticks->isTicked(entry) ? Qt::Checked : Qt::Unchecked;
    case Qt::DisplayRole:
        return entry.times > 1 ? QVariant(tr("%1 ×").arg(core::countText(entry.times))) : QVariant();
    case Qt::ToolTipRole:
        if (entry.isAmbiguous)
            return tr(
                "Other rows have the same key, so it cannot be told which is which. It stays as it is.");
        return entry.times > 1
                   ? QVariant(tr("%1 rows that are equal in everything").arg(core::countText(entry.times)))
                   : QVariant();
    case Qt::AccessibleTextRole:
        if (entry.isAmbiguous)
            return tr("cannot be brought back");
        return m_ticks->isTicked(entry) ? tr("ticked") : tr("not ticked");
    default:
        return {};
    }
}

QVariant DifferencesModel::cellData(const QModelIndex& index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::FontRole &&
        role != Qt::ForegroundRole && role != Qt::BackgroundRole && role != Qt::AccessibleTextRole)
        return {};
    const Decoded* const row = decoded(entryAt(index.row()).number);
    if (!row)
        return role == Qt::DisplayRole ? QVariant(QString(QChar(0x2026))) : QVariant();
    const int column = m_columns[static_cast<std::size_t>(index.column() - 1)];
    const auto at = static_cast<std::size_t>(column);
    if (std::find(row->columns.begin(), row->columns.end(), column) != row->columns.end())
        return changeData(row->live[at], row->backup[at], role);
    return valueData(m_kind == RowKind::Extra ? row->live[at] : row->backup[at], role);
}

QVariant DifferencesModel::changeData(const archive::Value& live, const archive::Value& backup,
                                      int role) const
{
    const auto text = [this](const archive::Value& value) -> std::optional<QString> {
        return value ? std::optional(m_encoding.decode(value->left(4 * shownBytes))) : std::nullopt;
    };
    switch (role) {
    case Qt::DisplayRole:
        return changeText(text(live), text(backup));
    case Qt::AccessibleTextRole:
        return tr("now %1, in the backup %2").arg(quotedValue(text(live)), quotedValue(text(backup)));
    case Qt::ToolTipRole:
        return QStringLiteral("<p><b>%1</b> %2</p><p><b>%3</b> %4</p>")
            .arg(tr("Now:"), tooltipText(m_encoding, live).toHtmlEscaped(), tr("In the backup:"),
                 tooltipText(m_encoding, backup).toHtmlEscaped());
    case Qt::FontRole: {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    case Qt::BackgroundRole: {
        QColor tint = toneColour(Tone::Accent, QGuiApplication::palette());
        tint.setAlpha(tintAlpha);
        return tint;
    }
    default:
        return {};
    }
}

QVariant DifferencesModel::valueData(const archive::Value& value, int role) const
{
    switch (role) {
    case Qt::DisplayRole: {
        if (!value)
            return QStringLiteral("NULL");
        const QString text = core::singleLine(m_encoding.decode(value->left(shownBytes)));
        return value->size() > shownBytes ? text + QChar(0x2026) : text;
    }
    case Qt::ToolTipRole:
        if (!value || value->isEmpty() || value->size() > 40 || value->contains('\n'))
            return tooltipText(m_encoding, value).toHtmlEscaped();
        return {};
    case Qt::FontRole:
        if (!value) {
            QFont italic;
            italic.setItalic(true);
            return italic;
        }
        return {};
    case Qt::ForegroundRole:
        return value ? QVariant() : QVariant(toneColour(Tone::Muted, QGuiApplication::palette()));
    case Qt::AccessibleTextRole:
        return value && value->isEmpty() ? QVariant(tr("empty text")) : QVariant();
    default:
        return {};
    }
}

std::optional<DifferingValue> DifferencesModel::value(const QModelIndex& index)
{
    if (!index.isValid() || index.column() == tickColumn)
        return std::nullopt;
    const Decoded* const row = decoded(entryAt(index.row()).number);
    if (!row)
        return std::nullopt;
    const int column = m_columns[static_cast<std::size_t>(index.column() - 1)];
    const auto at = static_cast<std::size_t>(column);
    const auto text = [this](const archive::Value& one) -> std::optional<QString> {
        return one ? std::optional(m_encoding.decode(*one)) : std::nullopt;
    };
    DifferingValue made;
    made.column = m_facts->compared.mapping.columns.at(column).name;
    made.hasBackup = m_kind != RowKind::Extra;
    made.hasLive = m_kind != RowKind::Missing;
    made.backup = text(row->backup[at]);
    made.live = text(row->live[at]);
    made.differs = std::find(row->columns.begin(), row->columns.end(), column) != row->columns.end();
    made.isCut = row->isCut;
    return made;
}

bool DifferencesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != tickColumn || !m_ticks)
        return false;
    m_ticks->set(m_kind, entryAt(index.row()), value.toInt() == Qt::Checked);
    announceTicks();
    return true;
}

void DifferencesModel::tickShown(bool on)
{
    const int rows = rowCount();
    for (int row = 0; row < rows; ++row)
        m_ticks->set(m_kind, entryAt(row), on);
    announceTicks();
}

void DifferencesModel::toggle(const QList<int>& rows)
{
    const bool all = std::all_of(rows.begin(), rows.end(), [this](int row) {
        const RowEntry& entry = entryAt(row);
        return entry.isAmbiguous || m_ticks->isTicked(entry);
    });
    for (const int row : rows)
        m_ticks->set(m_kind, entryAt(row), !all);
    announceTicks();
}

void DifferencesModel::announceTicks()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, tickColumn), index(rowCount() - 1, tickColumn));
    Q_EMIT ticksChanged();
}

Qt::ItemFlags DifferencesModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == tickColumn && !entryAt(index.row()).isAmbiguous)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant DifferencesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || !m_facts)
        return {};
    if (section == tickColumn) {
        if (role != Qt::DisplayRole)
            return {};
        return m_kind == RowKind::Missing   ? tr("Insert")
               : m_kind == RowKind::Changed ? tr("Set back")
                                            : tr("Delete");
    }
    const auto at = static_cast<std::size_t>(section - 1);
    const restore::ComparedColumn& column = m_facts->compared.mapping.columns.at(m_columns.at(at));
    if (role == Qt::DisplayRole)
        return core::singleLine(column.name);
    if (role == Qt::ToolTipRole)
        return core::singleLine(column.name + QLatin1Char(' ') + column.liveType).toHtmlEscaped();
    return {};
}

} // namespace tidemark::ui
