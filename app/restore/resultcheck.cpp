// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/resultcheck.h"

#include "core/quoting.h"
#include "postgres/queries/relations.h"
#include "restore/attachedindexes.h"
#include "restore/contentcheck.h"
#include "restore/namelist.h"
#include "restore/restoreprogress.h"
#include "restore/soundness.h"
#include "restore/valuecomparison.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::restore {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::resultCheck", text);
}

/// Those that got indexes, constraints or partitions, whether they were made themselves or not.
QSet<postgres::RelationName> tablesOfParts(const archive::TocGraph& graph, const RestoreScope& scope)
{
    QSet<postgres::RelationName> tables;
    const auto add = [&](int index) {
        if (index >= 0)
            tables.insert({graph.entry(index).schema(), graph.entry(index).tag()});
    };
    for (const archive::SelectedEntry& entry : scope.selection.entries) {
        const archive::EntryKind kind = graph.kind(graph.indexOf(entry.dumpId));
        if (kind == archive::EntryKind::Index || kind == archive::EntryKind::Constraint)
            add(graph.whole(graph.indexOf(entry.dumpId)));
    }
    for (const int dumpId : scope.attachedLast)
        add(graph.otherSide(graph.indexOf(dumpId)));
    return tables;
}

} // namespace

ResultCheck::ResultCheck(const RestorePlan& plan, RestoreReport& report)
    : m_plan(plan)
    , m_report(report)
{
}

QString ResultCheck::subjectOf(const EntryProblem& problem) const
{
    const archive::TocEntry* entry = m_plan.source.toc.byDumpId(problem.dumpId);
    if (!entry)
        return QString::number(problem.dumpId);
    const QString schema = entry->schema().isEmpty() ? QString() : entry->schema() + QLatin1Char('.');
    return core::singleLine(entry->type() + QLatin1Char(' ') + schema + entry->tag());
}

void ResultCheck::judgeOwners(const QList<EntryProblem>& problems)
{
    for (const EntryProblem& problem : problems)
        m_report.add(core::Severity::Warning, "restore.owner",
                     tr("%1 belongs to the role that restored it.").arg(subjectOf(problem)), problem.message);
}

void ResultCheck::judgeProblems(const QList<EntryProblem>& problems)
{
    for (const EntryProblem& problem : problems) {
        const QString what = subjectOf(problem);
        switch (weigh(problem, m_plan.source.toc)) {
        case ProblemWeight::Harmless:
            m_report.add(core::Severity::Info, "restore.harmless",
                         tr("%1 could not be applied, which changes nothing.").arg(what), problem.message);
            break;
        case ProblemWeight::Privilege:
            m_report.add(core::Severity::Warning, "restore.privilege",
                         tr("Privileges were not restored: %1.").arg(what), problem.message);
            break;
        case ProblemWeight::Loss:
            --m_report.objects;
            m_report.add(core::Severity::Blocker, "restore.objectMissing", tr("Not restored: %1.").arg(what),
                         problem.message);
            break;
        }
    }
}

QList<archive::Relation> ResultCheck::expectedRelations() const
{
    QList<archive::Relation> relations = m_plan.source.toc.relations();
    if (m_plan.isPart() || !m_plan.isThroughPgRestore()) {
        const QSet<int> restored = m_plan.scope.dumpIds();
        relations.removeIf(
            [&restored](const archive::Relation& relation) { return !restored.contains(relation.dumpId); });
    } else {
        relations.removeIf(
            [this](const archive::Relation& relation) { return m_plan.leftOut.contains(relation.dumpId); });
    }
    return relations;
}

core::Status ResultCheck::checkRelations(postgres::Connection& connection)
{
    auto present = postgres::listRelations(connection);
    if (!present)
        return std::move(present).error();
    QSet<std::pair<QString, QString>> names;
    for (const postgres::Relation& relation : *present)
        names.insert({relation.schema, relation.name});
    for (const archive::Relation& relation : expectedRelations()) {
        if (!names.contains({relation.schema, relation.name})) {
            m_report.add(core::Severity::Blocker, "restore.relationMissing",
                         tr("%1 is in the backup and not in the restored database.")
                             .arg(core::singleLine(core::quoteQualified(relation.schema, relation.name))));
        }
    }
    return {};
}

core::Status ResultCheck::compare(postgres::Connection& connection,
                                  const QList<catalog::ManifestTable>& content,
                                  const core::RunContext& context)
{
    core::RunContext scaled = context;
    scaled.onProgress = [&context](const core::Progress& inner) {
        core::Progress progress = inner;
        progress.fraction = restoreShare + (0.97 - restoreShare) * inner.fraction.value_or(0);
        context.report(progress);
    };
    auto tables = compareContent(connection, content, m_plan.source.toc.encoding, scaled);
    if (!tables)
        return std::move(tables).error();
    return judge(connection, content, *tables, scaled);
}

core::Status ResultCheck::judge(postgres::Connection& connection,
                                const QList<catalog::ManifestTable>& content,
                                const QList<TableComparison>& tables, const core::RunContext& context)
{
    TIDEMARK_TRY(checkRelations(connection));
    m_report.tables = tables;
    judgeTogether(m_report.tables, content, m_plan.source.toc);
    // The time zone and the formats of other writers are not recorded: other text is no other content.
    for (TableComparison& table : m_report.tables)
        table.comparable = table.matches || (table.comparable && m_plan.source.isOwn());
    // Rows that were there before are not in the dump.
    if (m_plan.draft.existing != ExistingObjects::Append)
        TIDEMARK_TRY(ValueComparison(m_plan.source, connection, context).compare(content, m_report.tables));
    judgeContent();
    return judgeSoundness(connection);
}

void ResultCheck::judgeContent()
{
    // Rows are added to those that others may be at work on.
    const bool isShared = m_plan.draft.existing == ExistingObjects::Append;
    const core::Severity severity = isShared ? core::Severity::Warning : core::Severity::Blocker;
    const QString hint =
        isShared ? tr("It has rows from before; others may have written to it meanwhile.") : QString();
    for (const TableComparison& table : std::as_const(m_report.tables)) {
        const QString name = core::singleLine(core::quoteQualified(table.schema, table.name));
        switch (table.result()) {
        case TableResult::Hidden:
            m_report.add(
                core::Severity::Warning, "content.hidden",
                tr("The rows of %1 may not all be read by who restores, and were not compared.").arg(name),
                table.problem);
            break;
        case TableResult::Unreadable:
            m_report.add(core::Severity::Blocker, "content.unreadable",
                         tr("The rows of %1 could not be read.").arg(name), table.problem);
            break;
        case TableResult::RowsDiffer:
            m_report.add(severity, "content.rows",
                         tr("%1 has %2 rows instead of %3.")
                             .arg(name, QString::number(table.rows), QString::number(table.expectedRows)),
                         hint);
            break;
        case TableResult::ContentDiffers:
            m_report.add(
                severity, "content.digest",
                tr("%1 has the right number of rows, but their content differs from the backup.").arg(name),
                hint);
            break;
        case TableResult::RowsOnly:
        case TableResult::Equal:
            break;
        }
    }
    addRowsOnly();
}

void ResultCheck::addRowsOnly()
{
    QStringList names;
    for (const TableComparison& table : std::as_const(m_report.tables)) {
        if (table.result() == TableResult::RowsOnly)
            names.append(table.schema + QLatin1Char('.') + table.name);
    }
    if (names.isEmpty())
        return;
    m_report.add(
        core::Severity::Warning, "content.countsOnly",
        tr("These tables have the right number of rows, but their content could not be compared: %1.")
            .arg(listed(names)),
        tr("The dump writes values in another form than the server, and does not record its "
           "settings."));
}

core::Status ResultCheck::judgeSoundness(postgres::Connection& connection)
{
    QSet<postgres::RelationName> tables;
    const QList<archive::Relation> relations = expectedRelations();
    for (const archive::Relation& relation : relations)
        tables.insert({relation.schema, relation.name});
    for (const archive::Relation& relation : m_plan.scope.loaded)
        tables.insert({relation.schema, relation.name});
    const archive::TocGraph graph(m_plan.source.toc);
    tables.unite(tablesOfParts(graph, m_plan.scope));
    auto found = postgres::findUnsoundness(connection, tables);
    if (!found)
        return std::move(found).error();
    QSet<QString> asInBackup = partlyAttachedIndexes(graph);
    for (const archive::Relation& relation : relations) {
        if (relation.kind == archive::RelationKind::Sequence) // restored, with the value that it had
            asInBackup.insert(relation.schema + QLatin1Char('.') + relation.name);
    }
    m_report.findings += soundnessFindings(*found, asInBackup);
    return {};
}

} // namespace tidemark::restore
