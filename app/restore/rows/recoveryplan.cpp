// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryplan.h"

#include "catalog/runid.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/rows/rowfilter.h"
#include "restore/rows/rowstaging.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

constexpr qint64 refusedShown = 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text);
}

core::Error errorOf(const core::Finding& blocker)
{
    const QStringList denied{QStringLiteral("rows.privilege"), QStringLiteral("rows.rowSecurity"),
                             QStringLiteral("rows.temporary"), QStringLiteral("rows.triggersOwner")};
    core::ErrorKind kind = core::ErrorKind::InvalidInput;
    if (denied.contains(blocker.id))
        kind = core::ErrorKind::PermissionDenied;
    else if (blocker.id == QLatin1String("rows.undoExists"))
        kind = core::ErrorKind::Conflict;
    return {kind, blocker.sentence, {}, blocker.hint};
}

class Planner
{
public:
    Planner(const archive::Dump& dump, const RecoveryDraft& draft, const RecoveryFacts& facts,
            postgres::Connection& connection, const core::RunContext& context)
        : m_dump(dump)
        , m_draft(draft)
        , m_facts(facts)
        , m_connection(connection)
        , m_context(context)
    {
    }

    core::Result<RecoveryPlan> make()
    {
        m_plan.draft = m_draft;
        m_plan.runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
        m_plan.database = m_facts.database;
        m_plan.findings = validate(m_draft, m_facts);
        for (const core::Finding& finding : std::as_const(m_plan.findings)) {
            if (finding.severity == core::Severity::Blocker)
                return errorOf(finding);
        }
        m_tables.append(tableOf(m_draft, m_facts));
        TIDEMARK_TRY(choose(m_tables.first()));
        if (!m_draft.condition.isEmpty())
            TIDEMARK_TRY(applyCondition(m_tables.first()));
        TIDEMARK_TRY(check());
        m_plan.ambiguous = m_ambiguous;
        if (m_ambiguous > 0)
            m_plan.findings.append({core::Severity::Warning,
                                    QStringLiteral("rows.ambiguous"),
                                    tr("%1 row(s) share their key with others, so it cannot be told which is "
                                       "which; they are left alone.")
                                        .arg(core::countText(m_ambiguous)),
                                    tr("Name more columns as the key."),
                                    {}});
        return m_plan;
    }

    core::Result<std::vector<bool>> meeting()
    {
        PlannedTable table = tableOf(m_draft, m_facts);
        table.chosen.assign(table.chosen.size(), true);
        TIDEMARK_TRY(applyCondition(table));
        return std::move(table.chosen);
    }

private:
    PlannedTable tableOf(const RecoveryDraft& draft, const RecoveryFacts& facts) const
    {
        PlannedTable table;
        table.backupTable = facts.diff.backupTable;
        table.liveTable = facts.diff.liveTable;
        table.encoding = facts.compared.encoding;
        table.target = targetOf(draft, facts, static_cast<int>(m_tables.size()) + 1);
        table.facts = facts.table;
        for (const postgres::KeyColumn& part : std::as_const(table.target.key))
            table.keyNames.append(part.column);
        if (table.keyNames.isEmpty())
            table.keyNames = table.target.columns;
        table.rows = facts.rows;
        table.guards = facts.guards;
        table.chosen.assign(static_cast<std::size_t>(facts.rows->count()), false);
        return table;
    }

    bool isTicked(qint64 number) const
    {
        const auto at = static_cast<std::size_t>(number);
        return !m_draft.ticked || (at < m_draft.ticked->size() && (*m_draft.ticked)[at]);
    }

    core::Status choose(PlannedTable& table)
    {
        const RowFilter filter(m_draft, m_facts.compared);
        const bool changes = !table.target.changed.isEmpty();
        return table.rows->forEach([&](qint64 first, const DifferingRow& row) -> core::Status {
            if (first % 4096 == 0)
                TIDEMARK_TRY(m_context.checkpoint());
            if (!filter.matches(row) || (row.kind == RowKind::Changed && !changes))
                return {};
            if (row.keyIsAmbiguous && isTicked(first))
                m_ambiguous += row.times;
            for (qint64 number = first; !row.keyIsAmbiguous && number < first + row.times; ++number)
                table.chosen[static_cast<std::size_t>(number)] = isTicked(number);
            return {};
        });
    }

    /// The numbers that the server sends, one a line.
    static core::Status take(QByteArrayView line, std::vector<bool>& into)
    {
        const qlonglong number = line.trimmed().toByteArray().toLongLong();
        if (number >= 0 && static_cast<std::size_t>(number) < into.size())
            into[static_cast<std::size_t>(number)] = true;
        return {};
    }

    // In a transaction of its own, which can write nothing but is rolled back all the same.
    core::Status applyCondition(PlannedTable& table)
    {
        auto transaction = begin();
        if (!transaction)
            return std::move(transaction).error();
        const postgres::RecoverySql sql(table.target);
        TIDEMARK_TRY(stageRows(*transaction, sql, table, Unchosen::Leave, m_context));
        TIDEMARK_TRY(transaction->becomeReadOnly());
        std::vector<bool> chosen(table.chosen.size(), false);
        const core::Status found = transaction->readAsRole(
            sql.matching(m_draft.condition), [&](QByteArrayView line) { return take(line, chosen); });
        if (!found && found.error().kind != core::ErrorKind::Cancelled && m_connection.isUsable()) {
            return core::Error{core::ErrorKind::InvalidInput, tr("The server cannot evaluate the condition."),
                               found.error().detail,
                               tr("It may name the columns of the table in the backup: %1.")
                                   .arg(core::singleLine(table.target.columns.join(QLatin1String(", "))))};
        }
        table.chosen = std::move(chosen);
        return found;
    }

    core::Result<postgres::RecoveryTransaction> begin()
    {
        return postgres::RecoveryTransaction::begin(
            m_connection, m_draft.lockLimit,
            tr("It could not be tried what would become of the rows of %1.")
                .arg(m_facts.diff.liveTable.toText()));
    }

    core::Status check()
    {
        auto transaction = begin();
        if (!transaction)
            return std::move(transaction).error();
        m_sql.append(postgres::RecoverySql(m_tables.first().target));
        const bool offers = m_draft.parents == Parents::Bring && selfReferring(0);
        constexpr RowKinds every = RowKinds(RowKind::Missing) | RowKind::Changed | RowKind::Extra;
        if (m_draft.kinds == every)
            m_tables.first().pairs = postgres::Pairs::SetBack;
        TIDEMARK_TRY(stage(*transaction, 0, offers ? Unchosen::Offer : Unchosen::Guard));
        if (m_draft.parents == Parents::Bring)
            TIDEMARK_TRY(bringParents(*transaction));
        else
            TIDEMARK_TRY(countMissingParents(*transaction));
        TIDEMARK_TRY(refuseOrphans(*transaction, m_sql, m_tables));
        return conclude(*transaction);
    }

    bool selfReferring(qsizetype index) const
    {
        const PlannedTable& table = m_tables.at(index);
        return std::any_of(table.facts.parents.begin(), table.facts.parents.end(),
                           [&](const postgres::ForeignKey& key) {
                               return key.schema == table.target.schema && key.table == table.target.name;
                           });
    }

    core::Status stage(postgres::RecoveryTransaction& transaction, qsizetype index, Unchosen unchosen)
    {
        TIDEMARK_TRY(stageRows(transaction, m_sql.at(index), m_tables.at(index), unchosen, m_context));
        TIDEMARK_TRY(widenForPairs(transaction, index));
        TIDEMARK_TRY(transaction.run(m_sql.at(index).takeBefore(postgres::RecoverySql::RowLocks::None)));
        return refuseConflicts(transaction, m_sql.at(index), m_tables.at(index));
    }

    // What differs in such a pair was not compared, so all of it is set.
    core::Status widenForPairs(postgres::RecoveryTransaction& transaction, qsizetype index)
    {
        auto pairs = transaction.count(m_sql.at(index).countPairs());
        if (!pairs)
            return std::move(pairs).error();
        if (*pairs == 0)
            return {};
        PlannedTable& table = m_tables[index];
        table.target.changed.clear();
        for (const QString& column : std::as_const(table.target.columns)) {
            const bool wanted = m_draft.columns.isEmpty() || m_draft.columns.contains(column);
            if (wanted && !table.target.identityAlways.contains(column))
                table.target.changed.append(column);
        }
        m_sql[index] = postgres::RecoverySql(table.target);
        m_plan.findings.append({core::Severity::Info,
                                QStringLiteral("rows.equalKeys"),
                                tr("%1 row(s) have a key that is written otherwise in the backup, though the "
                                   "server holds the two for equal; they are set back, their key too.")
                                    .arg(core::countText(*pairs)),
                                {},
                                {}});
        return {};
    }

    // Each round calls parents that were offered, and compares a table more where rows need parents of it.
    core::Status bringParents(postgres::RecoveryTransaction& transaction)
    {
        for (bool more = true; more;) {
            TIDEMARK_TRY(m_context.checkpoint());
            more = false;
            for (qsizetype i = 0; i < m_tables.size(); ++i) {
                const QList<postgres::ForeignKey> keys = m_tables.at(i).facts.parents;
                for (const postgres::ForeignKey& key : keys) {
                    auto called = bringParents(transaction, i, key);
                    if (!called)
                        return std::move(called).error();
                    more = more || *called;
                }
            }
        }
        return {};
    }

    core::Result<bool> bringParents(postgres::RecoveryTransaction& transaction, qsizetype index,
                                    const postgres::ForeignKey& key)
    {
        if (!canCheck(key, m_tables.at(index)))
            return false;
        qsizetype parent = parentIndex(m_tables, key);
        auto orphans =
            transaction.count(m_sql.at(index).countOrphans(key, parent < 0 ? nullptr : &m_sql.at(parent)));
        if (!orphans)
            return std::move(orphans).error();
        if (*orphans == 0)
            return false;
        if (parent < 0) {
            auto added = addParent(transaction, key);
            if (!added)
                return std::move(added).error();
            if (!*added)
                return false;
            parent = m_tables.size() - 1;
        }
        auto called = transaction.count(m_sql.at(index).callParents(key, m_sql.at(parent)));
        if (!called)
            return std::move(called).error();
        return *called > 0;
    }

    /// False where the backup has no rows of that table, or it cannot be compared or written; a finding says
    /// so.
    core::Result<bool> addParent(postgres::RecoveryTransaction& transaction, const postgres::ForeignKey& key)
    {
        const QString name = TableName{key.schema, key.table}.toText();
        if (m_unreachable.contains(name))
            return false;
        RecoveryDraft draft;
        draft.part = m_draft.part;
        draft.diff.memoryBudget = m_draft.diff.memoryBudget;
        draft.diff.spillFolder = m_draft.diff.spillFolder;
        draft.triggers = m_draft.triggers;
        for (const archive::TocEntry& entry : m_dump.contents().parts.at(draft.part).toc.entries) {
            if (entry.type() == QLatin1String("TABLE") && entry.schema() == key.schema &&
                entry.tag() == key.table)
                draft.dumpId = entry.dumpId();
        }
        TIDEMARK_TRY(transaction.setMark());
        auto facts = gatherFacts(m_dump, draft, m_connection, m_context);
        if (!facts && (facts.error().kind == core::ErrorKind::Cancelled || !m_connection.isUsable()))
            return std::move(facts).error();
        if (!facts)
            TIDEMARK_TRY(transaction.backToMark());
        core::Findings findings =
            facts ? validate(draft, *facts)
                  : core::Findings{{core::Severity::Blocker, {}, facts.error().message, {}, {}}};
        for (const core::Finding& finding : std::as_const(findings)) {
            if (finding.severity != core::Severity::Blocker)
                continue;
            m_unreachable.append(name);
            m_plan.findings.append(
                {core::Severity::Warning,
                 QStringLiteral("rows.parentUnreachable"),
                 tr("Rows of %1 are needed and cannot be brought along: %2").arg(name, finding.sentence),
                 finding.hint,
                 {}});
            return false;
        }
        for (const core::Finding& finding : std::as_const(findings)) {
            if (finding.id.startsWith(QLatin1String("rows.")))
                m_plan.findings.append(finding);
        }
        PlannedTable table = tableOf(draft, *facts);
        table.isParent = true;
        m_tables.append(table);
        m_sql.append(postgres::RecoverySql(table.target));
        TIDEMARK_TRY(stage(transaction, m_tables.size() - 1, Unchosen::Offer));
        return true;
    }

    core::Status countMissingParents(postgres::RecoveryTransaction& transaction)
    {
        for (const postgres::ForeignKey& key : std::as_const(m_tables.first().facts.parents)) {
            if (!canCheck(key, m_tables.first()))
                continue;
            const qsizetype parent = parentIndex(m_tables, key);
            auto orphans =
                transaction.count(m_sql.first().countOrphans(key, parent < 0 ? nullptr : &m_sql.first()));
            if (!orphans)
                return std::move(orphans).error();
            if (*orphans > 0)
                m_plan.findings.append(
                    {core::Severity::Warning, QStringLiteral("rows.parentsMissing"),
                     tr("%1 of these rows refer to rows of %2 that are missing too (%3).")
                         .arg(core::countText(*orphans), TableName{key.schema, key.table}.toText(),
                              core::singleLine(key.name)),
                     tr("Bring them along from the same backup: --with-parents."),
                     QStringLiteral("rows.withParents")});
        }
        return {};
    }

    core::Status conclude(postgres::RecoveryTransaction& transaction)
    {
        for (qsizetype i = 0; i < m_tables.size(); ++i) {
            PlannedTable& table = m_tables[i];
            auto states = transaction.ask(m_sql.at(i).countStates());
            if (!states)
                return std::move(states).error();
            for (qsizetype row = 0; row < states->count(); ++row)
                addCount(states->text(row, 0), states->text(row, 1), states->number(row, 3), table.counts);
            if (i == 0 && table.counts.refused > 0) {
                auto refused = readRefused(transaction, m_sql.at(i), refusedShown);
                if (!refused)
                    return std::move(refused).error();
                m_plan.refused = *std::move(refused);
            }
            if (table.isParent || m_draft.parents == Parents::Bring)
                TIDEMARK_TRY(keepWaiting(transaction, i));
            if (table.target.key.isEmpty() && table.counts.missing > 0) {
                auto equal = transaction.count(m_sql.at(i).countEqualNow());
                if (!equal)
                    return std::move(equal).error();
                table.equalNow = *equal;
            }
        }
        orderTables();
        return {};
    }

    static void addCount(const QString& kind, const QString& state, qint64 rows, RowCounts& counts)
    {
        if (state == QLatin1String("r"))
            counts.refused += rows;
        else if (state == QLatin1String("w"))
            (kind == QLatin1String("m")   ? counts.missing
             : kind == QLatin1String("c") ? counts.changed
                                          : counts.extra) += rows;
    }

    // What was offered and called is chosen from now on; what is refused stays chosen, so that the run says
    // so.
    core::Status keepWaiting(postgres::RecoveryTransaction& transaction, qsizetype index)
    {
        return transaction.read(m_sql.at(index).waitingNumbers(),
                                [&](QByteArrayView line) { return take(line, m_tables[index].chosen); });
    }

    // Each table after those that its rows refer to, as far as they do not go in a circle.
    void orderTables()
    {
        QList<bool> placed(m_tables.size(), false);
        const auto place = [&](const auto& self, qsizetype index) -> void {
            if (placed.at(index))
                return;
            placed[index] = true;
            for (const postgres::ForeignKey& key : std::as_const(m_tables.at(index).facts.parents)) {
                const qsizetype parent = parentIndex(m_tables, key);
                if (parent >= 0)
                    self(self, parent);
            }
            m_plan.tables.append(m_tables.at(index));
        };
        for (qsizetype i = m_tables.size() - 1; i >= 0; --i)
            place(place, i);
    }

    const archive::Dump& m_dump;
    const RecoveryDraft& m_draft;
    const RecoveryFacts& m_facts;
    postgres::Connection& m_connection;
    const core::RunContext& m_context;
    QList<PlannedTable> m_tables; // the chosen one first
    QList<postgres::RecoverySql> m_sql;
    QStringList m_unreachable;
    qint64 m_ambiguous = 0;
    RecoveryPlan m_plan;
};

} // namespace

qint64 RecoveryPlan::rowsToWrite() const
{
    qint64 rows = 0;
    for (const PlannedTable& table : tables)
        rows += table.counts.toWrite();
    return rows;
}

QList<postgres::TableTrigger> RecoveryPlan::triggersToSwitch() const
{
    QList<postgres::TableTrigger> triggers;
    for (const PlannedTable& table : tables) {
        if (draft.triggers == Triggers::Off)
            triggers.append(table.facts.triggers);
    }
    return triggers;
}

QString RecoveryPlan::applicationName() const
{
    return catalog::applicationNameOf(runId);
}

QJsonObject RecoveryPlan::toJson() const
{
    QJsonArray planned;
    for (const PlannedTable& table : tables) {
        planned.append(
            QJsonObject{{QStringLiteral("schema"), table.liveTable.schema},
                        {QStringLiteral("name"), table.liveTable.name},
                        {QStringLiteral("parent"), table.isParent},
                        {QStringLiteral("key"), QJsonArray::fromStringList(table.keyNames)},
                        {QStringLiteral("columns"), QJsonArray::fromStringList(table.target.changed)},
                        {QStringLiteral("insert"), table.counts.missing},
                        {QStringLiteral("update"), table.counts.changed},
                        {QStringLiteral("delete"), table.counts.extra},
                        {QStringLiteral("refused"), table.counts.refused}});
    }
    return {{QStringLiteral("source"), draft.source},
            {QStringLiteral("database"), database},
            {QStringLiteral("tables"), planned},
            {QStringLiteral("condition"), draft.condition},
            {QStringLiteral("triggers"),
             draft.triggers == Triggers::Fire ? QStringLiteral("fire") : QStringLiteral("off")},
            {QStringLiteral("conflicts"),
             draft.conflicts == Conflicts::Skip ? QStringLiteral("skip") : QStringLiteral("stop")},
            {QStringLiteral("undo"), draft.undoFile}};
}

core::Result<RecoveryPlan> makePlan(const archive::Dump& dump, const RecoveryDraft& draft,
                                    const RecoveryFacts& facts, postgres::Connection& connection,
                                    const core::RunContext& context)
{
    return Planner(dump, draft, facts, connection, context).make();
}

core::Result<std::vector<bool>> rowsMeeting(const QString& condition, const RecoveryDraft& draft,
                                            const archive::Dump& dump, const RecoveryFacts& facts,
                                            postgres::Connection& connection, const core::RunContext& context)
{
    TIDEMARK_TRY(checkCondition(condition));
    RecoveryDraft asked = draft;
    asked.condition = condition;
    return Planner(dump, asked, facts, connection, context).meeting();
}

QString undoFileName(const QString& database, const QString& table, const QDateTime& when)
{
    return QStringLiteral("%1-%2-%3.sql")
        .arg(when.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'")),
             core::percentEncodeFileName(database).left(60), core::percentEncodeFileName(table).left(100));
}

} // namespace tidemark::restore::rows
