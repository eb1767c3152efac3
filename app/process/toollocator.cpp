// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/toollocator.h"

#include "process/process.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <array>

namespace tidemark::process {

namespace {

struct KindName
{
    ToolKind kind;
    const char* name;
};
constexpr std::array<KindName, 10> kindNames{{
    {ToolKind::PgDump, "pg_dump"},
    {ToolKind::PgDumpAll, "pg_dumpall"},
    {ToolKind::PgRestore, "pg_restore"},
    {ToolKind::Psql, "psql"},
    {ToolKind::PgBaseBackup, "pg_basebackup"},
    {ToolKind::PgVerifyBackup, "pg_verifybackup"},
    {ToolKind::PgReceiveWal, "pg_receivewal"},
    {ToolKind::InitDb, "initdb"},
    {ToolKind::PgCtl, "pg_ctl"},
    {ToolKind::Postgres, "postgres"},
}};

QStringList subfolders(const QString& parent, const QString& pattern, const QString& below)
{
    QStringList folders;
    const QStringList names = QDir(parent).entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& name : names)
        folders.append(parent + QLatin1Char('/') + name + below);
    return folders;
}

QStringList searchFolders(const QStringList& configured)
{
    QStringList folders = configured;
    folders += subfolders(QStringLiteral("/usr/lib/postgresql"), QStringLiteral("*"), QStringLiteral("/bin")); // Debian
    folders += subfolders(QStringLiteral("/usr"), QStringLiteral("pgsql-*"), QStringLiteral("/bin"));          // PGDG rpm
    folders += subfolders(QStringLiteral("/usr/lib"), QStringLiteral("postgresql*"), QStringLiteral("/bin"));  // SUSE, Alpine
    folders += subfolders(QStringLiteral("/opt/homebrew/opt"), QStringLiteral("postgresql@*"), QStringLiteral("/bin"));
    folders += subfolders(QStringLiteral("/usr/local/opt"), QStringLiteral("postgresql@*"), QStringLiteral("/bin"));
    folders += subfolders(QStringLiteral("C:/Program Files/PostgreSQL"), QStringLiteral("*"), QStringLiteral("/bin"));
    folders += qEnvironmentVariable("PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    return folders;
}

bool isWrapper(const QString& canonicalPath)
{
    return QFileInfo(canonicalPath).fileName() == QLatin1String("pg_wrapper");
}

core::Result<Tool> probe(ToolKind kind, const QString& path, const core::RunContext& context)
{
    RunOptions options;
    options.limit = std::chrono::seconds(10);
    options.grace = std::chrono::seconds(1);
    core::Result<Finished> finished = run(Command(path, {QStringLiteral("--version")}), options, context);
    if (!finished)
        return std::move(finished).error();
    const auto version = core::ServerVersion::parse(QString::fromLatin1(finished->output).trimmed());
    if (!finished->succeeded() || !version)
        return core::Error{core::ErrorKind::ToolFailed, path, {}, {}};
    return Tool{kind, path, *version};
}

} // namespace

QString toolName(ToolKind kind)
{
    const auto found = std::find_if(kindNames.begin(), kindNames.end(), [kind](const KindName& k) { return k.kind == kind; });
    return QLatin1String(found->name);
}

core::Result<ToolSet> locateTools(const QStringList& configured, const core::RunContext& context)
{
    QList<Tool> tools;
    QSet<QString> seen;
    for (const QString& folder : searchFolders(configured)) {
        for (const KindName& kind : kindNames) {
            const QFileInfo file(folder + QLatin1Char('/') + QLatin1String(kind.name));
            const QString canonical = file.canonicalFilePath();
            if (canonical.isEmpty() || !file.isExecutable() || !file.isFile() || isWrapper(canonical))
                continue;
            if (seen.contains(canonical))
                continue;
            seen.insert(canonical);
            core::Result<Tool> tool = probe(kind.kind, canonical, context);
            TIDEMARK_TRY(context.checkpoint());
            if (tool)
                tools.append(*tool);
        }
    }
    return ToolSet(tools);
}

core::Result<Tool> ToolSet::pick(ToolKind kind, int serverMajor) const
{
    const Tool* best = nullptr;
    const Tool* newest = nullptr;
    for (const Tool& tool : m_tools) {
        if (tool.kind != kind)
            continue;
        if (!newest || tool.version > newest->version)
            newest = &tool;
        if (tool.version.major() < serverMajor)
            continue;
        // Nearest major first; within it the newest minor; the folder searched first wins a tie.
        if (!best || tool.version.major() < best->version.major() ||
            (tool.version.major() == best->version.major() && tool.version > best->version)) {
            best = &tool;
        }
    }
    if (best)
        return *best;
    const QString hint = installHint(kind, serverMajor);
    if (newest) {
        return core::Error{core::ErrorKind::ToolTooOld,
                           QCoreApplication::translate("process::ToolSet", "The server runs PostgreSQL %1, but the newest %2 here is %3.")
                               .arg(serverMajor).arg(toolName(kind), newest->version.toText()),
                           QCoreApplication::translate("process::ToolSet", "%1 refuses servers newer than itself.").arg(newest->path), hint};
    }
    return core::Error{core::ErrorKind::ToolMissing,
                       QCoreApplication::translate("process::ToolSet", "%1 is not installed here.").arg(toolName(kind)), {}, hint};
}

core::Result<Tool> ToolSet::pickExact(ToolKind kind, int major) const
{
    for (const Tool& tool : m_tools) {
        if (tool.kind == kind && tool.version.major() == major)
            return tool;
    }
    return core::Error{core::ErrorKind::ToolMissing,
                       QCoreApplication::translate("process::ToolSet", "%1 of PostgreSQL %2 is not installed here.")
                           .arg(toolName(kind)).arg(major),
                       {}, installHint(kind, major)};
}

int ToolSet::newestServerMajor() const
{
    int newest = 0;
    for (const Tool& tool : m_tools) {
        const int major = tool.version.major();
        if (tool.kind == ToolKind::Postgres && major > newest && pickExact(ToolKind::InitDb, major) && pickExact(ToolKind::PgCtl, major))
            newest = major;
    }
    return newest;
}

} // namespace tidemark::process
