// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/verdict.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace tidemark::store {

enum class RunKind
{
    Backup,
    Restore,
    Check,
    Import,
    Removal,
};

enum class RunState
{
    Running,
    Ended,
    Interrupted, // its process is gone and said nothing
};

QString runKindName(RunKind kind); // stable: "backup", "restore", "check", "import", "removal"

/// One run as the activity panel and the history show it. Holds no secret: plans and logs are masked by their makers.
struct RunRecord
{
    QString runId;
    RunKind kind = RunKind::Backup;
    QString profileId;
    QString profileName;
    QString subject; // the database
    QDateTime started; // UTC
    QDateTime ended;   // UTC; invalid while it runs
    RunState state = RunState::Running;
    std::optional<core::Verdict> verdict;
    QString summary; // the verdict in a sentence
    QString setPath; // of the backup made or read
    QJsonObject plan;
    QString log; // the last 256 KiB of it
    qint64 bytes = 0;
};

/// How a run came out.
struct RunEnd
{
    QDateTime ended; // UTC
    core::Verdict verdict = core::Verdict::Failed;
    QString summary;
    QString setPath; // empty leaves what begin() said
    QString log;
    qint64 bytes = 0;
};

/// The runs of this person on this machine, in a SQLite file that the window and the command line share: several processes
/// may use it at once, each object on the thread that opened it. A row is on disk when the call returns. It is a record,
/// not the truth: a run goes on when its history cannot be written.
class History
{
public:
    /// Creates the file and brings an older one up to date; one of a newer version is opened for reading only.
    /// Errors: Corrupt (left as it is), PermissionDenied, StorageFull, Io.
    static core::Result<History> open(const QString& path = defaultPath());
    static QString defaultPath(); // dataFolder()/history.sqlite

    History(History&&) noexcept;
    History& operator=(History&&) noexcept;
    ~History();

    bool isReadOnly() const;

    /// Errors of both: Conflict (read-only file; a run id that is there already), NotFound, StorageFull, Io.
    core::Status begin(const RunRecord& run);
    core::Status end(const QString& runId, const RunEnd& end);
    /// Newest first.
    core::Result<QList<RunRecord>> recent(int limit) const;
    core::Result<RunRecord> find(const QString& runId) const;
    /// Runs of one subject on one server that have ended, newest first, without their logs. A server that is no profile has an
    /// empty id and is known by its name.
    core::Result<QList<RunRecord>> ended(RunKind kind, const QString& profileId, const QString& profileName, const QString& subject, int limit) const;
    /// Runs whose process is gone, or was of an earlier boot, become Interrupted. Says how many.
    core::Result<int> markInterrupted();
    /// How long the last run of this kind that came out well took; nothing where there was none.
    core::Result<std::optional<std::chrono::milliseconds>> lastDuration(const QString& profileId, const QString& database, RunKind kind) const;

private:
    struct Database;
    explicit History(std::unique_ptr<Database> database);
    core::Status writable() const;
    std::unique_ptr<Database> m_database;
};

} // namespace tidemark::store
