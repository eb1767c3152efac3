// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/targetcontents.h"

#include "archive/readback.h"
#include "core/quoting.h"
#include "postgres/queries/relations.h"
#include "process/process.h"
#include "process/toolmessages.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace tidemark::restore {

namespace {

QString kindText(const archive::TocEntry& entry)
{
    const archive::EntryKind kind = archive::entryKindOf(entry.type());
    if (archive::isRelation(kind) || kind == archive::EntryKind::Index)
        return QStringLiteral("relation");
    if (kind == archive::EntryKind::Type || kind == archive::EntryKind::Domain ||
        kind == archive::EntryKind::ShellType)
        return QStringLiteral("type");
    return entry.type();
}

process::Command describeCommand(const process::Tool& pgDump, const QString& file)
{
    process::Command command(pgDump.path);
    command.add(QStringLiteral("--schema-only"))
        .add(QStringLiteral("--format=custom"))
        .add(QStringLiteral("--encoding=UTF8"));
    command.add(QStringLiteral("--no-password")).add(QStringLiteral("--lock-wait-timeout=10000"));
    command.addOption(QStringLiteral("--file"), file);
    return command;
}

} // namespace

size_t qHash(const ObjectKey& key, size_t seed)
{
    return qHashMulti(seed, key.kind, key.schema, key.tag);
}

ObjectKey keyOf(const archive::TocEntry& entry)
{
    return {kindText(entry), entry.schema(), entry.tag()};
}

TargetContents TargetContents::empty(const QString& database)
{
    TargetContents contents;
    contents.database = database;
    contents.toc.encoding = "UTF8";
    return contents;
}

core::Result<TargetContents> readTargetContents(const QString& database, const access::ServerAccess& server,
                                                const process::Tool& pgDump, const core::RunContext& context)
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return core::Error{
            core::ErrorKind::Io,
            QCoreApplication::translate("restore::target", "No temporary folder could be made."),
            folder.errorString(),
            {}};
    const QString file = folder.filePath(QStringLiteral("target.dump"));
    auto access = server.forTool(database, QStringLiteral("tidemark"));
    if (!access)
        return std::move(access).error();
    process::Command command = describeCommand(pgDump, file);
    command.addOption(QStringLiteral("--dbname"), access->conninfo);
    process::RunOptions options;
    access->apply(command, options);
    core::Progress progress;
    progress.phase = QCoreApplication::translate("restore::target", "Looking at what %1 has")
                         .arg(core::singleLine(database));
    context.report(progress);
    context.log(core::LogLevel::Info, command.toShell());
    auto finished = process::run(command, options, context);
    if (!finished)
        return std::move(finished).error();
    if (!finished->succeeded())
        return process::toolFailure(command, *finished)
            .within(QCoreApplication::translate("restore::target",
                                                "What the database %1 has could not be found out.")
                        .arg(core::singleLine(database)));
    auto toc = archive::readToc(file);
    if (!toc)
        return std::move(toc).error();
    auto connection = server.connect(database, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    auto largeObjects = postgres::listLargeObjects(*connection);
    if (!largeObjects)
        return std::move(largeObjects).error();
    return TargetContents{database, *std::move(toc), *std::move(largeObjects)};
}

} // namespace tidemark::restore
