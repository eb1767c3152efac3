// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/folderstore.h"

#include "archive/rangereader.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <dirent.h>
#include <sys/stat.h>

namespace tidemark::archive {

namespace {

struct CloseFolder
{
    void operator()(DIR* folder) const { ::closedir(folder); }
};

core::Error folderError(int errorNumber, const QString& folder)
{
    return core::systemError(errorNumber,
                             QCoreApplication::translate("archive", "“%1” could not be read.").arg(folder));
}

} // namespace

core::Result<std::unique_ptr<FolderStore>> FolderStore::open(const QString& folder)
{
    auto store = std::make_unique<FolderStore>();
    store->m_folder = folder;
    const std::unique_ptr<DIR, CloseFolder> open(::opendir(QFile::encodeName(folder).constData()));
    if (!open)
        return folderError(errno, folder);
    errno = 0;
    while (const dirent* found = ::readdir(open.get())) {
        const QByteArray name(found->d_name);
        struct stat facts = {};
        if (name == "." || name == "..")
            continue;
        if (::fstatat(::dirfd(open.get()), found->d_name, &facts, 0) != 0 || !S_ISREG(facts.st_mode)) {
            store->m_others.append(name);
        } else {
            store->m_totalBytes += facts.st_size;
            // There may be millions of them, and they are listed in a file of their own.
            if (name.startsWith("blob_"))
                ++store->m_largeObjectFiles;
            else
                store->m_sizes.insert(name, facts.st_size);
        }
        errno = 0;
    }
    if (errno != 0)
        return folderError(errno, folder);
    return store;
}

core::Result<std::optional<Member>> FolderStore::find(const QByteArray& name,
                                                      const core::RunContext& /*context*/) const
{
    const auto known = m_sizes.constFind(name);
    if (known != m_sizes.cend())
        return std::optional<Member>({name, 0, 0, *known});
    struct stat facts = {};
    if (!name.startsWith("blob_") || name.contains('/') ||
        ::stat((QFile::encodeName(m_folder) + '/' + name).constData(), &facts) != 0 ||
        !S_ISREG(facts.st_mode))
        return std::optional<Member>();
    return std::optional<Member>({name, 0, 0, facts.st_size});
}

core::Result<std::unique_ptr<DataReader>> FolderStore::open(const Member& member,
                                                            const std::stop_token& stop) const
{
    core::Result<ByteSource> file = ByteSource::open(nameOf(member.name));
    if (!file)
        return std::move(file).error();
    core::Result<ByteSource> source = file->fresh(stop);
    if (!source)
        return std::move(source).error();
    return std::unique_ptr<DataReader>(std::make_unique<RangeReader>(std::move(*source)));
}

QString FolderStore::nameOf(const QByteArray& member) const
{
    return m_folder + QLatin1Char('/') + QFile::decodeName(member);
}

} // namespace tidemark::archive
