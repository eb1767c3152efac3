// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/keptindex.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace tidemark::archive {

namespace {

constexpr char magic[] = "tidemark index 1\n";
constexpr qint64 edgeBytes = 64 * 1024;
constexpr qint64 mostContent = 128LL << 20;
constexpr qint64 mostKept = 256LL << 20;
constexpr char suffix[] = ".index";

QByteArray hashOf(const QByteArray& bytes)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.constData(), size_t(bytes.size())));
    return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

// Nothing where not all of it can be read.
std::optional<QByteArray> readAt(int descriptor, qint64 position, qint64 count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    qint64 got = 0;
    while (got < count) {
        const ssize_t n = ::pread(descriptor, bytes.data() + got, size_t(count - got), position + got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return std::nullopt;
        got += n;
    }
    return bytes;
}

// Keeps the folder from growing for ever.
void prune(const QString& folder)
{
    QFileInfoList files =
        QDir(folder).entryInfoList({QLatin1Char('*') + QLatin1String(suffix)}, QDir::Files, QDir::Time);
    qint64 total = 0;
    for (const QFileInfo& file : std::as_const(files)) { // newest first
        total += file.size();
        if (total > mostKept)
            QFile::remove(file.absoluteFilePath());
    }
}

} // namespace

KeptIndex::KeptIndex(const QString& cacheFolder, const QString& path, const QByteArray& kind)
    : m_folder(cacheFolder)
    , m_path(path)
    , m_kind(kind)
    , m_identity(identify())
{
}

QByteArray KeptIndex::identify() const
{
    if (m_folder.isEmpty())
        return {};
    const int descriptor = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return {};
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    struct stat facts = {};
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return {};
    const qint64 edge = std::min<qint64>(facts.st_size, edgeBytes);
    const auto head = readAt(descriptor, 0, edge);
    const auto tail = readAt(descriptor, facts.st_size - edge, edge);
    if (!head || !tail)
        return {};
    return m_kind + ' ' + QByteArray::number(quint64(facts.st_dev)) + ' ' +
           QByteArray::number(quint64(facts.st_ino)) + ' ' + QByteArray::number(qint64(facts.st_size)) + ' ' +
           QByteArray::number(qint64(facts.st_mtim.tv_sec)) + '.' +
           QByteArray::number(qint64(facts.st_mtim.tv_nsec)) + ' ' + hashOf(*head + *tail).toHex() + '\n';
}

static QString filePath(const QString& folder, const QByteArray& identity)
{
    return folder + QLatin1Char('/') + QString::fromLatin1(hashOf(identity).toHex()) + QLatin1String(suffix);
}

// The file: magic, identity, hash of the content, content.
std::optional<QByteArray> KeptIndex::load() const
{
    if (m_identity.isEmpty())
        return std::nullopt;
    const QString path = filePath(m_folder, m_identity);
    const auto file = core::readFile(path, mostContent + 4096);
    const QByteArray front = QByteArray(magic) + m_identity;
    constexpr qsizetype hashBytes = sizeof(XXH128_canonical_t);
    if (!file || !file->startsWith(front) || file->size() < front.size() + hashBytes)
        return std::nullopt;
    const QByteArray content = file->sliced(front.size() + hashBytes);
    if (file->sliced(front.size(), hashBytes) != hashOf(content))
        return std::nullopt;
    // So that pruning knows that it is in use.
    ::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), nullptr, 0);
    return content;
}

core::Status KeptIndex::store(const QByteArray& content) const
{
    if (m_identity.isEmpty() || content.size() > mostContent || identify() != m_identity)
        return {};
    if (!QDir().mkpath(m_folder)) {
        return core::systemError(
            errno, QCoreApplication::translate("archive", "The folder “%1” cannot be made.").arg(m_folder));
    }
    TIDEMARK_TRY(core::writeFileAtomically(filePath(m_folder, m_identity),
                                           QByteArray(magic) + m_identity + hashOf(content) + content,
                                           core::FileMode::Private));
    prune(m_folder);
    return {};
}

} // namespace tidemark::archive
