// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/passwordplace.h"

#include <QCoreApplication>
#include <QDir>

namespace tidemark::backup {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::passwordPlace", text);
}

QString remedyText(PasswordRemedy remedy)
{
    return remedy == PasswordRemedy::LeaveThemOut
               ? tr("Leave the passwords out (--no-role-passwords), or choose a folder on a disk of this "
                    "machine that is yours alone.")
               : tr("Choose a folder on a disk of this machine that is yours alone, or encrypt what you keep "
                    "elsewhere.");
}

} // namespace

core::Findings checkPasswordPlace(const QString& destination, const core::FolderPlace& place,
                                  PasswordRemedy remedy)
{
    const QString folder = QDir::toNativeSeparators(destination);
    switch (place.privacy) {
    case core::FolderPrivacy::Kept:
        break;
    case core::FolderPrivacy::Readable:
        return {{core::Severity::Info,
                 QStringLiteral("passwords.folderReadable"),
                 tr("Others on this machine may look into %1. The backup holds the password hashes of roles; "
                    "Tidemark makes its folder private, a copy of it may not be.")
                     .arg(folder),
                 tr("Keep copies private, too, or leave the passwords out where the backup allows it."),
                 {}}};
    case core::FolderPrivacy::Writable:
        return {{core::Severity::Warning,
                 QStringLiteral("passwords.folderShared"),
                 tr("Others on this machine may change what is in %1, and the backup holds the password "
                    "hashes of roles: it may be taken away or exchanged.")
                     .arg(folder),
                 remedyText(remedy),
                 {}}};
    case core::FolderPrivacy::NotKept:
        return {{core::Severity::Warning,
                 QStringLiteral("passwords.noPermissions"),
                 tr("The file system of %1 (%2) may keep no permissions, and the backup holds the password "
                    "hashes of roles: whoever reaches the disk can read them.")
                     .arg(folder, place.fileSystem),
                 remedyText(remedy),
                 {}}};
    case core::FolderPrivacy::OtherHost:
        return {{core::Severity::Warning,
                 QStringLiteral("passwords.network"),
                 tr("%1 is a folder of another machine (%2), and the backup holds the password hashes of "
                    "roles: who may read them is decided there.")
                     .arg(folder, place.fileSystem),
                 remedyText(remedy),
                 {}}};
    }
    return {};
}

} // namespace tidemark::backup
