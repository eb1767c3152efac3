// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archiveopener.h"
#include "archive/decompressingreader.h"
#include "archive/folderstore.h"
#include "archive/largeobjectlist.h"
#include "archive/memberdump.h"
#include "archive/rangereader.h"
#include "archive/readbackparts.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <openssl/evp.h>
#include <thread>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Error damagedFile(const QString& path, const QString& what)
{
    return {core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(path), what,
            tr("Do not rely on this dump. Make a new backup, or use another one that passes the check.")};
}

struct FreeContext
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// SHA-256 of what passes, where it is asked for.
class FileHasher
{
public:
    explicit FileHasher(FileHash wanted)
        : m_context(wanted == FileHash::Sha256 ? EVP_MD_CTX_new() : nullptr)
        , m_fine(!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1)
    {
    }
    void add(QByteArrayView bytes)
    {
        if (m_context && EVP_DigestUpdate(m_context.get(), bytes.data(), std::size_t(bytes.size())) != 1)
            m_fine = false;
    }
    core::Result<QByteArray> finish()
    {
        if (!m_context)
            return QByteArray();
        QByteArray hash(EVP_MD_size(EVP_sha256()), '\0');
        auto* const into = reinterpret_cast<unsigned char*>(hash.data());
        if (!m_fine || EVP_DigestFinal_ex(m_context.get(), into, nullptr) != 1) {
            return core::Error{
                core::ErrorKind::Internal, tr("The SHA-256 of the file could not be computed."), {}, {}};
        }
        return hash;
    }

private:
    std::unique_ptr<EVP_MD_CTX, FreeContext> m_context;
    bool m_fine;
};

// One file that a worker reads; a list of large objects brings their files with it.
struct Job
{
    const TocEntry* entry = nullptr; // null: a file that is only hashed
    StoredMember stored;
};

struct Outcome
{
    QList<FileReadBack> files;
    std::optional<TableReadBack> table;
    qint64 largeObjects = 0;
    qint64 largeObjectBytes = 0;
};

class FolderReadBack
{
public:
    FolderReadBack(QString folder, const FolderStore& store, Toc toc, const ReadBackOptions& options)
        : m_folder(std::move(folder))
        , m_store(store)
        , m_options(options)
        , m_encoding(toc.encoding)
    {
        m_result.toc = std::move(toc);
        m_result.format = DumpFormat::Directory;
    }
    core::Result<ReadBack> run(const core::RunContext& context);

private:
    core::Status plan();
    void noteForeign();
    void work();
    core::Result<Outcome> readJob(const Job& job);
    core::Status readTable(DataReader& data, const TocEntry& entry, TableReadBack& table);
    core::Status readList(DataReader& data, const QString& name, Outcome& outcome);
    core::Result<std::unique_ptr<DataReader>> open(const StoredMember& stored, FileHasher& hasher);
    core::Status finishFile(const StoredMember& stored, FileHasher& hasher, Outcome& outcome) const;
    void watch(const core::RunContext& context);

    QString m_folder;
    const FolderStore& m_store;
    const ReadBackOptions m_options;
    TextEncoding m_encoding;
    ReadBack m_result;
    std::vector<Job> m_jobs;         // largest first
    std::vector<Outcome> m_outcomes; // of each job
    std::atomic<std::size_t> m_next = 0;
    std::atomic<qint64> m_bytes = 0; // of files, for progress
    core::RunContext m_workContext;  // for the workers: stops with the first error
    std::stop_source m_stop;

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_changed;
    std::size_t m_working = 0;
    std::optional<core::Error> m_error;
};

core::Status FolderReadBack::plan()
{
    for (const TocEntry& entry : std::as_const(m_result.toc.entries)) {
        if (!entry.hasData())
            continue;
        const std::optional<QByteArray> name = memberNameOf(m_result.toc, entry);
        if (!name) {
            return damagedFile(m_store.nameOf("toc.dat"),
                               tr("Entry %1 does not name its file.").arg(entry.dumpId()));
        }
        core::Result<std::optional<StoredMember>> stored = findStored(m_store, *name, core::silentContext());
        if (!stored)
            return std::move(stored).error();
        if (!*stored) {
            return damagedFile(m_folder, tr("The file %1 is missing. It holds the data of entry %2 (%3 %4).")
                                             .arg(QString::fromUtf8(*name), QString::number(entry.dumpId()),
                                                  entry.schema(), entry.tag()));
        }
        m_jobs.push_back({&entry, **stored});
    }
    core::Result<std::optional<StoredMember>> table = findStored(m_store, "toc.dat", core::silentContext());
    if (table && *table)
        m_jobs.push_back({nullptr, **table});
    std::stable_sort(m_jobs.begin(), m_jobs.end(), [](const Job& a, const Job& b) {
        // How large the objects of a list are is not known.
        const bool aIsList = a.entry != nullptr && a.entry->isLargeObjects();
        const bool bIsList = b.entry != nullptr && b.entry->isLargeObjects();
        return aIsList != bIsList ? aIsList : a.stored.member.size > b.stored.member.size;
    });
    m_outcomes.resize(m_jobs.size());
    return {};
}

void FolderReadBack::noteForeign()
{
    QSet<QByteArray> known;
    for (const Job& job : m_jobs)
        known.insert(job.stored.member.name);
    QList<QByteArray> foreign = m_store.others();
    const QHash<QByteArray, qint64>& sizes = m_store.sizes();
    for (auto file = sizes.cbegin(); file != sizes.cend(); ++file) {
        if (!known.contains(file.key()))
            foreign.append(file.key());
    }
    std::sort(foreign.begin(), foreign.end());
    for (const QByteArray& name : std::as_const(foreign)) {
        m_result.findings.append({core::Severity::Warning,
                                  QStringLiteral("dump.foreignFile"),
                                  tr("The file %1 does not belong to the dump.").arg(QString::fromUtf8(name)),
                                  {},
                                  {}});
    }
    if (m_store.largeObjectFiles() > m_result.largeObjects) {
        m_result.findings.append({core::Severity::Warning,
                                  QStringLiteral("dump.foreignFile"),
                                  tr("%1 files of large objects are in no list of the dump.")
                                      .arg(m_store.largeObjectFiles() - m_result.largeObjects),
                                  {},
                                  {}});
    }
}

core::Result<ReadBack> FolderReadBack::run(const core::RunContext& context)
{
    TIDEMARK_TRY(plan());
    m_workContext.stop = m_stop.get_token();
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    m_working = std::min(cores, m_jobs.size());
    std::vector<std::thread> workers;
    for (std::size_t i = 0, count = m_working; i < count; ++i)
        workers.emplace_back([this] { work(); });
    watch(context);
    for (std::thread& worker : workers)
        worker.join();
    TIDEMARK_TRY(context.checkpoint());
    if (m_error && m_result.toc.newerThanKnown && m_error->kind == core::ErrorKind::Corrupt)
        return tooNew(m_folder, m_error->detail);
    if (m_error)
        return *m_error;
    QHash<int, qsizetype> order;
    for (qsizetype i = 0; i < m_result.toc.entries.size(); ++i)
        order.insert(m_result.toc.entries.at(i).dumpId(), i);
    for (Outcome& outcome : m_outcomes) {
        m_result.files.append(outcome.files);
        if (outcome.table)
            m_result.tables.append(std::move(*outcome.table));
        m_result.largeObjects += outcome.largeObjects;
        m_result.largeObjectBytes += outcome.largeObjectBytes;
    }
    std::sort(m_result.tables.begin(), m_result.tables.end(),
              [&order](const TableReadBack& a, const TableReadBack& b) {
                  return order.value(a.dumpId) < order.value(b.dumpId);
              });
    std::sort(m_result.files.begin(), m_result.files.end(),
              [](const FileReadBack& a, const FileReadBack& b) { return a.name < b.name; });
    m_result.fileBytes = m_store.totalBytes();
    noteForeign();
    return std::move(m_result);
}

// On the thread that called: progress is reported there, and a stop is handed on.
void FolderReadBack::watch(const core::RunContext& context)
{
    ReadBackProgress progress(m_folder, m_store.totalBytes(), context);
    std::unique_lock lock(m_mutex);
    while (m_working > 0) {
        m_changed.wait_for(lock, std::chrono::milliseconds(50));
        if (context.stopRequested() || m_error)
            m_stop.request_stop();
        lock.unlock();
        progress.at(m_bytes);
        lock.lock();
    }
}

void FolderReadBack::work()
{
    for (std::size_t i = m_next++; i < m_jobs.size() && !m_workContext.stopRequested(); i = m_next++) {
        core::Result<Outcome> outcome = readJob(m_jobs[i]);
        if (outcome) {
            m_outcomes[i] = std::move(*outcome);
            continue;
        }
        const std::lock_guard lock(m_mutex);
        if (!m_error || m_error->kind == core::ErrorKind::Cancelled)
            m_error = std::move(outcome).error();
        m_stop.request_stop();
    }
    const std::lock_guard lock(m_mutex);
    --m_working;
    m_changed.notify_all();
}

core::Result<std::unique_ptr<DataReader>> FolderReadBack::open(const StoredMember& stored, FileHasher& hasher)
{
    const QString path = m_store.nameOf(stored.member.name);
    core::Result<ByteSource> opened = ByteSource::open(path);
    core::Result<ByteSource> file = opened ? opened->fresh(m_workContext.stop) : std::move(opened);
    if (!file)
        return std::move(file).error();
    if (file->size() != stored.member.size)
        return damagedFile(path, tr("The file changed while the dump was read."));
    file->setPageCache(m_options.pageCache);
    file->setWindowTap([this, &hasher](QByteArrayView bytes) {
        hasher.add(bytes);
        m_bytes += bytes.size();
    });
    auto bytes = std::make_unique<RangeReader>(std::move(*file));
    if (stored.compression == Compression::None)
        return std::unique_ptr<DataReader>(std::move(bytes));
    return std::unique_ptr<DataReader>(
        std::make_unique<DecompressingReader>(std::move(bytes), stored.compression, path));
}

core::Status FolderReadBack::finishFile(const StoredMember& stored, FileHasher& hasher,
                                        Outcome& outcome) const
{
    core::Result<QByteArray> hash = hasher.finish();
    if (!hash)
        return std::move(hash).error();
    outcome.files.append({QString::fromUtf8(stored.member.name), stored.member.size, *hash});
    return {};
}

core::Result<Outcome> FolderReadBack::readJob(const Job& job)
{
    Outcome outcome;
    FileHasher hasher(m_options.fileHash);
    core::Result<std::unique_ptr<DataReader>> data = open(job.stored, hasher);
    if (!data)
        return std::move(data).error();
    const QString path = m_store.nameOf(job.stored.member.name);
    if (job.entry == nullptr) {
        ByteCounter counter;
        TIDEMARK_TRY(readInto(**data, counter));
    } else if (job.entry->isLargeObjects()) {
        TIDEMARK_TRY(readList(**data, path, outcome));
    } else {
        outcome.table = describeTable(*job.entry, m_encoding);
        if (!outcome.table) {
            return damagedFile(m_store.nameOf("toc.dat"),
                               tr("The COPY statement of entry %1 cannot be read.").arg(job.entry->dumpId()));
        }
        if (job.entry->copyStatement().isEmpty())
            TIDEMARK_TRY(countInserts(std::move(*data), m_result.toc, *outcome.table));
        else
            TIDEMARK_TRY(readTable(**data, *job.entry, *outcome.table));
    }
    TIDEMARK_TRY(finishFile(job.stored, hasher, outcome));
    return outcome;
}

core::Status FolderReadBack::readTable(DataReader& data, const TocEntry& entry, TableReadBack& table)
{
    TableDigest digest;
    std::vector<char> buffer(256UL * 1024);
    for (;;) {
        const core::Result<std::size_t> count = data.read(buffer);
        if (!count)
            return count.error();
        if (*count == 0)
            break;
        digest.addBytes({buffer.data(), qsizetype(*count)});
    }
    DigestThread::Table found;
    found.content = digest.finish();
    found.hasEndMarker = digest.sawEndMarker();
    found.hasTrailingBytes = digest.sawBytesAfterEnd();
    if (!takeDigest(found, table)) {
        return damagedFile(m_store.nameOf(entry.fileName().toUtf8()),
                           tr("The rows of %1.%2 do not end as they must.").arg(entry.schema(), entry.tag()));
    }
    return {};
}

core::Status FolderReadBack::readList(DataReader& data, const QString& name, Outcome& outcome)
{
    LargeObjectList lines(data, name);
    for (;;) {
        core::Result<std::optional<ListedObject>> listed = lines.next();
        if (!listed)
            return std::move(listed).error();
        if (!*listed)
            return {};
        TIDEMARK_TRY(m_workContext.checkpoint());
        core::Result<std::optional<StoredMember>> stored =
            findStored(m_store, (*listed)->file, core::silentContext());
        if (!stored)
            return std::move(stored).error();
        if (!*stored) {
            return damagedFile(
                m_folder,
                tr("The file %1 of a large object is missing.").arg(QString::fromUtf8((*listed)->file)));
        }
        FileHasher hasher(m_options.fileHash);
        core::Result<std::unique_ptr<DataReader>> object = open(**stored, hasher);
        if (!object)
            return std::move(object).error();
        ByteCounter counter;
        TIDEMARK_TRY(readInto(**object, counter));
        ++outcome.largeObjects;
        outcome.largeObjectBytes += counter.count();
        TIDEMARK_TRY(finishFile(**stored, hasher, outcome));
    }
}

} // namespace

core::Result<ReadBack> readBackFolder(const QString& folder, const ReadBackOptions& options,
                                      const core::RunContext& context)
{
    core::Result<std::unique_ptr<FolderStore>> store = FolderStore::open(folder);
    if (!store)
        return std::move(store).error();
    core::Result<std::unique_ptr<Dump>> dump = openFolderDump(folder, {});
    if (!dump)
        return std::move(dump).error();
    return FolderReadBack(folder, **store, (*dump)->contents().parts.constFirst().toc, options).run(context);
}

} // namespace tidemark::archive
