// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tidemark::cli {

/// Columns of text in line, for a terminal or a mail. Cells are made single-line.
class TextTable
{
public:
    enum class Align
    {
        Left,
        Right,
    };
    void addColumn(const QString& title, Align align = Align::Left);
    void addRow(const QStringList& cells);
    bool isEmpty() const { return m_rows.isEmpty(); }
    /// Lines without trailing spaces.
    QStringList lines() const;

private:
    QStringList m_titles;
    QList<Align> m_aligns;
    QList<QStringList> m_rows;
};

} // namespace tidemark::cli
