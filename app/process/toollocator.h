// SPDX-License-Identifier: GPL-3.0-or-later
// Which PostgreSQL programs this machine has, and what each can serve.
#pragma once

#include "core/runcontext.h"
#include "core/serverversion.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tidemark::process {

enum class ToolKind
{
    PgDump,
    PgDumpAll,
    PgRestore,
    Psql,
    PgBaseBackup,
    PgVerifyBackup,
    PgReceiveWal,
    InitDb,
    PgCtl,
    Postgres,
};

QString toolName(ToolKind kind); // the file name, "pg_dump"

struct Tool
{
    ToolKind kind = ToolKind::PgDump;
    QString path;
    core::ServerVersion version;
};

/// The tools found. A value; pick functions answer without looking at the machine again.
class ToolSet
{
public:
    ToolSet() = default;
    explicit ToolSet(QList<Tool> tools) : m_tools(std::move(tools)) {}

    const QList<Tool>& all() const { return m_tools; }
    /// The tool that fits a server of this major best: the same major, else the nearest newer one (a client tool serves
    /// its own and older servers). Errors: ToolMissing, or ToolTooOld when only older ones are there; the hint names the
    /// package and the command that installs it here.
    core::Result<Tool> pick(ToolKind kind, int serverMajor) const;
    /// Of exactly this major, for programs that must match a data directory.
    core::Result<Tool> pickExact(ToolKind kind, int major) const;
    /// The newest major of which a server can be started here (postgres, initdb and pg_ctl); 0 where there is none.
    int newestServerMajor() const;

private:
    QList<Tool> m_tools;
};

/// Looks into `configured` folders first, then where distributions put PostgreSQL, then PATH, and runs every program
/// found with --version: a file that exists proves nothing (Debian's /usr/bin/pg_dump is a wrapper script and is passed over).
core::Result<ToolSet> locateTools(const QStringList& configured, const core::RunContext& context);

/// What to type to get this program of this major here, by distribution. Empty where we do not know the system.
QString installHint(ToolKind kind, int major);
/// The same for a given os-release text; for tests.
QString installHint(ToolKind kind, int major, const QString& osRelease);

} // namespace tidemark::process
