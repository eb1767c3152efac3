// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/folderprivacy.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace tidemark::core {

namespace {

struct KnownFileSystem
{
    quint32 magic; // statfs(2), linux/magic.h and the file systems' own sources
    FolderPrivacy privacy;
    const char* name;
};

constexpr std::array<KnownFileSystem, 14> fileSystems{{
    {0x6969, FolderPrivacy::OtherHost, "nfs"},
    {0x517B, FolderPrivacy::OtherHost, "smb"},
    {0xFF534D42, FolderPrivacy::OtherHost, "cifs"},
    {0xFE534D42, FolderPrivacy::OtherHost, "smb2"},
    {0x5346414F, FolderPrivacy::OtherHost, "afs"},
    {0x00C36400, FolderPrivacy::OtherHost, "ceph"},
    {0x01021997, FolderPrivacy::OtherHost, "9p"},
    {0x4D44, FolderPrivacy::NotKept, "vfat"},
    {0x2011BAB0, FolderPrivacy::NotKept, "exfat"},
    {0x5346544E, FolderPrivacy::NotKept, "ntfs"},
    {0x7366746E, FolderPrivacy::NotKept, "ntfs3"},
    {0x65735546, FolderPrivacy::NotKept, "fuse"}, // sshfs, ntfs-3g and others: as each was mounted
    {0x4244, FolderPrivacy::NotKept, "hfs"},
    {0x786F4256, FolderPrivacy::OtherHost, "vboxsf"},
}};

} // namespace

FolderPlace lookAtFolder(const QString& path)
{
    QFileInfo folder(QFileInfo(path).absoluteFilePath());
    const bool isThere = folder.exists();
    while (!folder.exists() && !folder.isRoot())
        folder = QFileInfo(folder.absolutePath());
    const QByteArray name = QFile::encodeName(folder.filePath());
    struct statfs about
    {
    };
    if (::statfs(name.constData(), &about) == 0) {
        for (const KnownFileSystem& known : fileSystems) {
            if (known.magic == static_cast<quint32>(about.f_type))
                return {known.privacy, QLatin1String(known.name)};
        }
    }
    struct stat facts
    {
    };
    if (!isThere || ::stat(name.constData(), &facts) != 0)
        return {};
    // In a sticky folder others cannot rename or remove what is ours.
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (facts.st_mode & S_ISVTX) == 0)
        return {FolderPrivacy::Writable, {}};
    return {(facts.st_mode & (S_IRWXG | S_IRWXO)) != 0 ? FolderPrivacy::Readable : FolderPrivacy::Kept, {}};
}

} // namespace tidemark::core
