// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/refusedrow.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::restore::rows {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text);
}

QString kindText(RowKind kind)
{
    return kind == RowKind::Missing   ? QStringLiteral("missing")
           : kind == RowKind::Changed ? QStringLiteral("changed")
                                      : QStringLiteral("extra");
}

QString reasonText(const RefusedRow& row)
{
    if (row.reason == QLatin1String("gone"))
        return tr("it was deleted since the comparison");
    if (row.reason == QLatin1String("changed"))
        return tr("it was changed since the comparison");
    if (row.reason == QLatin1String("there"))
        return tr("there is a row with this key now");
    if (row.reason == QLatin1String("equal"))
        return tr(
            "backup and table have it with keys that are equal and written otherwise; missing, changed and "
            "extra rows together set it back");
    if (row.reason == QLatin1String("unreplaced"))
        return tr("the backup's row with the same values in the unique index %1 could not be put in its "
                  "place")
            .arg(core::singleLine(row.detail));
    if (row.reason == QLatin1String("unique"))
        return tr("another row has the same values in the unique index %1").arg(core::singleLine(row.detail));
    if (row.reason == QLatin1String("parent"))
        return tr("the row that it refers to is missing (%1)").arg(core::singleLine(row.detail));
    if (row.reason == QLatin1String("trigger"))
        return row.kind == RowKind::Missing ? tr("a trigger or rule kept it out")
                                            : tr("a trigger or rule kept it as it was");
    return core::singleLine(row.detail);
}

} // namespace

QString RefusedRow::toText() const
{
    return QStringLiteral("(%1): %2").arg(core::singleLine(key.join(QLatin1String(", "))), reasonText(*this));
}

QString RefusedRow::sentence() const
{
    return reasonText(*this);
}

QJsonObject RefusedRow::toJson() const
{
    return {{QStringLiteral("kind"), kindText(kind)},
            {QStringLiteral("reason"), reason},
            {QStringLiteral("detail"), detail},
            {QStringLiteral("sentence"), reasonText(*this)},
            {QStringLiteral("key"), QJsonArray::fromStringList(key)}};
}

} // namespace tidemark::restore::rows
