// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackupfacts.h"

#include "core/atomicfile.h"
#include "core/writable.h"

#include <QDir>
#include <QFileInfo>

namespace tidemark::backup::base {

namespace {

constexpr std::chrono::seconds replicationLimit{15};

/// Only trying shows whether a replication connection is let in: rules, passwords and limits are its own.
core::Status tryReplication(const access::ServerAccess& server, BaseBackupFacts& facts, const core::RunContext& context)
{
    postgres::SessionOptions options;
    options.kind = postgres::SessionKind::Replication;
    options.connectLimit = replicationLimit;
    auto connection = server.connect({}, options, context.stop);
    if (connection) {
        auto identity = postgres::identifySystem(*connection);
        if (identity)
            facts.identity = *std::move(identity);
        else
            facts.refusal = identity.error();
    } else {
        facts.refusal = connection.error();
    }
    return context.checkpoint();
}

void lookAtFolders(const BaseBackupDraft& draft, BaseBackupFacts& facts)
{
    QStringList folders;
    for (const TablespaceMapping& mapping : draft.mappings)
        folders.append(mapping.to);
    for (const postgres::Tablespace& tablespace : std::as_const(facts.source.tablespaces))
        folders.append(tablespace.location);
    for (const QString& folder : std::as_const(folders)) {
        const QFileInfo info(folder);
        if (info.exists() && (!info.isDir() || !info.isReadable() || !QDir(folder).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System)))
            facts.occupied.insert(folder);
    }
}

} // namespace

Compression compressionOf(const BaseBackupDraft& draft, core::ServerVersion tool)
{
    if (draft.compression)
        return *draft.compression;
    return draft.format == Format::Tar ? defaultCompression(tool) : Compression{};
}

core::Result<BaseBackupFacts> gatherFacts(const BaseBackupDraft& draft, const access::ServerAccess& server, const process::ToolSet& tools,
                                          const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    BaseBackupFacts facts;
    auto about = postgres::readServerFacts(*connection);
    if (!about)
        return std::move(about).error();
    facts.server = *about;
    auto source = postgres::readBaseBackupSource(*connection);
    if (!source)
        return std::move(source).error();
    facts.source = *std::move(source);
    TIDEMARK_TRY(tryReplication(server, facts, context));
    if (facts.refusal) {
        // Mostly only administrators may; without it the finding says less.
        if (auto rules = postgres::readHbaRules(*connection, facts.server.user))
            facts.hbaRules = *std::move(rules);
        TIDEMARK_TRY(context.checkpoint());
    }
    facts.tools = tools;
    if (!draft.destination.isEmpty()) {
        facts.freeBytes = core::freeBytes(draft.destination);
        facts.destinationWritable = core::canWriteBelow(draft.destination);
        facts.place = core::lookAtFolder(draft.destination);
    }
    lookAtFolders(draft, facts);
    return facts;
}

} // namespace tidemark::backup::base
