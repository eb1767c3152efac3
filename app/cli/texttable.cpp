// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/texttable.h"

#include "core/quoting.h"

#include <algorithm>
#include <cwchar>

namespace tidemark::cli {

namespace {

/// Terminal columns: Chinese, Japanese and Korean characters take two, combining marks none.
int columnsOf(const QString& text)
{
    int columns = 0;
    for (const char32_t character : text.toUcs4()) {
        const int width = ::wcwidth(static_cast<wchar_t>(character));
        columns += width < 0 ? 1 : width;
    }
    return columns;
}

} // namespace

void TextTable::addColumn(const QString& title, Align align)
{
    m_titles.append(title);
    m_aligns.append(align);
}

void TextTable::addRow(const QStringList& cells)
{
    QStringList row;
    for (const QString& cell : cells)
        row.append(core::singleLine(cell));
    m_rows.append(row);
}

QStringList TextTable::lines() const
{
    QList<int> widths;
    for (qsizetype column = 0; column < m_titles.size(); ++column) {
        int width = columnsOf(m_titles.at(column));
        for (const QStringList& row : m_rows)
            width = std::max(width, columnsOf(row.value(column)));
        widths.append(width);
    }
    const auto format = [&](const QStringList& row) {
        QString line;
        for (qsizetype column = 0; column < m_titles.size(); ++column) {
            const QString cell = row.value(column);
            const QString padding(widths.at(column) - columnsOf(cell), QLatin1Char(' '));
            line += (m_aligns.at(column) == Align::Right ? padding + cell : cell + padding) + QLatin1String("  ");
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        return line;
    };
    QStringList lines{format(m_titles)};
    for (const QStringList& row : m_rows)
        lines.append(format(row));
    return lines;
}

} // namespace tidemark::cli
