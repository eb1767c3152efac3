// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/passfile.h"
#include "core/result.h"
#include "core/secret.h"
#include "postgres/connectionspec.h"
#include "process/command.h"
#include "process/process.h"

#include <QMap>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::access {

/// What a PostgreSQL tool is given so that it reaches the server: a connection string without secrets for --dbname=, and
/// an environment. Keeps the password file; it has to outlive the run.
struct ToolAccess
{
    QString conninfo;

    void apply(process::Command& command, process::RunOptions& options) const;

    QMap<QString, std::optional<QString>> environment; // a missing value means "unset"
    std::shared_ptr<const PassFile> passFile;          // none where libpq finds the password by itself
};

/// Everything libpq would look at by itself stays in force: where the spec is empty nothing is added. Pinned are the
/// message language, so that messages can be read, and the settings that text of a dump depends on; the person's own
/// server options are kept beside them. PGPASSWORD never reaches a tool: where no password is given it is taken as one.
/// Error: InvalidInput (a password that no password file can hold), Io.
core::Result<ToolAccess> toolAccess(const postgres::ConnectionSpec& spec, const core::Secret& password, const QString& applicationName);

} // namespace tidemark::access
