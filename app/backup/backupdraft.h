// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/contentchoice.h"
#include "backup/dumpform.h"
#include "backup/rolepasswords.h"
#include "backup/tooloptions.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <chrono>

namespace tidemark::backup {

enum class Globals
{
    Include, // roles and tablespaces travel with the set
    Leave,
};

/// What a wizard page or the command line has filled in, for one database. Nothing is checked here; see validate().
struct BackupDraft
{
    QString serverLabel; // names the folder below the destination: the profile's name, or host and port
    QString database;
    QString destination; // folder
    FormChoice form;
    ContentChoice content;
    QList<ToolOption> options;
    Globals globals = Globals::Include;
    RolePasswords rolePasswords = RolePasswords::Keep; // of the globals
    std::chrono::seconds lockWait{30}; // for each table's lock
    /// Of the dump inside the set, without its suffix: {database}, {server}, {date} and {time} (UTC) are filled in.
    QString fileName = QStringLiteral("{database}");

    QJsonObject toJson() const;
    /// Error: InvalidInput for what toJson() does not write. Fields that are missing keep their defaults.
    static core::Result<BackupDraft> fromJson(const QJsonObject& object);
};

/// What a file name pattern comes to: a part of a path, never empty.
QString fileNameFrom(const BackupDraft& draft, const QDateTime& started);

} // namespace tidemark::backup
