// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/drillreport.h"

#include <QJsonArray>

#include <algorithm>

namespace tidemark::restore::drill {

qint64 DrilledDatabase::rows() const
{
    qint64 sum = 0;
    for (const TableComparison& table : tables)
        sum += std::max<qint64>(0, table.rows);
    return sum;
}

core::Findings DrillReport::allFindings() const
{
    core::Findings all = findings;
    for (const DrilledDatabase& database : databases)
        all += database.findings;
    return all;
}

qsizetype DrillReport::tables() const
{
    qsizetype sum = 0;
    for (const DrilledDatabase& database : databases)
        sum += database.tables.size();
    return sum;
}

qsizetype DrillReport::countOf(TableResult result) const
{
    qsizetype sum = 0;
    for (const DrilledDatabase& database : databases)
        sum += restore::countOf(database.tables, result);
    return sum;
}

qint64 DrillReport::rows() const
{
    qint64 sum = 0;
    for (const DrilledDatabase& database : databases)
        sum += database.rows();
    return sum;
}

void DrillReport::settle()
{
    verdict = core::Verdict::Ok;
    const core::Findings all = allFindings();
    for (const core::Finding& finding : all) {
        if (finding.severity == core::Severity::Warning)
            verdict = core::Verdict::Warnings;
    }
    if (core::hasBlocker(all))
        verdict = core::Verdict::Failed;
}

QJsonObject DrillReport::toJson() const
{
    QJsonArray compared;
    QJsonArray answered;
    qint64 objects = 0;
    for (const DrilledDatabase& database : databases) {
        objects += database.objects;
        for (const TableComparison& table : database.tables) {
            compared.append(QJsonObject{{QStringLiteral("database"), database.name},
                                        {QStringLiteral("schema"), table.schema},
                                        {QStringLiteral("name"), table.name},
                                        {QStringLiteral("rows"), table.rows},
                                        {QStringLiteral("expectedRows"), table.expectedRows},
                                        {QStringLiteral("digest"), table.digest},
                                        {QStringLiteral("matches"), table.matches},
                                        {QStringLiteral("rowsOnly"), table.result() == TableResult::RowsOnly}});
        }
        for (const core::SanityResult& result : database.sanity) {
            QJsonObject json = result.toJson();
            json.insert(QStringLiteral("database"), database.name);
            answered.append(json);
        }
    }
    return {{QStringLiteral("verdict"), core::verdictName(verdict)},
            {QStringLiteral("path"), source},
            {QStringLiteral("set"), setFolder},
            {QStringLiteral("kind"), catalog::setKindName(kind)},
            {QStringLiteral("place"), place.isEmpty() ? QStringLiteral("sandbox") : place},
            {QStringLiteral("serverVersion"), serverVersion},
            {QStringLiteral("objects"), objects},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("restoreSeconds"), std::chrono::duration<double>(restoreDuration).count()},
            {QStringLiteral("peakBytes"), peakBytes},
            {QStringLiteral("tables"), compared},
            {QStringLiteral("sanity"), answered},
            {QStringLiteral("findings"), core::toJson(allFindings())}};
}

} // namespace tidemark::restore::drill
