// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorerun.h"

#include <QJsonArray>

namespace tidemark::restore {

void RestoreReport::add(core::Severity severity, const char* id, const QString& sentence, const QString& hint)
{
    findings.append({severity, QLatin1String(id), sentence, hint, {}});
}

qint64 RestoreReport::rows() const
{
    qint64 sum = 0;
    for (const TableComparison& table : tables)
        sum += std::max<qint64>(0, table.rows);
    return sum;
}

QJsonObject RestoreReport::toJson() const
{
    QJsonArray compared;
    for (const TableComparison& table : tables) {
        compared.append(QJsonObject{{QStringLiteral("schema"), table.schema},
                                    {QStringLiteral("name"), table.name},
                                    {QStringLiteral("rows"), table.rows},
                                    {QStringLiteral("digest"), table.digest},
                                    {QStringLiteral("matches"), table.matches},
                                    {QStringLiteral("rowsOnly"), table.result() == TableResult::RowsOnly}});
    }
    if (!file.isEmpty()) {
        return {{QStringLiteral("verdict"), core::verdictName(verdict)},
                {QStringLiteral("file"), file},
                {QStringLiteral("bytes"), bytes},
                {QStringLiteral("objects"), objects},
                {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
                {QStringLiteral("findings"), core::toJson(findings)}};
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("database"), database},
            {QStringLiteral("objects"), objects},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("restoreSeconds"), std::chrono::duration<double>(restoring).count()},
            {QStringLiteral("tables"), compared},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::restore
