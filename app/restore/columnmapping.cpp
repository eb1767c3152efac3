// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/columnmapping.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::columnMapping", text);
}

QString listed(const QStringList& names)
{
    QStringList shown;
    for (const QString& name : names)
        shown.append(core::singleLine(name));
    return shown.join(QLatin1String(", "));
}

const postgres::LiveColumn* findColumn(const postgres::LiveTable& live, const QString& name)
{
    const auto found = std::find_if(live.columns.begin(), live.columns.end(),
                                    [&](const postgres::LiveColumn& c) { return c.name == name; });
    return found == live.columns.end() ? nullptr : &*found;
}

qsizetype indexOf(const QList<ComparedColumn>& columns, const QString& name)
{
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const ComparedColumn& c) { return c.name == name; });
    return found == columns.end() ? -1 : found - columns.begin();
}

// A pg_dump of before 2018 leaves the schema out where it is the table's own.
bool isSameType(const QString& backup, const QString& live)
{
    return backup.isEmpty() || backup == live || live.endsWith(QLatin1Char('.') + backup);
}

void addColumnFindings(const QList<BackedUpColumn>& backup, const postgres::LiveTable& live,
                       ColumnMapping& mapping)
{
    const auto add = [&mapping](Severity severity, const char* id, const QString& sentence,
                                const QString& hint = {}) {
        mapping.findings.append({severity, QLatin1String(id), sentence, hint, {}});
    };
    if (!mapping.onlyInBackup.isEmpty())
        add(Severity::Warning, "diff.columnOnlyInBackup",
            tr("Only the backup has these columns; they are not compared: %1.")
                .arg(listed(mapping.onlyInBackup)));
    if (!mapping.onlyLive.isEmpty())
        add(Severity::Warning, "diff.columnOnlyLive",
            tr("Only the live table has these columns; they are not compared: %1.")
                .arg(listed(mapping.onlyLive)));
    if (!mapping.generated.isEmpty())
        add(Severity::Info, "diff.columnGenerated",
            tr("The server generates these columns, so backups do not have them; they are not compared: %1.")
                .arg(listed(mapping.generated)));
    for (const ComparedColumn& column : std::as_const(mapping.columns)) {
        if (!isSameType(column.backupType, column.liveType)) {
            add(Severity::Warning, "diff.typeDiffers",
                tr("The column %1 is %2 in the backup and %3 in the live table; its values are compared as "
                   "they are printed.")
                    .arg(core::singleLine(column.name), core::singleLine(column.backupType),
                         core::singleLine(column.liveType)));
        }
    }
    QStringList liveOrder;
    for (const postgres::LiveColumn& column : live.columns) {
        if (indexOf(mapping.columns, column.name) >= 0)
            liveOrder.append(column.name);
    }
    if (liveOrder != mapping.columnNames() && !backup.isEmpty())
        add(Severity::Info, "diff.columnOrder",
            tr("The columns stand in another order in the live table; they are compared by name."));
}

core::Status chooseKey(const QStringList& chosen, const postgres::LiveTable& live, ColumnMapping& mapping)
{
    for (const QString& name : chosen) {
        const qsizetype index = indexOf(mapping.columns, name);
        if (index < 0) {
            return core::Error{core::ErrorKind::InvalidInput,
                               tr("The key column %1 is not in both tables.").arg(core::singleLine(name)),
                               {},
                               tr("Columns that both have: %1.").arg(listed(mapping.columnNames()))};
        }
        if (std::find(mapping.key.begin(), mapping.key.end(), static_cast<int>(index)) == mapping.key.end())
            mapping.key.push_back(static_cast<int>(index));
    }
    mapping.keyKind = ColumnMapping::Key::Chosen;
    const bool unique =
        std::any_of(live.uniqueKeys.begin(), live.uniqueKeys.end(), [&](const QStringList& index) {
            return std::all_of(index.begin(), index.end(), [&](const QString& name) {
                const postgres::LiveColumn* column = findColumn(live, name);
                return chosen.contains(name) && column && column->notNull;
            });
        });
    mapping.keyIsUnique = unique;
    if (!unique) {
        mapping.findings.append(
            {Severity::Info,
             QStringLiteral("diff.keyMayRepeat"),
             tr("No unique index of the live table says that each row has a key of its own: %1.")
                 .arg(listed(chosen)),
             tr("Where several rows that differ have the same key, they are counted as missing and extra."),
             {}});
    }
    return {};
}

void takePrimaryKey(const postgres::LiveTable& live, ColumnMapping& mapping)
{
    for (const QString& name : live.primaryKey) {
        const qsizetype index = indexOf(mapping.columns, name);
        if (index < 0) {
            mapping.key.clear();
            mapping.findings.append({Severity::Warning,
                                     QStringLiteral("diff.keyNotInBackup"),
                                     tr("The column %1 of the primary key is not in the backup, so rows are "
                                        "compared as a whole: one that changed is one missing and one extra.")
                                         .arg(core::singleLine(name)),
                                     tr("Name the columns that identify a row with --key."),
                                     {}});
            return;
        }
        mapping.key.push_back(static_cast<int>(index));
    }
    if (!mapping.key.empty()) {
        mapping.keyKind = ColumnMapping::Key::Primary;
        return;
    }
    mapping.findings.append({Severity::Info,
                             QStringLiteral("diff.noKey"),
                             tr("The live table has no primary key, so rows are compared as a whole: one "
                                "that changed is one missing and one extra."),
                             tr("Name the columns that identify a row with --key."),
                             {}});
}

} // namespace

QStringList ColumnMapping::columnNames() const
{
    QStringList names;
    for (const ComparedColumn& column : columns)
        names.append(column.name);
    return names;
}

QStringList ColumnMapping::keyNames() const
{
    QStringList names;
    for (const int index : key)
        names.append(columns.at(index).name);
    return names;
}

archive::RowForm ColumnMapping::rowForm() const
{
    std::vector<archive::ValueForm> forms;
    for (const ComparedColumn& column : columns)
        forms.push_back(column.form);
    return archive::RowForm(std::move(forms), key);
}

core::Result<ColumnMapping> mapColumns(const QList<BackedUpColumn>& backup, const postgres::LiveTable& live,
                                       const QStringList& chosenKey)
{
    ColumnMapping mapping;
    for (const BackedUpColumn& column : backup) {
        const postgres::LiveColumn* const same = findColumn(live, column.name);
        if (!same) {
            mapping.onlyInBackup.append(column.name);
        } else if (!same->generated) {
            mapping.columns.append(
                {column.name, column.type, same->type, archive::valueFormOf(same->plainType.toUtf8())});
        }
    }
    for (const postgres::LiveColumn& column : live.columns) {
        const bool known = std::any_of(backup.begin(), backup.end(),
                                       [&](const BackedUpColumn& c) { return c.name == column.name; });
        if (column.generated)
            mapping.generated.append(column.name);
        else if (!known)
            mapping.onlyLive.append(column.name);
    }
    if (mapping.columns.isEmpty() && !backup.isEmpty() && !live.columns.isEmpty()) {
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("The two tables have no column in common."),
                           {},
                           tr("Compare with the right table: --live names it.")};
    }
    addColumnFindings(backup, live, mapping);
    if (chosenKey.isEmpty())
        takePrimaryKey(live, mapping);
    else
        TIDEMARK_TRY(chooseKey(chosenKey, live, mapping));
    return mapping;
}

} // namespace tidemark::restore
