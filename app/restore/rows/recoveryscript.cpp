// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryscript.h"

#include "core/quoting.h"
#include "restore/rows/rowstaging.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore::rows {

namespace {

using postgres::RecoverySql;
using postgres::StagedKind;

constexpr qsizetype orphanRounds = 3;

QByteArray tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text).toUtf8();
}

QByteArray statement(const postgres::Sql& sql)
{
    return sql.text() + ";\n";
}

QByteArray comment(const QByteArray& text)
{
    return "-- " + QByteArray(text).replace('\n', "\n-- ") + '\n';
}

// A text that no name in `body` ends.
QByteArray dollarQuoted(const QByteArray& body)
{
    QByteArray tag = "$tidemark$";
    while (body.contains(tag))
        tag.insert(tag.size() - 1, '_');
    return tag + body + tag;
}

QByteArray beginning(const QByteArray& title, const QString& encoding)
{
    return comment(title) + "\\set ON_ERROR_STOP on\n\\encoding " + encoding.toLatin1() +
           "\nBEGIN;\nSET LOCAL standard_conforming_strings = on;\nSET LOCAL row_security = off;\n" +
           "SET CONSTRAINTS ALL IMMEDIATE;\n" + postgres::comparingSettings().replace("; ", ";\n") + ";\n";
}

QByteArray triggersOff(const RecoveryPlan& plan)
{
    const QList<postgres::TableTrigger> triggers = plan.triggersToSwitch();
    return triggers.isEmpty() ? QByteArray() : statement(postgres::switchTriggersOff(triggers));
}

QByteArray triggersBack(const RecoveryPlan& plan)
{
    return plan.triggersToSwitch().isEmpty() ? QByteArray() : statement(postgres::switchTriggersBack());
}

class Script
{
public:
    Script(const RecoveryPlan& plan, qint64 rowLimit,
           const std::function<core::Status(QByteArrayView)>& write, const core::RunContext& context)
        : m_plan(plan)
        , m_rowLimit(rowLimit)
        , m_write(write)
        , m_context(context)
    {
    }

    core::Status run()
    {
        const QString encoding = m_plan.tables.constFirst().encoding;
        TIDEMARK_TRY(m_write(beginning(tr("Rows of a backup are put back."), encoding)));
        for (const PlannedTable& table : m_plan.tables)
            TIDEMARK_TRY(m_write(statement(RecoverySql(table.target).lockTable())));
        for (const PlannedTable& table : m_plan.tables)
            TIDEMARK_TRY(stage(table));
        TIDEMARK_TRY(m_write(conflicts()));
        TIDEMARK_TRY(m_write(triggersOff(m_plan)));
        TIDEMARK_TRY(m_write("\n" + postgres::roleSettings().replace("; ", ";\n") + ";\n"));
        for (const PlannedTable& table : m_plan.tables)
            TIDEMARK_TRY(m_write(writing(table)));
        TIDEMARK_TRY(m_write(triggersBack(m_plan)));
        return m_write("COMMIT;\n");
    }

private:
    core::Status stage(const PlannedTable& table)
    {
        const RecoverySql sql(table.target);
        TIDEMARK_TRY(
            m_write("\n" + comment(table.liveTable.toText().toUtf8()) + statement(sql.createStages())));
        TIDEMARK_TRY(copy(table, sql.copyWanted(table.encoding), Stage::Wanted));
        TIDEMARK_TRY(copy(table, sql.copySeen(table.encoding), Stage::Seen));
        return m_write(statement(sql.fillState()) + statement(sql.pairEqualKeys(table.pairs)));
    }

    core::Status copy(const PlannedTable& table, const postgres::Sql& begin, Stage which)
    {
        qint64 rows = 0;
        qint64 more = 0;
        TIDEMARK_TRY(m_write(statement(begin)));
        const core::Status copied = forEachStagedLine(table, which, Unchosen::Guard, m_context,
                                                      [&](qint64, const QByteArray& line) -> core::Status {
                                                          if (rows++ < m_rowLimit)
                                                              return m_write(line);
                                                          ++more;
                                                          return {};
                                                      });
        if (!copied)
            return copied;
        TIDEMARK_TRY(m_write("\\.\n"));
        return more > 0 ? m_write(comment(tr("… and %1 rows more").replace("%1", QByteArray::number(more))))
                        : core::Status();
    }

    QByteArray conflicts() const
    {
        QByteArray all = "\n" + comment(tr("What collides with the live rows is left out."));
        for (const PlannedTable& table : m_plan.tables) {
            const RecoverySql sql(table.target);
            all += statement(sql.takeBefore(table.counts.changed + table.counts.extra > 0
                                                ? RecoverySql::RowLocks::ForUpdate
                                                : RecoverySql::RowLocks::None));
            for (const postgres::Sql& check : conflictChecks(sql, table))
                all += statement(check);
        }
        QList<RecoverySql> sqls;
        for (const PlannedTable& table : m_plan.tables)
            sqls.append(RecoverySql(table.target));
        // As deep as a row can need another one that was refused; of a table that refers to itself nobody
        // knows how deep. What is left over then, the server refuses, and all of it.
        const QList<postgres::Sql> orphans = orphanChecks(sqls, m_plan.tables);
        for (qsizetype round = 0; round < std::max<qsizetype>(m_plan.tables.size(), orphanRounds); ++round) {
            for (const postgres::Sql& check : orphans)
                all += statement(check);
        }
        return all;
    }

    static QByteArray writing(const PlannedTable& table)
    {
        const RecoverySql sql(table.target);
        const postgres::RowRange all{0, static_cast<qint64>(table.chosen.size())};
        QByteArray text;
        if (table.counts.missing > 0)
            text += statement(sql.write(StagedKind::Missing, all, 1));
        if (table.counts.changed > 0)
            text += statement(sql.write(StagedKind::Changed, all, 1));
        if (table.counts.extra > 0)
            text += statement(sql.write(StagedKind::Extra, all, 1));
        for (const postgres::ColumnSequence& sequence : table.facts.sequences) {
            if (sequence.maySet && table.counts.missing > 0)
                text += statement(sql.advance(sequence));
        }
        return text;
    }

    const RecoveryPlan& m_plan;
    qint64 m_rowLimit;
    const std::function<core::Status(QByteArrayView)>& m_write;
    const core::RunContext& m_context;
};

QByteArray undoStep(const RecoverySql& sql, StagedKind kind, int step)
{
    switch (kind) {
    case StagedKind::Missing:
        return statement(sql.undoDelete(step));
    case StagedKind::Changed:
        return "DO " + dollarQuoted(sql.undoUpdate(step)) + ";\n";
    case StagedKind::Extra:
        break;
    }
    return statement(sql.undoInsert(step));
}

core::Status copyInto(postgres::RecoveryTransaction& transaction, const QByteArray& head,
                      const postgres::Sql& rows, core::PartialFile& file)
{
    TIDEMARK_TRY(file.write(head + ";\n"));
    TIDEMARK_TRY(transaction.read(rows, [&](QByteArrayView line) { return file.write(line); }));
    return file.write("\\.\n");
}

} // namespace

core::Status writeRecoveryScript(const RecoveryPlan& plan, qint64 rowLimit,
                                 const std::function<core::Status(QByteArrayView)>& write,
                                 const core::RunContext& context)
{
    return Script(plan, rowLimit, write, context).run();
}

core::Status writeUndoScript(postgres::RecoveryTransaction& transaction, const QList<RecoverySql>& all,
                             const QList<WrittenStep>& steps, const RecoveryPlan& plan,
                             core::PartialFile& file)
{
    const QByteArray title = tr("Takes back what Tidemark wrote (run %1, database %2).\nRun it with psql in "
                                "that database. It changes nothing where a row was changed since.\n"
                                "Sequences that were set forward stay where they are.")
                                 .replace("%1", plan.runId.toUtf8())
                                 .replace("%2", core::singleLine(plan.database).toUtf8());
    TIDEMARK_TRY(file.write(beginning(title, all.constFirst().target().fileEncoding)));
    QByteArray check;
    for (const RecoverySql& sql : all) {
        TIDEMARK_TRY(file.write("\n" + statement(sql.undoStages())));
        TIDEMARK_TRY(copyInto(transaction, sql.undoCopyAfter(), sql.copyAfter(), file));
        TIDEMARK_TRY(copyInto(transaction, sql.undoCopyBefore(), sql.copyBefore(), file));
        TIDEMARK_TRY(file.write(statement(sql.undoFind())));
        check += (check.isEmpty() ? "" : "\n     OR ") + sql.undoCheck().text();
    }
    const QByteArray body =
        "\nBEGIN\n  IF " + check + " THEN\n    RAISE EXCEPTION USING MESSAGE = " +
        core::quoteLiteral(
            QString::fromUtf8(tr("Rows were changed since they were recovered; nothing is taken back.")))
            .toUtf8() +
        ";\n  END IF;\nEND\n";
    TIDEMARK_TRY(file.write("\nDO " + dollarQuoted(body) + ";\n\n" + triggersOff(plan)));
    TIDEMARK_TRY(file.write(postgres::roleSettings().replace("; ", ";\n") + ";\n"));
    for (auto number = static_cast<int>(steps.size()); number > 0; --number) {
        const WrittenStep& step = steps.at(number - 1);
        TIDEMARK_TRY(file.write(undoStep(all.at(step.table), step.kind, number)));
    }
    return file.write(triggersBack(plan) + "COMMIT;\n");
}

} // namespace tidemark::restore::rows
