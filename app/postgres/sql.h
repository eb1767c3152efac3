// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a statement. It can only be built from literals in our own source, quoted names and quoted values, so no
// foreign text ever becomes SQL by accident. Used below postgres/queries only.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace tidemark::postgres {

class Sql
{
public:
    template <std::size_t N>
    Sql(const char (&literal)[N]) : m_text(literal, static_cast<qsizetype>(N - 1))
    {
    }
    template <std::size_t N>
    Sql& add(const char (&literal)[N])
    {
        m_text.append(literal, static_cast<qsizetype>(N - 1));
        return *this;
    }
    Sql& add(const Sql& other)
    {
        m_text.append(other.m_text);
        return *this;
    }
    Sql& identifier(const QString& name);
    Sql& qualified(const QString& schema, const QString& name);
    Sql& literalValue(const QString& value);
    Sql& number(qint64 value);
    /// Names joined by commas.
    Sql& identifiers(const QList<QString>& names);
    /// Text that is a program of its own: the sample database's scripts, a statement out of a dump.
    static Sql script(const QByteArray& text);

    const QByteArray& text() const { return m_text; }

private:
    friend class SqlPieces;
    Sql() = default;
    QByteArray m_text;
};

/// What is put into patterns: statements with {names} for the parts that are not known in our source. A value.
class SqlPieces
{
public:
    /// Replaces a piece of that name.
    SqlPieces& set(const char* name, const Sql& piece);
    /// The pattern with each {name} replaced; what a piece holds is not looked at again. A name without a piece
    /// stays as it is, which no server accepts.
    template <std::size_t N>
    Sql into(const char (&pattern)[N]) const
    {
        return fill(QByteArrayView(pattern, static_cast<qsizetype>(N - 1)));
    }

private:
    Sql fill(QByteArrayView pattern) const;
    QHash<QByteArray, QByteArray> m_pieces;
};

/// A bound parameter; a missing value is NULL. Sent as text.
using Parameter = std::optional<QString>;
using Parameters = QList<Parameter>;

/// The rows of one answer, as text, with NULL kept apart. A value; small results only (streams use copyOut).
class Rows
{
public:
    Rows() = default;
    Rows(int columns, QList<std::optional<QString>> cells) : m_columns(columns), m_cells(std::move(cells)) {}

    qsizetype count() const { return m_columns > 0 ? m_cells.size() / m_columns : 0; }
    const std::optional<QString>& cell(qsizetype row, int column) const { return m_cells.at(row * m_columns + column); }
    QString text(qsizetype row, int column) const { return cell(row, column).value_or(QString()); }
    qint64 number(qsizetype row, int column) const { return text(row, column).toLongLong(); }
    bool flag(qsizetype row, int column) const { return text(row, column) == QLatin1String("t"); }
    bool isNull(qsizetype row, int column) const { return !cell(row, column).has_value(); }

private:
    int m_columns = 0;
    QList<std::optional<QString>> m_cells;
};

} // namespace tidemark::postgres
