// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/rowsmodel.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/theme.h"

#include <QFont>
#include <QGuiApplication>

namespace tidemark::ui {

namespace {

constexpr int shownBytes = 400;    // of a value, in its cell
constexpr int tooltipBytes = 2000; // and in its tooltip
constexpr qint64 mostBytes = 128LL << 20;
constexpr qint64 cellOverhead = static_cast<qint64>(sizeof(RowCell));

/// The first bytes as text, without a letter that was cut in two.
QString beginning(const archive::TextEncoding& encoding, const QByteArray& bytes, int most)
{
    QString text = encoding.decode(bytes.left(most));
    while (bytes.size() > most && text.endsWith(QChar(QChar::ReplacementCharacter)))
        text.chop(1);
    return text;
}

/// Quoted where it has to be, and an empty text always: NULL is nothing at all.
QString separatedCell(const QString& text, QChar separator)
{
    const bool plain = !text.isEmpty() && !text.contains(separator) && !text.contains(QLatin1Char('"')) &&
                       !text.contains(QLatin1Char('\n')) && !text.contains(QLatin1Char('\r'));
    return plain ? text : QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

} // namespace

void RowsModel::clear(const archive::TextEncoding& encoding)
{
    beginResetModel();
    m_encoding = encoding;
    m_columns.clear();
    m_rows.clear();
    m_bytes = 0;
    m_complete = true; // until a page says that there is more
    endResetModel();
}

void RowsModel::append(const RowPage& page)
{
    m_complete = page.atEnd;
    if (m_columns.isEmpty() && !page.columns.isEmpty()) {
        beginInsertColumns({}, 0, static_cast<int>(page.columns.size()) - 1);
        m_columns = page.columns;
        endInsertColumns();
    }
    if (page.rows.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(page.rows.size()) - 1);
    m_rows.insert(m_rows.end(), page.rows.begin(), page.rows.end());
    for (const std::vector<RowCell>& row : page.rows) {
        for (const RowCell& cell : row)
            m_bytes += cell.text.size() + cellOverhead;
    }
    endInsertRows();
}

bool RowsModel::isFull() const
{
    return m_bytes >= mostBytes;
}

const RowCell& RowsModel::cell(const QModelIndex& index) const
{
    return m_rows[static_cast<size_t>(index.row())][static_cast<size_t>(index.column())];
}

QString RowsModel::wholeText(const QModelIndex& index) const
{
    const RowCell& value = cell(index);
    return value.isNull ? QStringLiteral("NULL") : m_encoding.decode(value.text);
}

QString RowsModel::columnName(int column) const
{
    return m_encoding.decode(m_columns.at(column));
}

QString RowsModel::separated(const QList<int>& rows, SeparatedText form) const
{
    const QChar separator = QLatin1Char(form == SeparatedText::Comma ? ',' : '\t');
    QString text;
    for (int column = 0; column < columnCount(); ++column)
        text += (column > 0 ? QString(separator) : QString()) + separatedCell(columnName(column), separator);
    text += QLatin1Char('\n');
    for (const int row : rows) {
        for (int column = 0; column < columnCount(); ++column) {
            if (column > 0)
                text += separator;
            const QModelIndex at = index(row, column);
            if (!cell(at).isNull)
                text += separatedCell(wholeText(at), separator);
        }
        text += QLatin1Char('\n');
    }
    return text;
}

int RowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowCell& value = cell(index);
    switch (role) {
    case Qt::DisplayRole: {
        if (value.isNull)
            return QStringLiteral("NULL");
        const QString text = core::singleLine(beginning(m_encoding, value.text, shownBytes));
        return value.size > shownBytes ? text + QChar(0x2026) : text;
    }
    case Qt::ToolTipRole: {
        if (value.isNull)
            return tr("NULL: no value");
        if (value.size == 0)
            return tr("An empty text");
        const QString text = beginning(m_encoding, value.text, tooltipBytes);
        if (value.size > tooltipBytes)
            return tr("%1… (%2)").arg(text, core::ByteSize(value.size).toText()).toHtmlEscaped();
        return text.size() > 40 || text.contains(QLatin1Char('\n')) ? QVariant(text.toHtmlEscaped()) : QVariant();
    }
    case Qt::FontRole:
        if (value.isNull) {
            QFont italic;
            italic.setItalic(true);
            return italic;
        }
        return {};
    case Qt::ForegroundRole:
        return value.isNull ? QVariant(toneColour(Tone::Muted, QGuiApplication::palette())) : QVariant();
    case Qt::AccessibleTextRole:
        return value.size == 0 && !value.isNull ? QVariant(tr("empty text")) : QVariant();
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(core::countText(section + 1)) : QVariant();
    if (role == Qt::DisplayRole)
        return core::singleLine(columnName(section));
    return role == Qt::ToolTipRole ? QVariant(core::singleLine(columnName(section)).toHtmlEscaped()) : QVariant();
}

bool RowsModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && !m_complete && !isFull();
}

void RowsModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        Q_EMIT moreWanted();
}

} // namespace tidemark::ui
