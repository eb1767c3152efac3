// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/rows/recoveryrun.h"

#include "archive/rowcursor.h"
#include "core/partialfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "restore/rows/recoveryscript.h"
#include "restore/rows/rowstaging.h"
#include "restore/rows/rowwriting.h"
#include "restore/transactionend.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <optional>

namespace tidemark::restore::rows {

namespace {

using postgres::RecoverySql;

constexpr qint64 refusedKept = 1000;
constexpr qsizetype keysKept = 100'000;
// Of the progress bar, by what the steps cost.
constexpr double sentAt = 0.35;
constexpr double comparedAt = 0.45;
constexpr double writtenAt = 0.75;
constexpr double readBackAt = 0.9;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rows", text);
}

/// JSON has no bytes: what is no UTF-8, of a database without an encoding, is {"hex": "…"}.
QJsonValue keyValue(const QByteArray& bytes)
{
    const QString text = QString::fromUtf8(bytes);
    return text.toUtf8() != bytes ? QJsonObject{{QStringLiteral("hex"), QString::fromLatin1(bytes.toHex())}}
                                  : QJsonValue(text);
}

class Recovery
{
public:
    Recovery(const RecoveryPlan& plan, const access::ServerAccess& server, const core::RunContext& context)
        : m_plan(plan)
        , m_server(server)
        , m_context(context)
    {
        for (const PlannedTable& table : plan.tables) {
            m_sql.append(RecoverySql(table.target));
            m_report.tables.append({table.liveTable, table.isParent, 0, 0, 0, 0, 0, {}});
            m_report.keyNames.append(table.keyNames);
        }
        m_report.database = plan.database;
        m_report.findings = plan.findings;
        m_report.ambiguous = plan.ambiguous;
    }

    core::Result<RecoveryReport> run()
    {
        const auto began = std::chrono::steady_clock::now();
        if (m_plan.draft.undoFile.isEmpty())
            return core::Error{core::ErrorKind::InvalidInput,
                               tr("There is no place for the undo script."),
                               {},
                               tr("Say where: --undo-to FILE.")};
        postgres::SessionOptions options;
        options.applicationName = m_plan.applicationName();
        auto connection = m_server.connect(m_plan.database, options, m_context.stop);
        if (!connection)
            return std::move(connection).error();
        m_connection.emplace(*std::move(connection));
        if (const core::Status done = work(); !done)
            return done.error();
        m_report.duration =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        judge();
        return m_report;
    }

private:
    core::Status work()
    {
        auto transaction =
            postgres::RecoveryTransaction::begin(*m_connection, m_plan.draft.lockLimit,
                                                 tr("The rows could not be put back; nothing was written."));
        if (!transaction)
            return std::move(transaction).error();
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            TIDEMARK_TRY(transaction->run(m_sql.at(i).lockTable()));
            TIDEMARK_TRY(checkDefinition(*m_connection, m_plan.tables.at(i)));
        }
        TIDEMARK_TRY(stageAll(*transaction));
        TIDEMARK_TRY(refuseAll(*transaction));
        const QList<postgres::TableTrigger> triggers = m_plan.triggersToSwitch();
        if (!triggers.isEmpty())
            TIDEMARK_TRY(transaction->run(postgres::switchTriggersOff(triggers)));
        TIDEMARK_TRY(writeRows(*transaction));
        if (!triggers.isEmpty())
            TIDEMARK_TRY(transaction->run(postgres::switchTriggersBack()));
        TIDEMARK_TRY(readBack(*transaction));
        if (m_report.written() == 0)
            return m_context.checkpoint(); // the transaction ends by going
        auto files = writeFiles(*transaction);
        if (!files)
            return files;
        const core::Status ended = commit(*transaction);
        if (!ended && !m_keepFiles)
            removeFiles();
        return ended;
    }

    void say(const QString& phase, double fraction) const
    {
        core::Progress progress;
        progress.phase = phase;
        progress.fraction = fraction;
        progress.item = m_report.tables.constLast().table.toText();
        m_context.report(progress);
    }

    // Under the lock: the statements are made for the table as it was.
    core::Status checkDefinition(postgres::Connection& connection, const PlannedTable& table) const
    {
        auto now = postgres::describeForRecovery(connection, table.target.schema, table.target.name);
        if (!now)
            return std::move(now).error();
        if (now->oid == table.facts.oid && now->allColumns == table.facts.allColumns &&
            now->identityAlways == table.facts.identityAlways && now->triggers == table.facts.triggers)
            return {};
        return core::Error{core::ErrorKind::Conflict,
                           tr("The table %1 was altered since the comparison; nothing was written.")
                               .arg(table.liveTable.toText()),
                           {},
                           tr("Compare again.")};
    }

    core::Status stageAll(postgres::RecoveryTransaction& transaction)
    {
        say(tr("Sending the rows"), 0);
        core::RunContext scaled = m_context;
        double before = 0;
        const double share = sentAt / static_cast<double>(m_sql.size());
        scaled.onProgress = [this, &before, share](const core::Progress& inner) {
            core::Progress progress = inner;
            progress.fraction = before + share * inner.fraction.value_or(0);
            m_context.report(progress);
        };
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            before = share * static_cast<double>(i);
            TIDEMARK_TRY(stageRows(transaction, m_sql.at(i), m_plan.tables.at(i), Unchosen::Guard, scaled));
        }
        return {};
    }

    core::Status refuseAll(postgres::RecoveryTransaction& transaction)
    {
        say(tr("Comparing with the rows as they are now"), sentAt);
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            const RecoverySql& sql = m_sql.at(i);
            const RowCounts& counts = m_plan.tables.at(i).counts;
            // Even of no row, a lock needs the privilege to change it.
            const bool locks = counts.changed + counts.extra > 0;
            TIDEMARK_TRY(transaction.run(
                sql.takeBefore(locks ? RecoverySql::RowLocks::ForUpdate : RecoverySql::RowLocks::None)));
            TIDEMARK_TRY(refuseConflicts(transaction, sql, m_plan.tables.at(i)));
            if (!sql.target().key.isEmpty() || m_plan.tables.at(i).counts.missing == 0)
                continue;
            auto equal = transaction.count(sql.countEqualNow());
            if (!equal)
                return std::move(equal).error();
            if (*equal != m_plan.tables.at(i).equalNow)
                return core::Error{core::ErrorKind::Conflict,
                                   tr("Rows of %1 like those that are to be put back came or went since the "
                                      "comparison; nothing was written.")
                                       .arg(m_plan.tables.at(i).liveTable.toText()),
                                   {},
                                   tr("The table has no key, so it cannot be told which. Compare again.")};
        }
        TIDEMARK_TRY(refuseOrphans(transaction, m_sql, m_plan.tables));
        return stopAtConflicts(transaction);
    }

    core::Status stopAtConflicts(postgres::RecoveryTransaction& transaction)
    {
        if (m_plan.draft.conflicts == Conflicts::Skip)
            return {};
        for (const RecoverySql& sql : std::as_const(m_sql)) {
            auto refused = readRefused(transaction, sql, refusedKept);
            if (!refused)
                return std::move(refused).error();
            if (refused->isEmpty())
                continue;
            QStringList first;
            for (const RefusedRow& row : refused->mid(0, 10))
                first.append(row.toText());
            return core::Error{core::ErrorKind::Conflict,
                               tr("Rows of %1 collide with what is there now; nothing was written.")
                                   .arg(core::singleLine(sql.target().name)),
                               first.join(QLatin1Char('\n')),
                               tr("Leave these rows out, or let them be skipped: --conflicts skip.")};
        }
        return {};
    }

    core::Status writeRows(postgres::RecoveryTransaction& transaction)
    {
        const auto say = [this](double part) {
            this->say(tr("Writing the rows"), comparedAt + (writtenAt - comparedAt) * part);
        };
        for (bool again = true; again;) {
            TIDEMARK_TRY(transaction.setMark());
            RowWriting writing(transaction, m_sql, m_plan.rowsToWrite(), say, m_context);
            TIDEMARK_TRY(writing.run());
            m_steps = writing.steps();
            for (const RecoverySql& sql : std::as_const(m_sql)) {
                TIDEMARK_TRY(transaction.run(sql.takeAfter()));
                TIDEMARK_TRY(refuseSuppressed(transaction, sql));
            }
            auto spared = spareUnreplaced(transaction);
            if (!spared)
                return std::move(spared).error();
            again = *spared;
        }
        return stopAtConflicts(transaction);
    }

    // Without a key, a row that was changed is a missing one and an extra one that only other uniqueness
    // tells to be the same: where the first cannot be written, all is tried again without deleting the
    // second.
    core::Result<bool> spareUnreplaced(postgres::RecoveryTransaction& transaction)
    {
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            const RecoverySql& sql = m_sql.at(i);
            const PlannedTable& table = m_plan.tables.at(i);
            for (const postgres::UniqueKey& key : table.facts.uniqueKeys) {
                if (!table.target.key.isEmpty() || table.counts.extra == 0 || !isStaged(key, table))
                    continue;
                QList<qint64> numbers;
                TIDEMARK_TRY(
                    transaction.read(sql.unreplacedNumbers(key), [&](QByteArrayView line) -> core::Status {
                        numbers.append(line.trimmed().toByteArray().toLongLong());
                        return {};
                    }));
                if (numbers.isEmpty())
                    continue;
                TIDEMARK_TRY(transaction.backToMark());
                for (const qint64 number : std::as_const(numbers)) {
                    auto noted = transaction.count(sql.refuse({number, number}, postgres::StagedKind::Extra,
                                                              QStringLiteral("unreplaced"), key.index));
                    if (!noted)
                        return std::move(noted).error();
                }
                return true;
            }
        }
        return false;
    }

    core::Status readBack(postgres::RecoveryTransaction& transaction)
    {
        say(tr("Reading the rows back"), writtenAt);
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            const RecoverySql& sql = m_sql.at(i);
            RecoveredTable& table = m_report.tables[i];
            auto different = transaction.count(sql.countDifferent());
            if (!different)
                return std::move(different).error();
            table.different = *different;
            TIDEMARK_TRY(count(transaction, sql, table));
            auto refused = readRefused(transaction, sql, refusedKept);
            if (!refused)
                return std::move(refused).error();
            m_report.refused += *refused;
            if (table.inserted > 0)
                TIDEMARK_TRY(advanceSequences(transaction, i));
        }
        return {};
    }

    static core::Status refuseSuppressed(postgres::RecoveryTransaction& transaction, const RecoverySql& sql)
    {
        for (const postgres::StagedKind kind :
             {postgres::StagedKind::Missing, postgres::StagedKind::Changed, postgres::StagedKind::Extra}) {
            if (auto suppressed = transaction.count(sql.refuseSuppressed(kind)); !suppressed)
                return std::move(suppressed).error();
        }
        return transaction.run(sql.dropSuppressed());
    }

    static core::Status count(postgres::RecoveryTransaction& transaction, const RecoverySql& sql,
                              RecoveredTable& table)
    {
        auto states = transaction.ask(sql.countStates());
        if (!states)
            return std::move(states).error();
        for (qsizetype row = 0; row < states->count(); ++row) {
            const QString kind = states->text(row, 0);
            const QString state = states->text(row, 1);
            const qint64 rows = states->number(row, 3);
            if (state == QLatin1String("r"))
                table.refused += rows;
            else if (state == QLatin1String("d"))
                (kind == QLatin1String("m")   ? table.inserted
                 : kind == QLatin1String("c") ? table.updated
                                              : table.deleted) += rows;
        }
        return {};
    }

    // Not bound to the transaction: where it is rolled back, some values are skipped, as always with
    // sequences.
    core::Status advanceSequences(postgres::RecoveryTransaction& transaction, qsizetype index)
    {
        for (const postgres::ColumnSequence& sequence : m_plan.tables.at(index).facts.sequences) {
            if (!sequence.maySet || !m_sql.at(index).target().columns.contains(sequence.column))
                continue;
            auto set = transaction.ask(m_sql.at(index).advance(sequence));
            if (!set)
                return std::move(set).error();
            if (set->count() > 0)
                m_report.tables[index].sequences.append(
                    core::singleLine(sequence.schema + QLatin1Char('.') + sequence.name));
        }
        return {};
    }

    core::Status writeFiles(postgres::RecoveryTransaction& transaction)
    {
        say(tr("Writing the undo script"), readBackAt);
        m_report.undoFile = m_plan.draft.undoFile;
        m_report.keysFile = m_plan.draft.undoFile + QStringLiteral(".keys.jsonl");
        auto keys = core::PartialFile::create(m_report.keysFile, core::FileMode::Private);
        if (!keys)
            return notWritten(keys.error());
        auto undo = core::PartialFile::create(m_report.undoFile, core::FileMode::Private);
        if (!undo)
            return notWritten(undo.error());
        for (qsizetype i = 0; i < m_sql.size(); ++i) {
            if (auto written = writeKeys(transaction, i, *keys); !written)
                return notWritten(written.error());
        }
        if (auto written = writeUndoScript(transaction, m_sql, m_steps, m_plan, *undo); !written)
            return notWritten(written.error());
        if (auto kept = keys->commit(); !kept)
            return notWritten(kept.error());
        if (auto kept = undo->commit(); !kept) {
            QFile::remove(m_report.keysFile);
            return notWritten(kept.error());
        }
        return {};
    }

    static core::Error notWritten(const core::Error& error)
    {
        if (error.kind == core::ErrorKind::Cancelled)
            return error;
        return error.within(
            tr("The undo script could not be written, so nothing was changed in the database."));
    }

    core::Status writeKeys(postgres::RecoveryTransaction& transaction, qsizetype index,
                           core::PartialFile& file)
    {
        const QStringList& names = m_report.keyNames.at(index);
        const QString table = m_report.tables.at(index).table.toText();
        return transaction.read(m_sql.at(index).keysWritten(), [&](QByteArrayView line) -> core::Status {
            archive::Values values;
            if (!archive::decodeCopyLine(line.chopped(1), names.size() + 1, values))
                return core::Error{
                    core::ErrorKind::Internal, QStringLiteral("a key is no COPY line"), {}, {}};
            const QByteArray letter = values[0].value_or(QByteArray());
            WrittenKey key{index,
                           letter == "m"   ? RowKind::Missing
                           : letter == "c" ? RowKind::Changed
                                           : RowKind::Extra,
                           {}};
            QJsonObject object;
            for (qsizetype i = 0; i < names.size(); ++i) {
                const archive::Value& value = values[static_cast<std::size_t>(i + 1)];
                key.key.append(value ? QString::fromUtf8(*value) : QStringLiteral("NULL"));
                object.insert(names.at(i), value ? keyValue(*value) : QJsonValue());
            }
            if (m_report.keys.size() < keysKept)
                m_report.keys.append(key);
            const QJsonObject row{{QStringLiteral("table"), table},
                                  {QStringLiteral("kind"), writtenText(key.kind)},
                                  {QStringLiteral("key"), object}};
            return file.write(QJsonDocument(row).toJson(QJsonDocument::Compact) + '\n');
        });
    }

    void removeFiles() const
    {
        QFile::remove(m_report.undoFile);
        QFile::remove(m_report.keysFile);
    }

    core::Status commit(postgres::RecoveryTransaction& transaction)
    {
        if (const core::Status go = m_context.checkpoint(); !go) {
            transaction.rollBack();
            return go;
        }
        const core::Status ended = transaction.commit();
        if (ended)
            return {};
        // Where the server was not even asked, this ends the transaction.
        const QString id = transaction.id();
        m_connection.reset();
        // Whoever was refused while the answer was on its way does not know what was decided; the server
        // does.
        switch (outcomeOf(id, m_server, m_plan.database)) {
        case postgres::TransactionOutcome::Committed:
            m_report.findings.append(
                {core::Severity::Info,
                 QStringLiteral("rows.committed"),
                 tr("The connection ended while the changes were committed; the server says that they are."),
                 {},
                 {}});
            return {};
        case postgres::TransactionOutcome::RolledBack:
            return ended;
        case postgres::TransactionOutcome::Unknown:
            break;
        }
        m_keepFiles = true;
        return core::Error{core::ErrorKind::ConnectionFailed,
                           tr("The connection ended while the changes were committed, and the server cannot "
                              "be asked whether they are."),
                           ended.error().detail,
                           askForOutcome(id) + QLatin1Char(' ') +
                               tr("The undo script is kept: %1").arg(m_report.undoFile)};
    }

    void judge()
    {
        qint64 different = 0;
        qint64 refused = 0;
        for (const RecoveredTable& table : std::as_const(m_report.tables)) {
            different += table.different;
            refused += table.refused;
        }
        if (different > 0)
            m_report.findings.append({core::Severity::Warning,
                                      QStringLiteral("rows.different"),
                                      tr("%1 row(s) are not as in the backup after they were written: a "
                                         "trigger or a rule made something else of them.")
                                          .arg(core::countText(different)),
                                      {},
                                      {}});
        if (refused > 0)
            m_report.findings.append({core::Severity::Warning,
                                      QStringLiteral("rows.refused"),
                                      tr("%1 row(s) were left out.").arg(core::countText(refused)),
                                      {},
                                      {}});
        if (different > 0 || refused > 0 || m_report.ambiguous > 0)
            m_report.verdict = core::Verdict::Warnings;
        qint64 shown = 0;
        for (const WrittenKey& key : std::as_const(m_report.keys)) {
            if (shown++ == 20)
                break;
            m_context.log(core::LogLevel::Info,
                          QStringLiteral("%1 %2 (%3)")
                              .arg(writtenText(key.kind), m_report.tables.at(key.table).table.toText(),
                                   core::singleLine(key.key.join(QLatin1String(", ")))));
        }
        if (m_report.written() > 0)
            m_context.log(core::LogLevel::Info,
                          tr("All keys that were written: %1. To take it back: psql -f %2")
                              .arg(m_report.keysFile, core::quoteShell(m_report.undoFile)));
    }

    const RecoveryPlan& m_plan;
    const access::ServerAccess& m_server;
    const core::RunContext& m_context;
    std::optional<postgres::Connection> m_connection;
    QList<RecoverySql> m_sql;
    QList<WrittenStep> m_steps;
    RecoveryReport m_report;
    bool m_keepFiles = false;
};

} // namespace

core::Result<RecoveryReport> run(const RecoveryPlan& plan, const access::ServerAccess& server,
                                 const core::RunContext& context)
{
    return Recovery(plan, server, context).run();
}

} // namespace tidemark::restore::rows
