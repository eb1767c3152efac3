// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/history.h"

#include "core/processidentity.h"
#include "core/text.h"
#include "store/folders.h"
#include "store/sqlitefile.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QVariant>

#include <utility>

namespace tidemark::store {

namespace {

constexpr int knownVersion = 1;
constexpr int keptRuns = 2000;
constexpr qsizetype keptLog = 256 << 10;

QString said(const char* text)
{
    return QCoreApplication::translate("store::History", text);
}
QString cannotRead()
{
    return said(QT_TRANSLATE_NOOP("store::History", "The history cannot be read."));
}
QString cannotWrite()
{
    return said(QT_TRANSLATE_NOOP("store::History", "The history cannot be written."));
}

RunKind kindFromName(const QString& name)
{
    for (const RunKind kind : {RunKind::Restore, RunKind::Check, RunKind::Import, RunKind::Removal}) {
        if (name == runKindName(kind))
            return kind;
    }
    return RunKind::Backup;
}

RunState stateFromName(const QString& name)
{
    if (name == u"running")
        return RunState::Running;
    return name == u"ended" ? RunState::Ended : RunState::Interrupted;
}

/// SQLite would store a null QString as NULL, and the columns refuse that.
QString text(const QString& value)
{
    return value.isNull() ? QStringLiteral("") : value;
}

const QString& columns()
{
    static const QString list = QStringLiteral("run_id, kind, profile_id, profile_name, subject, started_utc, ended_utc, state,"
                                               " verdict, summary, set_path, plan_json, log, bytes");
    return list;
}

RunRecord recordOf(const QSqlQuery& row)
{
    RunRecord run;
    run.runId = row.value(0).toString();
    run.kind = kindFromName(row.value(1).toString());
    run.profileId = row.value(2).toString();
    run.profileName = row.value(3).toString();
    run.subject = row.value(4).toString();
    run.started = QDateTime::fromMSecsSinceEpoch(row.value(5).toLongLong(), Qt::UTC);
    if (!row.value(6).isNull())
        run.ended = QDateTime::fromMSecsSinceEpoch(row.value(6).toLongLong(), Qt::UTC);
    run.state = stateFromName(row.value(7).toString());
    if (!row.value(8).isNull())
        run.verdict = core::verdictFromName(row.value(8).toString());
    run.summary = row.value(9).toString();
    run.setPath = row.value(10).toString();
    run.plan = QJsonDocument::fromJson(row.value(11).toString().toUtf8()).object();
    run.log = row.value(12).toString();
    run.bytes = row.value(13).toLongLong();
    return run;
}

core::Status createTables(const SqliteFile& file)
{
    // Times are milliseconds since 1970 in UTC. `process` tells whether the run's process still lives.
    static constexpr const char* statements[] = {
        "CREATE TABLE runs (run_id TEXT PRIMARY KEY, kind TEXT NOT NULL, profile_id TEXT NOT NULL, profile_name TEXT NOT NULL,"
        " subject TEXT NOT NULL, started_utc INTEGER NOT NULL, ended_utc INTEGER, state TEXT NOT NULL, verdict TEXT,"
        " summary TEXT NOT NULL, set_path TEXT NOT NULL, plan_json TEXT NOT NULL, log TEXT NOT NULL, bytes INTEGER NOT NULL,"
        " process TEXT NOT NULL)",
        "CREATE INDEX runs_started ON runs (started_utc)",
        "CREATE INDEX runs_state ON runs (state)",
        "PRAGMA user_version = 1",
    };
    for (const char* statement : statements) {
        if (auto done = file.run(QLatin1String(statement), {}, cannotWrite()); !done)
            return std::move(done).error();
    }
    return {};
}

} // namespace

struct History::Database
{
    SqliteFile file;
    bool readOnly = false;
};

QString runKindName(RunKind kind)
{
    switch (kind) {
    case RunKind::Restore:
        return QStringLiteral("restore");
    case RunKind::Check:
        return QStringLiteral("check");
    case RunKind::Import:
        return QStringLiteral("import");
    case RunKind::Removal:
        return QStringLiteral("removal");
    case RunKind::Backup:
        break;
    }
    return QStringLiteral("backup");
}

History::History(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

QString History::defaultPath()
{
    return dataFolder() + QStringLiteral("/history.sqlite");
}

core::Result<History> History::open(const QString& path)
{
    auto database = std::make_unique<Database>();
    TIDEMARK_TRY(database->file.open(path));
    const SqliteFile& file = database->file;
    core::Result<int> version = file.userVersion();
    if (!version)
        return std::move(version).error();
    if (*version < knownVersion) {
        // Looked at again inside the transaction: another process may have been faster.
        TIDEMARK_TRY(file.inTransaction(cannotWrite(), [&]() -> core::Status {
            const core::Result<int> now = file.userVersion();
            if (!now)
                return now.error();
            return *now < 1 ? createTables(file) : core::Status();
        }));
    } else if (*version > knownVersion) {
        database->readOnly = true;
        if (auto done = file.run(QStringLiteral("PRAGMA query_only = ON"), {}, cannotRead()); !done)
            return std::move(done).error();
    }
    return History(std::move(database));
}

bool History::isReadOnly() const
{
    return m_database->readOnly;
}

core::Status History::writable() const
{
    if (!m_database->readOnly)
        return {};
    return core::Error{core::ErrorKind::Conflict,
                       said(QT_TRANSLATE_NOOP("store::History", "The history was written by a newer version of Tidemark and can only be read.")), {},
                       said(QT_TRANSLATE_NOOP("store::History", "Use the newer version."))};
}

core::Status History::begin(const RunRecord& run)
{
    TIDEMARK_TRY(writable());
    const QJsonObject self = core::ProcessIdentity::self().toJson();
    const SqliteFile& file = m_database->file;
    return file.inTransaction(cannotWrite(), [&]() -> core::Status {
        auto inserted = file.run(
            QStringLiteral("INSERT INTO runs (run_id, kind, profile_id, profile_name, subject, started_utc, state, summary, set_path,"
                           " plan_json, log, bytes, process)"
                           " VALUES (?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"),
            {text(run.runId), runKindName(run.kind), text(run.profileId), text(run.profileName), text(run.subject),
             run.started.toMSecsSinceEpoch(), text(run.summary), text(run.setPath),
             QString::fromUtf8(QJsonDocument(run.plan).toJson(QJsonDocument::Compact)), text(run.log.right(keptLog)), run.bytes,
             QString::fromUtf8(QJsonDocument(self).toJson(QJsonDocument::Compact))},
            cannotWrite());
        if (!inserted)
            return std::move(inserted).error();
        if (inserted->numRowsAffected() != 1)
            return core::Error{core::ErrorKind::Conflict, said(QT_TRANSLATE_NOOP("store::History", "This run is in the history already.")), run.runId, {}};
        return {};
    });
}

core::Status History::end(const QString& runId, const RunEnd& end)
{
    TIDEMARK_TRY(writable());
    const SqliteFile& file = m_database->file;
    return file.inTransaction(cannotWrite(), [&]() -> core::Status {
        auto updated = file.run(QStringLiteral("UPDATE runs SET ended_utc = ?, state = 'ended', verdict = ?, summary = ?,"
                                               " set_path = coalesce(nullif(?, ''), set_path), log = ?, bytes = ? WHERE run_id = ?"),
                                {end.ended.toMSecsSinceEpoch(), core::verdictName(end.verdict), text(end.summary), text(end.setPath),
                                 text(end.log.right(keptLog)), end.bytes, runId},
                                cannotWrite());
        if (!updated)
            return std::move(updated).error();
        if (updated->numRowsAffected() != 1)
            return core::Error{core::ErrorKind::NotFound, said(QT_TRANSLATE_NOOP("store::History", "This run is not in the history.")), runId, {}};
        auto pruned = file.run(QStringLiteral("DELETE FROM runs WHERE state <> 'running' AND rowid NOT IN"
                                              " (SELECT rowid FROM runs ORDER BY started_utc DESC LIMIT %1)").arg(keptRuns),
                               {}, cannotWrite());
        if (!pruned)
            return std::move(pruned).error();
        return {};
    });
}

core::Result<QList<RunRecord>> History::recent(int limit) const
{
    auto rows = m_database->file.run(QStringLiteral("SELECT %1 FROM runs ORDER BY started_utc DESC, rowid DESC LIMIT ?").arg(columns()), {limit}, cannotRead());
    if (!rows)
        return std::move(rows).error();
    QList<RunRecord> runs;
    while (rows->next())
        runs.append(recordOf(*rows));
    return runs;
}

core::Result<QList<RunRecord>> History::ended(RunKind kind, const QString& profileId, const QString& profileName, const QString& subject, int limit) const
{
    QString wanted = columns();
    wanted.replace(QLatin1String(" log,"), QLatin1String(" '',"));
    auto rows = m_database->file.run(QStringLiteral("SELECT %1 FROM runs WHERE kind = ? AND state = 'ended' AND profile_id = ? AND (profile_id <> '' OR profile_name = ?)"
                                                    " AND subject = ? ORDER BY started_utc DESC, rowid DESC LIMIT ?").arg(wanted),
                                     {runKindName(kind), text(profileId), text(profileName), text(subject), limit}, cannotRead());
    if (!rows)
        return std::move(rows).error();
    QList<RunRecord> runs;
    while (rows->next())
        runs.append(recordOf(*rows));
    return runs;
}

core::Result<RunRecord> History::find(const QString& runId) const
{
    auto rows = m_database->file.run(QStringLiteral("SELECT %1 FROM runs WHERE run_id = ?").arg(columns()), {runId}, cannotRead());
    if (!rows)
        return std::move(rows).error();
    if (rows->next())
        return recordOf(*rows);
    return core::Error{core::ErrorKind::NotFound, said(QT_TRANSLATE_NOOP("store::History", "This run is not in the history.")), runId, {}};
}

core::Result<int> History::markInterrupted()
{
    TIDEMARK_TRY(writable());
    const SqliteFile& file = m_database->file;
    auto rows = file.run(QStringLiteral("SELECT run_id, process FROM runs WHERE state = 'running'"), {}, cannotRead());
    if (!rows)
        return std::move(rows).error();
    QStringList gone;
    while (rows->next()) {
        const auto process = core::ProcessIdentity::fromJson(QJsonDocument::fromJson(rows->value(1).toByteArray()).object());
        if (process.liveness() == core::Liveness::Gone)
            gone.append(rows->value(0).toString());
    }
    rows->finish();
    int marked = 0;
    const QString summary = said(QT_TRANSLATE_NOOP("store::History", "Interrupted: the program ended before the run did."));
    for (const QString& runId : std::as_const(gone)) {
        auto updated = file.run(QStringLiteral("UPDATE runs SET state = 'interrupted', summary = ? WHERE run_id = ? AND state = 'running'"), {summary, runId}, cannotWrite());
        if (!updated)
            return std::move(updated).error();
        marked += updated->numRowsAffected();
    }
    return marked;
}

core::Result<std::optional<std::chrono::milliseconds>> History::lastDuration(const QString& profileId, const QString& database, RunKind kind) const
{
    auto rows = m_database->file.run(QStringLiteral("SELECT ended_utc - started_utc FROM runs WHERE profile_id = ? AND subject = ? AND kind = ?"
                                                    " AND state = 'ended' AND verdict IN ('ok', 'warnings') ORDER BY started_utc DESC LIMIT 1"),
                                     {text(profileId), text(database), runKindName(kind)}, cannotRead());
    if (!rows)
        return std::move(rows).error();
    if (!rows->next())
        return std::optional<std::chrono::milliseconds>();
    return std::optional<std::chrono::milliseconds>(std::chrono::milliseconds(rows->value(0).toLongLong()));
}

} // namespace tidemark::store
