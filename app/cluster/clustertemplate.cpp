// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/clustertemplate.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace tidemark::cluster {

namespace {

constexpr int layout = 1;
constexpr qint64 largestFile = 64 << 20;               // a WAL segment has 16 MB
constexpr auto checksumKind = QCryptographicHash::Md5; // against accident: nobody else can write there
const QLatin1String listName("tidemark-template.json");
const QLatin1String dataName("data");

core::Error copyError(const QString& path)
{
    return core::systemError(errno,
                             QCoreApplication::translate("cluster::ClusterTemplate",
                                                         "A fresh data directory could not be copied: %1")
                                 .arg(path));
}

void removeTree(const QString& path)
{
    std::error_code ignored;
    std::filesystem::remove_all(QFile::encodeName(path).toStdString(), ignored);
}

/// Minor versions replace the programs: what was made by others is not used.
QByteArray fingerprint(const QString& path)
{
    struct stat facts
    {
    };
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return "absent";
    return QByteArray::number(static_cast<qint64>(facts.st_size)) + ' ' +
           QByteArray::number(static_cast<qint64>(facts.st_mtim.tv_sec)) + ' ' +
           QByteArray::number(static_cast<qint64>(facts.st_mtim.tv_nsec)) + ' ' +
           QByteArray::number(static_cast<quint64>(facts.st_ino));
}

QString keyOf(const ServerTools& tools, const QStringList& initArguments)
{
    const QString programs = QFileInfo(tools.initDb.path).path();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString& path : {tools.initDb.path, programs + QStringLiteral("/postgres")})
        hash.addData(path.toUtf8() + '\n' + fingerprint(path) + '\n');
    // initdb takes the time zone from there.
    hash.addData(initArguments.join(QLatin1Char('\n')).toUtf8() + '\n' + qgetenv("TZ") +
                 QByteArray::number(layout));
    return QStringLiteral("%1-%2").arg(tools.major).arg(QString::fromLatin1(hash.result().toHex().first(16)));
}

/// Reads a regular file that has no other name, whoever may have put links there meanwhile.
core::Result<QByteArray> readPlainFile(const QString& path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    struct stat facts
    {
    };
    if (descriptor < 0)
        return copyError(path);
    QFile file;
    if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_nlink != 1 ||
        facts.st_size > largestFile ||
        !file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        errno = EINVAL;
        return copyError(path);
    }
    return file.readAll();
}

core::Status writeNewFile(const QString& path, const QByteArray& content)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return copyError(path);
    const char* at = content.constData();
    qint64 left = content.size();
    while (left > 0) {
        const ssize_t written = ::write(descriptor, at, static_cast<std::size_t>(left));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        at += written;
        left -= written;
    }
    const core::Status status = left == 0 ? core::Status() : core::Status(copyError(path));
    ::close(descriptor);
    return status;
}

QByteArray checksum(const QByteArray& content)
{
    return QCryptographicHash::hash(content, checksumKind).toHex();
}

/// Folders before what is in them, relative to `folder`.
QStringList entriesBelow(const QString& folder)
{
    QStringList entries;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext())
        entries.append(QDir(folder).relativeFilePath(walk.next()));
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool giveTo(const QString& path, const ServerUser& user)
{
    return !user || ::lchown(QFile::encodeName(path).constData(), user->user, user->group) == 0;
}

/// Everything in the list, checked. The folder is ours while it is filled, so that nobody moves it about
/// under us.
core::Status fillFrom(const QString& source, const QJsonObject& list, const QString& target,
                      const ServerUser& user, const core::RunContext& context)
{
    const QJsonArray folders = list.value(QLatin1String("folders")).toArray();
    const QJsonArray files = list.value(QLatin1String("files")).toArray();
    if (list.value(QLatin1String("layout")).toInt() != layout || files.isEmpty())
        return core::Error{core::ErrorKind::Corrupt, {}, {}, {}};
    for (const QJsonValue& folder : folders) {
        const QString path = target + QLatin1Char('/') + folder.toString();
        if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0)
            return copyError(path);
    }
    for (const QJsonValue& file : files) {
        TIDEMARK_TRY(context.checkpoint());
        const QString name = file[QLatin1String("name")].toString();
        const auto content = readPlainFile(source + QLatin1Char('/') + name);
        if (!content)
            return content.error();
        if (QLatin1String(checksum(*content)) != file[QLatin1String("checksum")].toString())
            return core::Error{core::ErrorKind::Corrupt, name, {}, {}};
        TIDEMARK_TRY(writeNewFile(target + QLatin1Char('/') + name, *content));
    }
    for (const QJsonArray& names : {folders, files}) {
        for (const QJsonValue& each : names) {
            const QString name = each.isString() ? each.toString() : each[QLatin1String("name")].toString();
            if (!giveTo(target + QLatin1Char('/') + name, user))
                return copyError(name);
        }
    }
    return {};
}

} // namespace

ClusterTemplate::ClusterTemplate(const ClusterRegistry& registry, const ServerTools& tools,
                                 const QStringList& initArguments)
    : m_folder(registry.folder() + QStringLiteral("/templates/") + keyOf(tools, initArguments))
{
}

bool ClusterTemplate::copyTo(const QString& dataFolder, const ServerUser& user,
                             const core::RunContext& context) const
{
    const auto text = core::readFile(m_folder + QLatin1Char('/') + listName, 4 << 20);
    if (!text)
        return false;
    const QJsonObject list = QJsonDocument::fromJson(*text).object();
    const QByteArray target = QFile::encodeName(dataFolder);
    if (::rmdir(target.constData()) != 0 || ::mkdir(target.constData(), 0700) != 0)
        return false;
    const core::Status filled =
        fillFrom(m_folder + QLatin1Char('/') + dataName, list, dataFolder, user, context);
    if (filled && giveTo(dataFolder, user))
        return true;
    if (!filled && filled.error().kind == core::ErrorKind::Corrupt)
        removeTree(m_folder); // it is made again
    removeTree(dataFolder);
    (void)makePrivateFolder(dataFolder, user);
    return false;
}

core::Status ClusterTemplate::keepCopyOf(const QString& dataFolder, const ServerUser& user,
                                         const core::RunContext& context) const
{
    const QString parent = QFileInfo(m_folder).path();
    if (!QDir().mkpath(parent) || ::chmod(QFile::encodeName(parent).constData(), 0700) != 0)
        return copyError(parent);
    const QString partial =
        m_folder + QStringLiteral(".partial-") + QUuid::createUuid().toString(QUuid::Id128);
    const QString target = partial + QLatin1Char('/') + dataName;
    if (!QDir().mkpath(target))
        return copyError(target);
    // Ours while it is read: what it holds belongs to another user, who could put links in it.
    if (user && ::lchown(QFile::encodeName(dataFolder).constData(), ::geteuid(), ::getegid()) != 0)
        return copyError(dataFolder);
    const auto copyAll = [&]() -> core::Status {
        QJsonArray folders;
        QJsonArray files;
        const QStringList entries = entriesBelow(dataFolder);
        for (const QString& name : entries) {
            TIDEMARK_TRY(context.checkpoint());
            const QString from = dataFolder + QLatin1Char('/') + name;
            const QString to = target + QLatin1Char('/') + name;
            if (const QFileInfo facts(from); facts.isDir() && !facts.isSymLink()) {
                if (::mkdir(QFile::encodeName(to).constData(), 0700) != 0)
                    return copyError(to);
                folders.append(name);
                continue;
            }
            const auto content = readPlainFile(from);
            if (!content)
                return content.error();
            TIDEMARK_TRY(writeNewFile(to, *content));
            files.append(QJsonObject{{QStringLiteral("name"), name},
                                     {QStringLiteral("checksum"), QString::fromLatin1(checksum(*content))}});
        }
        const QJsonObject list{{QStringLiteral("layout"), layout},
                               {QStringLiteral("folders"), folders},
                               {QStringLiteral("files"), files}};
        TIDEMARK_TRY(writeNewFile(partial + QLatin1Char('/') + listName,
                                  QJsonDocument(list).toJson(QJsonDocument::Compact)));
        // Another process may have been quicker: its copy is as good.
        if (::rename(QFile::encodeName(partial).constData(), QFile::encodeName(m_folder).constData()) != 0)
            removeTree(partial);
        return {};
    };
    const core::Status copied = copyAll();
    if (!copied)
        removeTree(partial);
    if (!giveTo(dataFolder, user))
        return copyError(dataFolder);
    return copied;
}

} // namespace tidemark::cluster
