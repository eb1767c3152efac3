// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/texttable.h"

#include "core/quoting.h"

#include <algorithm>

namespace tidemark::cli {

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
    QList<qsizetype> widths;
    for (qsizetype column = 0; column < m_titles.size(); ++column) {
        qsizetype width = m_titles.at(column).size();
        for (const QStringList& row : m_rows)
            width = std::max(width, row.value(column).size());
        widths.append(width);
    }
    const auto format = [&](const QStringList& row) {
        QString line;
        for (qsizetype column = 0; column < m_titles.size(); ++column) {
            const int width = static_cast<int>(widths.at(column));
            const QString cell = row.value(column);
            line += m_aligns.at(column) == Align::Right ? cell.rightJustified(width) : cell.leftJustified(width);
            line += QLatin1String("  ");
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
