// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/tablediff.h"

#include <algorithm>

namespace tidemark::restore {

core::Verdict DiffReport::verdict() const
{
    if (!areRowsEqual())
        return core::Verdict::Differences;
    const bool warned = std::any_of(findings.begin(), findings.end(), [](const core::Finding& f) {
        return f.severity != core::Severity::Info;
    });
    return warned ? core::Verdict::Warnings : core::Verdict::Ok;
}

QJsonObject DiffReport::toJson() const
{
    const auto nameJson = [](const TableName& table) {
        return QJsonObject{{QStringLiteral("schema"), table.schema}, {QStringLiteral("name"), table.name}};
    };
    QJsonArray columns;
    for (qsizetype i = 0; i < mapping.columns.size(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const qint64 changes = index < rows.changesByColumn.size() ? rows.changesByColumn[index] : 0;
        if (changes > 0)
            columns.append(QJsonObject{{QStringLiteral("name"), mapping.columns.at(i).name},
                                       {QStringLiteral("rows"), changes}});
    }
    return {{QStringLiteral("table"), nameJson(backupTable)},
            {QStringLiteral("live"), nameJson(liveTable)},
            {QStringLiteral("backupRows"), rows.dumpRows},
            {QStringLiteral("liveRows"), rows.liveRows},
            {QStringLiteral("equal"), rows.equal},
            {QStringLiteral("missing"), rows.missing},
            {QStringLiteral("changed"), rows.changed},
            {QStringLiteral("extra"), rows.extra},
            {QStringLiteral("key"), QJsonArray::fromStringList(mapping.keyNames())},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("seconds"), static_cast<double>(duration.count()) / 1000.0},
            {QStringLiteral("findings"), core::toJson(findings)}};
}

} // namespace tidemark::restore
