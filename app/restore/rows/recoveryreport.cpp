// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryrun.h"

namespace tidemark::restore::rows {

QString writtenText(RowKind kind)
{
    return kind == RowKind::Missing   ? QStringLiteral("inserted")
           : kind == RowKind::Changed ? QStringLiteral("updated")
                                      : QStringLiteral("deleted");
}

qint64 RecoveryReport::written() const
{
    qint64 rows = 0;
    for (const RecoveredTable& table : tables)
        rows += table.inserted + table.updated + table.deleted;
    return rows;
}

QJsonObject RecoveryReport::toJson() const
{
    QJsonArray tablesJson;
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 deleted = 0;
    for (const RecoveredTable& table : tables) {
        inserted += table.inserted;
        updated += table.updated;
        deleted += table.deleted;
        tablesJson.append(
            QJsonObject{{QStringLiteral("schema"), table.table.schema},
                        {QStringLiteral("name"), table.table.name},
                        {QStringLiteral("parent"), table.isParent},
                        {QStringLiteral("inserted"), table.inserted},
                        {QStringLiteral("updated"), table.updated},
                        {QStringLiteral("deleted"), table.deleted},
                        {QStringLiteral("refused"), table.refused},
                        {QStringLiteral("different"), table.different},
                        {QStringLiteral("sequences"), QJsonArray::fromStringList(table.sequences)}});
    }
    QJsonArray keysJson;
    for (const WrittenKey& key : keys) {
        QJsonObject values;
        for (qsizetype i = 0; i < key.key.size(); ++i)
            values.insert(keyNames.at(key.table).at(i), key.key.at(i));
        keysJson.append(QJsonObject{{QStringLiteral("table"), tables.at(key.table).table.toText()},
                                    {QStringLiteral("kind"), writtenText(key.kind)},
                                    {QStringLiteral("key"), values}});
    }
    QJsonArray refusedJson;
    for (const RefusedRow& row : refused)
        refusedJson.append(row.toJson());
    return {{QStringLiteral("database"), database},
            {QStringLiteral("inserted"), inserted},
            {QStringLiteral("updated"), updated},
            {QStringLiteral("deleted"), deleted},
            {QStringLiteral("tables"), tablesJson},
            {QStringLiteral("ambiguous"), ambiguous},
            {QStringLiteral("refused"), refusedJson},
            {QStringLiteral("keys"), keysJson},
            {QStringLiteral("keysFile"), keysFile},
            {QStringLiteral("undo"), undoFile},
            {QStringLiteral("seconds"), static_cast<double>(duration.count()) / 1000.0},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::restore::rows
