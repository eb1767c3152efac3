// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/foundrows.h"

#include <QJsonObject>

namespace tidemark::restore {

namespace {

constexpr qsizetype longestValue = 4096; // bytes; a picture is not shown

QLatin1String kindName(FoundRow::Kind kind)
{
    switch (kind) {
    case FoundRow::Kind::Missing:
        return QLatin1String("missing");
    case FoundRow::Kind::Changed:
        return QLatin1String("changed");
    case FoundRow::Kind::Extra:
        break;
    }
    return QLatin1String("extra");
}

QJsonValue json(const ShownValue& value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

} // namespace

QJsonObject FoundRow::toJson() const
{
    QJsonObject cells;
    for (const Cell& cell : identity)
        cells.insert(cell.column, json(cell.value));
    QJsonObject object{{QStringLiteral("kind"), kindName(kind)}, {QStringLiteral("key"), cells}};
    if (kind == Kind::Changed) {
        QJsonArray columns;
        for (const Change& change : changes) {
            columns.append(QJsonObject{{QStringLiteral("name"), change.column},
                                       {QStringLiteral("backup"), json(change.backup)},
                                       {QStringLiteral("now"), json(change.live)}});
        }
        object.insert(QStringLiteral("columns"), columns);
    }
    if (times > 1)
        object.insert(QStringLiteral("times"), times);
    if (keyIsAmbiguous)
        object.insert(QStringLiteral("keyRepeats"), true);
    return object;
}

FoundRows::FoundRows(const TableDiffFacts& facts, qint64 limitOfEachKind, QList<FoundRow>& into)
    : m_mapping(facts.mapping)
    , m_encoding(facts.encoding.toLatin1())
    , m_limit(limitOfEachKind)
    , m_into(into)
{
}

core::Status FoundRows::missing(const archive::DiffRow& dump)
{
    keepLone(FoundRow::Kind::Missing, dump);
    return {};
}

core::Status FoundRows::extra(const archive::DiffRow& live)
{
    keepLone(FoundRow::Kind::Extra, live);
    return {};
}

core::Status FoundRows::changed(const archive::DiffRow& dump, const archive::DiffRow& live,
                                const std::vector<int>& columns)
{
    qint64& kept = m_kept[static_cast<int>(FoundRow::Kind::Changed)];
    if (kept >= m_limit)
        return {};
    ++kept;
    const archive::Values before = dump.values();
    const archive::Values now = live.values();
    FoundRow found;
    found.kind = FoundRow::Kind::Changed;
    found.identity = identityOf(before, dump);
    for (const int column : columns) {
        const auto index = static_cast<std::size_t>(column);
        if (index < before.size() && index < now.size())
            found.changes.append(
                {m_mapping.columns.at(column).name, shown(before[index]), shown(now[index])});
    }
    m_into.append(found);
    return {};
}

void FoundRows::keepLone(FoundRow::Kind kind, const archive::DiffRow& row)
{
    qint64& kept = m_kept[static_cast<int>(kind)];
    if (kept >= m_limit)
        return;
    ++kept;
    FoundRow found;
    found.kind = kind;
    found.times = row.times;
    found.keyIsAmbiguous = row.keyIsAmbiguous;
    found.identity = identityOf(row.values(), row);
    m_into.append(found);
}

QList<FoundRow::Cell> FoundRows::identityOf(const archive::Values& values, const archive::DiffRow& row) const
{
    QList<FoundRow::Cell> cells;
    const bool byKey = !m_mapping.key.empty() && !row.keyIsAmbiguous;
    const auto add = [&](qsizetype column) {
        const auto index = static_cast<std::size_t>(column);
        if (index < values.size())
            cells.append({m_mapping.columns.at(column).name, shown(values[index])});
    };
    for (qsizetype column = 0; !byKey && column < m_mapping.columns.size(); ++column)
        add(column);
    for (std::size_t i = 0; byKey && i < m_mapping.key.size(); ++i)
        add(m_mapping.key[i]);
    return cells;
}

ShownValue FoundRows::shown(const archive::Value& value) const
{
    if (!value)
        return std::nullopt;
    if (value->size() <= longestValue)
        return m_encoding.decode(*value);
    return m_encoding.decode(value->left(longestValue)) + QChar(0x2026);
}

} // namespace tidemark::restore
