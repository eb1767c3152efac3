// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/tablespacecheck.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

namespace tidemark::restore::base {

core::Findings missingTablespaces(const QMap<QString, QString>& namesByOid, const QString& dataFolder)
{
    core::Findings findings;
    for (auto it = namesByOid.cbegin(); it != namesByOid.cend(); ++it) {
        const QDir folder(dataFolder + QStringLiteral("/pg_tblspc/") + it.key());
        if (folder.exists() &&
            !folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
            continue;
        findings.append(
            {core::Severity::Blocker,
             QStringLiteral("base.tablespaceMissing"),
             QCoreApplication::translate(
                 "restore::base",
                 "The backup has no files of the tablespace %1: the tables in it are not in the backup.")
                 .arg(core::singleLine(it.value())),
             QCoreApplication::translate("restore::base",
                                         "pg_basebackup leaves a tablespace that lies within the data "
                                         "directory out of the tar format; the plain format has it."),
             {}});
    }
    return findings;
}

} // namespace tidemark::restore::base
