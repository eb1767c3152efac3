// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/contentsummary.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::ui {

namespace {

using postgres::RelationKind;

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::contents", text);
}

bool isTable(RelationKind kind)
{
    return kind == RelationKind::Table || kind == RelationKind::PartitionedTable || kind == RelationKind::ForeignTable;
}

QStringList leftOutParts(const ContentSummary& summary)
{
    QStringList parts;
    if (summary.schemasLeftOut > 0)
        parts.append(QCoreApplication::translate("ui::contents", "%n whole schema(s) left out", nullptr, summary.schemasLeftOut));
    if (summary.tablesLeftOut > 0)
        parts.append(QCoreApplication::translate("ui::contents", "%n table(s) left out", nullptr, summary.tablesLeftOut));
    if (summary.othersLeftOut > 0)
        parts.append(QCoreApplication::translate("ui::contents", "%n view(s) or sequence(s) left out", nullptr, summary.othersLeftOut));
    if (summary.tablesWithoutRows > 0)
        parts.append(QCoreApplication::translate("ui::contents", "%n table(s) without rows", nullptr, summary.tablesWithoutRows));
    if (!summary.largeObjects)
        parts.append(tr("no large objects"));
    if (summary.patterns)
        parts.append(tr("chosen by patterns"));
    return parts;
}

QString readPart(const ContentSummary& summary)
{
    if (summary.part == backup::Part::Definitions)
        return tr("Definitions only, no rows will be read.");
    const QString rows = summary.part == backup::Part::Rows ? tr("Rows only, without definitions. ") : QString();
    if (summary.isUpperBound)
        return rows + tr("at most %1 will be read.").arg(summary.read.toText());
    if (summary.read == summary.all)
        return rows + tr("%1 will be read.").arg(summary.all.toText());
    return rows + tr("%1 of %2 will be read.").arg(summary.read.toText(), summary.all.toText());
}

} // namespace

void ContentSummary::leaveOut(RelationKind kind, backup::Keep keep)
{
    if (keep == backup::Keep::Definition)
        ++tablesWithoutRows;
    else if (isTable(kind))
        ++tablesLeftOut;
    else
        ++othersLeftOut;
}

bool canLoseRows(RelationKind kind)
{
    return kind == RelationKind::Table || kind == RelationKind::PartitionedTable || kind == RelationKind::MaterializedView;
}

ContentSummary summaryOf(const backup::ContentChoice& choice, const QList<backup::ExpectedRelation>& relations)
{
    ContentSummary summary;
    summary.part = choice.part;
    summary.largeObjects = choice.largeObjects != backup::LargeObjects::Leave;
    summary.patterns = choice.hasPatterns();
    summary.schemasLeftOut = static_cast<int>(choice.skippedSchemas.size());
    QSet<postgres::RelationName> gone;
    for (const backup::ExpectedRelation& one : relations) {
        if (!one.definition && !one.rows)
            gone.insert({one.relation.schema, one.relation.name});
    }
    QSet<postgres::RelationName> emptied; // partitioned tables named as such
    for (const backup::Exception& exception : choice.exceptions) {
        if (exception.keep == backup::Keep::Definition)
            emptied.insert({exception.schema, exception.name});
    }
    const QSet<QString> skipped(choice.skippedSchemas.begin(), choice.skippedSchemas.end());
    for (const backup::ExpectedRelation& one : relations) {
        const postgres::Relation& relation = one.relation;
        summary.all += relation.size;
        if (one.rows)
            summary.read += relation.size;
        const postgres::RelationName parent{relation.parentSchema, relation.parentName};
        const bool isOwned = relation.kind == RelationKind::Sequence && !relation.parentName.isEmpty();
        if (isOwned || skipped.contains(relation.schema))
            continue;
        if (!one.definition && !one.rows) {
            if (!gone.contains(parent))
                summary.leaveOut(relation.kind, backup::Keep::Nothing);
        } else if (choice.part == backup::Part::Everything && emptied.contains({relation.schema, relation.name}) && !emptied.contains(parent)) {
            summary.leaveOut(relation.kind, backup::Keep::Definition);
        }
    }
    return summary;
}

QString wordsOf(const backup::ContentChoice& choice)
{
    QStringList parts;
    const auto add = [&parts](const QString& words, const QStringList& names) {
        QStringList lines;
        for (const QString& name : names)
            lines.append(core::singleLine(name));
        if (!names.isEmpty())
            parts.append(words.arg(lines.join(tr(", "))));
    };
    if (choice.part != backup::Part::Everything)
        parts.append(choice.part == backup::Part::Rows ? tr("rows only") : tr("definitions only"));
    add(tr("only tables %1"), choice.tables);
    add(tr("only schemas %1"), choice.schemas);
    add(tr("without tables %1"), choice.excludedTables);
    add(tr("without schemas %1"), choice.excludedSchemas + choice.skippedSchemas);
    add(tr("without rows of %1"), choice.tablesWithoutRows);
    QStringList gone, emptied;
    for (const backup::Exception& exception : choice.exceptions)
        (exception.keep == backup::Keep::Nothing ? gone : emptied).append(exception.schema + QLatin1Char('.') + exception.name);
    add(tr("without %1"), gone);
    add(tr("without rows of %1"), emptied);
    if (choice.largeObjects != backup::LargeObjects::AsTool)
        parts.append(choice.largeObjects == backup::LargeObjects::Include ? tr("with large objects") : tr("no large objects"));
    return parts.join(tr("; "));
}

QString sentenceOf(const ContentSummary& summary)
{
    const QString read = readPart(summary);
    if (!summary.leavesOut())
        return summary.part == backup::Part::Everything ? tr("Everything in the database; %1").arg(read) : read;
    QString parts = leftOutParts(summary).join(tr(", "));
    parts.replace(0, 1, parts.at(0).toUpper());
    return tr("%1; %2").arg(parts, read);
}

} // namespace tidemark::ui
