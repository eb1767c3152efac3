// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/basebackupfiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tidemark::archive {

namespace {

constexpr qint64 pieceBytes = 512LL << 10;
constexpr unsigned mostWorkers = 4;

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

struct FileOnDisk
{
    QString name; // below the backup's folder
    qint64 size = 0;
};

/// Folders that a server expects and does not make itself; they are empty in a backup, and some ways to copy lose such ones.
constexpr std::array<const char*, 12> neededFolders{"pg_wal",   "pg_tblspc", "pg_notify",   "pg_replslot", "pg_serial",    "pg_snapshots",
                                                    "pg_stat", "pg_stat_tmp", "pg_subtrans", "pg_twophase", "pg_commit_ts", "pg_dynshmem"};

class FolderWalk
{
public:
    explicit FolderWalk(BaseBackupJudge& judge)
        : m_judge(judge)
    {
    }
    core::Status walk(const QString& folder, const QString& prefix, const core::RunContext& context);
    std::vector<FileOnDisk> files;

private:
    BaseBackupJudge& m_judge;
};

core::Status FolderWalk::walk(const QString& folder, const QString& prefix, const core::RunContext& context)
{
    QDirIterator entries(folder, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        TIDEMARK_TRY(context.checkpoint());
        entries.next();
        const QFileInfo info = entries.fileInfo();
        const QString name = prefix + info.filePath().mid(folder.size() + 1);
        if (!info.isSymLink()) {
            if (info.isFile())
                files.push_back({name, info.size()});
            continue;
        }
        // The links that a data directory has: one for each tablespace, and perhaps that of its WAL.
        const bool isTablespace = name.startsWith(QLatin1String("pg_tblspc/")) && name.count(QLatin1Char('/')) == 1;
        if (!isTablespace && name != QLatin1String("pg_wal"))
            continue;
        if (info.isDir()) {
            TIDEMARK_TRY(walk(info.symLinkTarget(), name + QLatin1Char('/'), context));
        } else {
            m_judge.noteFinding({core::Severity::Blocker, QStringLiteral("check.linkBroken"),
                                 tr("%1 leads to %2, which is not there.").arg(name, info.symLinkTarget()),
                                 tr("Bring that folder back beside the backup, or use another backup."), {}});
        }
    }
    return {};
}

class PlainReadBack
{
public:
    PlainReadBack(QString folder, const BaseBackupOptions& options, BaseBackupJudge& judge, std::vector<FileOnDisk> files)
        : m_folder(std::move(folder))
        , m_options(options)
        , m_judge(judge)
        , m_files(std::move(files))
        , m_read(m_files.size())
    {
    }
    core::Status run(const core::RunContext& context);
    std::vector<FileReadBack> take() { return std::move(m_read); }

private:
    void work();
    core::Status readFile(std::size_t index);
    void watch(const core::RunContext& context);

    QString m_folder;
    const BaseBackupOptions& m_options;
    BaseBackupJudge& m_judge;
    const std::vector<FileOnDisk> m_files;
    std::vector<FileReadBack> m_read; // of each
    std::atomic<std::size_t> m_next = 0;
    std::atomic<qint64> m_bytes = 0;
    std::atomic<bool> m_stop = false; // cancelled, or one has failed

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    unsigned m_working = 0;
    std::optional<core::Error> m_error;
};

core::Status PlainReadBack::readFile(std::size_t index)
{
    const FileOnDisk& file = m_files[index];
    core::Result<ByteSource> source = ByteSource::open(m_folder + QLatin1Char('/') + file.name);
    if (!source)
        return std::move(source).error();
    source->setPageCache(m_options.pageCache);
    const QByteArray path = file.name.toUtf8();
    JudgedFile judged(m_judge, path);
    // Where the manifest has SHA-256 too, once is enough.
    const bool isShared = judged.kind() == ChecksumKind::Sha256;
    Checksum sha256(isShared ? ChecksumKind::None : ChecksumKind::Sha256);
    while (!m_stop) {
        const QByteArrayView piece = source->peek(pieceBytes);
        if (piece.isEmpty())
            break;
        sha256.add(piece);
        judged.add(piece);
        m_bytes += piece.size();
        source->consume(piece.size());
    }
    if (source->failure())
        return *source->failure();
    if (m_stop)
        return core::cancelledError();
    const QByteArray checksum = judged.finish();
    m_read[index] = {file.name, judged.size(), isShared ? checksum : sha256.finish()};
    return {};
}

void PlainReadBack::work()
{
    core::Status status;
    for (std::size_t index = m_next++; status && index < m_files.size() && !m_stop; index = m_next++)
        status = readFile(index);
    const std::lock_guard lock(m_mutex);
    if (!status && !m_error) {
        m_error = status.error();
        m_stop = true;
    }
    --m_working;
    m_changed.notify_all();
}

void PlainReadBack::watch(const core::RunContext& context)
{
    qint64 total = 0;
    for (const FileOnDisk& file : m_files)
        total += file.size;
    std::unique_lock lock(m_mutex);
    while (m_working > 0) {
        m_changed.wait_for(lock, std::chrono::milliseconds(100));
        if (context.stopRequested())
            m_stop = true;
        lock.unlock();
        core::Progress progress;
        progress.bytesDone = m_bytes;
        progress.bytesTotal = total;
        context.report(progress);
        lock.lock();
    }
}

core::Status PlainReadBack::run(const core::RunContext& context)
{
    m_working = std::clamp(std::thread::hardware_concurrency(), 1U, mostWorkers);
    std::vector<std::thread> workers;
    for (unsigned i = m_working; i > 0; --i)
        workers.emplace_back([this] { work(); });
    watch(context);
    for (std::thread& worker : workers)
        worker.join();
    TIDEMARK_TRY(context.checkpoint());
    if (m_error)
        return *m_error;
    return {};
}

} // namespace

JudgedFile::JudgedFile(BaseBackupJudge& judge, QByteArray path)
    : m_judge(judge)
    , m_path(std::move(path))
    , m_kind(judge.kindOf(m_path))
    , m_checksum(m_kind)
{
}

void JudgedFile::add(QByteArrayView bytes)
{
    m_checksum.add(bytes);
    m_size += bytes.size();
    const qsizetype wanted = BaseBackupJudge::headBytes(m_path) - m_head.size();
    if (wanted > 0)
        m_head += bytes.first(std::min(wanted, bytes.size()));
}

QByteArray JudgedFile::finish()
{
    const QByteArray checksum = m_checksum.finish();
    m_judge.noteFile(m_path, m_size, checksum, m_head);
    return checksum;
}

core::Status readPlainFiles(const QString& folder, const BaseBackupOptions& options, BaseBackupJudge& judge, BaseBackupContent& content,
                            const core::RunContext& context)
{
    FolderWalk walk(judge);
    TIDEMARK_TRY(walk.walk(folder, {}, context));
    // Big ones first, so that no thread ends up alone with one.
    std::sort(walk.files.begin(), walk.files.end(), [](const FileOnDisk& a, const FileOnDisk& b) { return a.size > b.size; });
    PlainReadBack reading(folder, options, judge, std::move(walk.files));
    TIDEMARK_TRY(reading.run(context));
    for (FileReadBack& file : reading.take()) {
        content.fileBytes += file.size;
        content.onDisk.append(std::move(file));
    }
    std::sort(content.onDisk.begin(), content.onDisk.end(), [](const FileReadBack& a, const FileReadBack& b) { return a.name < b.name; });
    QStringList absent;
    for (const char* name : neededFolders) {
        if (!QFileInfo(folder + QLatin1Char('/') + QLatin1String(name)).isDir())
            absent.append(QLatin1String(name));
    }
    if (!absent.isEmpty()) {
        judge.noteFinding({core::Severity::Warning, QStringLiteral("check.folderMissing"),
                           tr("These folders, mostly empty ones, are missing: %1.").arg(absent.join(QLatin1String(", "))),
                           tr("Some programs that copy files leave empty folders out. Make them again before a server is started on the backup."), {}});
    }
    return {};
}

} // namespace tidemark::archive
