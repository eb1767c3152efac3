// SPDX-License-Identifier: GPL-3.0-or-later
// A dump of a whole server in one SQL file, by pg_dumpall.
#pragma once

#include "backup/contentchoice.h"
#include "backup/rolepasswords.h"
#include "backup/tooloptions.h"
#include "core/compression.h"
#include "core/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tidemark::backup::cluster {

enum class Content
{
    Everything, // all databases, roles and tablespaces
    Globals,    // roles and tablespaces
    Roles,
    Tablespaces,
};

QString contentName(Content content); // stable: "everything", "globals", "roles", "tablespaces"
/// Nothing for what is none of them.
std::optional<Content> contentFromName(QStringView name);

/// What a wizard page or the command line has filled in. Nothing is checked here; see validate().
struct ClusterDumpDraft
{
    QString serverLabel; // names the folder below the destination: the profile's name, or host and port
    QString destination; // folder
    Content content = Content::Everything;
    Part part = Part::Everything;  // of the databases
    QStringList excludedDatabases; // patterns, as pg_dumpall takes them; see postgres::exactPattern()
    std::optional<core::CompressionSpec>
        compression; // gzip for databases, none for globals, where it is not given
    QList<ToolOption> options;
    RolePasswords rolePasswords = RolePasswords::Keep;
    std::chrono::seconds lockWait{30}; // for each table's lock
    /// Of the file inside the set, without its suffix: {server}, {date} and {time} (UTC) are filled in.
    QString fileName = QStringLiteral("{server}");

    QJsonObject toJson() const;
    /// Error: InvalidInput for what toJson() does not write. Fields that are missing keep their defaults.
    static core::Result<ClusterDumpDraft> fromJson(const QJsonObject& object);

    friend bool operator==(const ClusterDumpDraft&, const ClusterDumpDraft&) = default;
};

/// What tidemarkctl is given to do the same: from "backup" on, without the program and without what says
/// which server.
QStringList commandArguments(const ClusterDumpDraft& draft);

core::CompressionSpec compressionOf(const ClusterDumpDraft& draft);

/// What the file name pattern comes to: a part of a path, never empty.
QString fileNameFrom(const ClusterDumpDraft& draft, const QDateTime& started);

} // namespace tidemark::backup::cluster
