// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/tablespacefolders.h"

#include "core/atomicfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace tidemark::backup::base {

namespace {

constexpr QDir::Filters everything = QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System;

void empty(const QString& folder)
{
    for (const QFileInfo& entry : QDir(folder).entryInfoList(everything)) {
        if (entry.isDir() && !entry.isSymLink())
            QDir(entry.filePath()).removeRecursively();
        else
            QFile::remove(entry.filePath());
    }
}

} // namespace

TablespaceFolders::TablespaceFolders(TablespaceFolders&& other) noexcept
    : m_outside(std::exchange(other.m_outside, {}))
{
}

TablespaceFolders::~TablespaceFolders()
{
    for (const Outside& folder : std::as_const(m_outside)) {
        if (folder.existed)
            empty(folder.path);
        else
            QDir(folder.path).removeRecursively();
    }
}

core::Result<TablespaceFolders> TablespaceFolders::prepare(const BaseBackupPlan& plan)
{
    TablespaceFolders folders;
    if (plan.draft.format != Format::Plain)
        return folders;
    QList<Outside> outside;
    for (const postgres::Tablespace& tablespace : plan.tablespaces) {
        const QString folder = plan.tablespaceFolder(tablespace);
        if (QDir::isRelativePath(folder))
            continue;
        const QFileInfo info(folder);
        if (info.exists() && (!info.isDir() || !QDir(folder).isEmpty(everything))) {
            return core::Error{core::ErrorKind::Conflict,
                               QCoreApplication::translate("backup::base", "The folder %1, where a tablespace is to go, holds something.").arg(folder), {},
                               QCoreApplication::translate("backup::base", "Map the tablespace to a new folder, or let it go into the backup set.")};
        }
        outside.append({folder, info.exists()});
    }
    folders.m_outside = outside; // only now: what is here may be emptied
    return folders;
}

core::Status TablespaceFolders::flush() const
{
    for (const Outside& folder : m_outside)
        TIDEMARK_TRY(core::flushTreeToDisk(folder.path));
    return {};
}

core::Status TablespaceFolders::relink(const BaseBackupPlan& plan, const QString& setFolder)
{
    if (plan.draft.format != Format::Plain)
        return {};
    for (const postgres::Tablespace& tablespace : plan.tablespaces) {
        const QString folder = plan.tablespaceFolder(tablespace);
        if (!QDir::isRelativePath(folder))
            continue;
        const QString link = setFolder + QLatin1Char('/') + QLatin1String(baseFolder) + QLatin1String("/pg_tblspc/") + tablespace.oid;
        if (!QFileInfo(link).isSymLink())
            continue; // dropped on the server since it was asked
        if (!QFile::remove(link) || !QFile::link(QLatin1String("../../") + folder, link)) {
            return core::Error{core::ErrorKind::Io, QCoreApplication::translate("backup::base", "The link to tablespace %1 could not be written.").arg(tablespace.name), {},
                               QCoreApplication::translate("backup::base", "Choose the tar format, which needs no links.")};
        }
    }
    return {};
}

} // namespace tidemark::backup::base
