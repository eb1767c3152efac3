// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/contentcheck.h"

#include "archive/tabledigest.h"
#include "postgres/queries/tablecontent.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

core::Result<TableComparison> compareTable(postgres::Connection& connection, const catalog::ManifestTable& table, const core::RunContext& context)
{
    TableComparison result{table.schema, table.name, table.rows, -1, {}, !table.digest.isEmpty(), false, {}};
    archive::TableDigest digest;
    const core::Status status = postgres::copyTable(connection, table.schema, table.name, table.columns, [&](QByteArrayView row) -> core::Status {
        digest.addBytes(row);
        return {};
    });
    TIDEMARK_TRY(context.checkpoint());
    if (!status) {
        if (!connection.isUsable())
            return status.error();
        result.problem = status.error().detail;
        return result;
    }
    const archive::TableContent content = digest.finish();
    result.rows = content.rows;
    result.digest = content.digest.toHex();
    result.matches = result.comparable && content.rows == table.rows && result.digest == table.digest;
    return result;
}

} // namespace

core::Result<QList<TableComparison>> compareContent(postgres::Connection& connection, const QList<catalog::ManifestTable>& expected,
                                                    const core::RunContext& context)
{
    qint64 total = 1;
    for (const catalog::ManifestTable& table : expected)
        total += table.bytes;
    QList<TableComparison> results;
    core::Progress progress;
    progress.phase = QCoreApplication::translate("restore::contentCheck", "Comparing the content with the backup");
    progress.bytesTotal = total;
    for (const catalog::ManifestTable& table : expected) {
        TIDEMARK_TRY(context.checkpoint());
        progress.item = table.schema + QLatin1Char('.') + table.name;
        progress.fraction = static_cast<double>(progress.bytesDone) / static_cast<double>(total);
        context.report(progress);
        auto compared = compareTable(connection, table, context);
        if (!compared)
            return std::move(compared).error();
        results.append(*compared);
        progress.bytesDone += table.bytes;
    }
    return results;
}

} // namespace tidemark::restore
