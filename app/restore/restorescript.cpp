// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restorescript.h"

#include "access/lockwatch.h"
#include "archive/compress/compressedwriter.h"
#include "archive/extract.h"
#include "archive/filesink.h"
#include "archive/psqlguard.h"
#include "core/atomicfile.h"
#include "postgres/queries/scripttext.h"
#include "restore/psqlrun.h"
#include "restore/restoreprogress.h"
#include "restore/transactionend.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace tidemark::restore {

namespace {

QByteArray utf8Text()
{
    return postgres::clientEncodingText(QStringLiteral("UTF8"));
}

/// What makes way in the target.
QByteArray clearing(const RestorePlan& plan)
{
    const RestoreScope& scope = plan.scope;
    QByteArray text = utf8Text();
    for (const int dumpId : scope.dropped)
        text += plan.target.toc.byDumpId(dumpId)->dropStatement().trimmed() + '\n';
    QList<std::pair<QString, QString>> emptied;
    for (const archive::Relation& table : scope.emptied)
        emptied.append({table.schema, table.name});
    return text + postgres::unlinkText(scope.unlinked) + postgres::truncateText(emptied);
}

/// What becomes of a database that is not dropped again has to be known in any case.
QByteArray beginning(const RestorePlan& plan)
{
    const bool isTold = plan.draft.target == TargetKind::ExistingDatabase;
    return postgres::beginText() + (isTold ? postgres::transactionIdText() : QByteArray());
}

/// An SQL file goes to servers that are not known here.
QByteArray newRoles(const RestorePlan& plan)
{
    QByteArray text;
    if (plan.draft.target == TargetKind::SqlFile) {
        for (const postgres::NewRole& role : plan.roles.created)
            text += postgres::createAbsentRoleText(role);
    }
    return text;
}

QByteArray texts(const archive::Toc& toc, const QList<int>& dumpIds, const archive::EntrySqlOptions& options)
{
    if (dumpIds.isEmpty())
        return {};
    const archive::TocGraph graph(toc);
    archive::EntrySql sql(graph, options);
    QByteArray text;
    for (const int dumpId : dumpIds)
        text += sql.text(graph.indexOf(dumpId));
    return text;
}

class CompressedSink final : public archive::ByteSink
{
public:
    explicit CompressedSink(archive::CompressedWriter& writer)
        : m_writer(writer)
    {
    }
    core::Status write(QByteArrayView bytes) override { return m_writer.write(bytes); }

private:
    archive::CompressedWriter& m_writer;
};

core::CompressionSpec compressionFor(const QString& file)
{
    core::CompressionSpec compression;
    compression.method =
        file.endsWith(QLatin1String(".gz"), Qt::CaseInsensitive)    ? core::CompressionMethod::Gzip
        : file.endsWith(QLatin1String(".zst"), Qt::CaseInsensitive) ? core::CompressionMethod::Zstd
        : file.endsWith(QLatin1String(".lz4"), Qt::CaseInsensitive) ? core::CompressionMethod::Lz4
                                                                    : core::CompressionMethod::None;
    return compression;
}

} // namespace

core::Status writeScript(const RestorePlan& plan, archive::ByteSink& sink, const core::RunContext& context)
{
    const auto dump = archive::Dump::open(plan.source.archivePath, {}, context);
    if (!dump)
        return dump.error();
    TIDEMARK_TRY(plan.source.checkUnchanged());
    TIDEMARK_TRY(plan.source.checkSame((*dump)->contents()));
    const archive::EntrySqlOptions options = sqlOptionsOf(plan.draft, plan.roles);
    TIDEMARK_TRY(sink.write(beginning(plan) + utf8Text() + newRoles(plan) + clearing(plan)));
    const auto written =
        archive::writeSelection(**dump, plan.source.part, plan.scope.selection, options, sink, context);
    if (!written)
        return written.error();
    TIDEMARK_TRY(sink.write(texts(plan.source.toc, plan.scope.attachedLast, options)));
    TIDEMARK_TRY(sink.write(utf8Text() + texts(plan.target.toc, plan.scope.putBack, {})));
    TIDEMARK_TRY(context.checkpoint());
    TIDEMARK_TRY(plan.source.checkUnchanged()); // nor while it was read
    return sink.write(postgres::commitText());
}

namespace {

core::Status writeForOthers(const RestorePlan& plan, archive::ByteSink& sink, const core::RunContext& context)
{
    const archive::PsqlGuard guard;
    TIDEMARK_TRY(sink.write(guard.begin()));
    TIDEMARK_TRY(writeScript(plan, sink, context));
    return sink.write(guard.end());
}

core::Status writePlain(const RestorePlan& plan, const core::RunContext& context)
{
    auto file = core::PartialFile::create(plan.draft.file, core::FileMode::Private);
    if (!file)
        return std::move(file).error();
    archive::FileSink sink(*file);
    TIDEMARK_TRY(writeForOthers(plan, sink, context));
    return file->commit();
}

core::Status writeCompressed(const RestorePlan& plan, const core::CompressionSpec& compression,
                             const core::RunContext& context)
{
    const QString partial = plan.draft.file + QLatin1String(".partial-") + plan.runId.right(8);
    archive::CompressedWriter::Options options;
    options.compression = compression;
    options.stop = context.stop;
    auto writer = archive::CompressedWriter::create(partial, options);
    if (!writer)
        return std::move(writer).error();
    CompressedSink sink(**writer);
    TIDEMARK_TRY(writeForOthers(plan, sink, context));
    TIDEMARK_TRY((*writer)->finish());
    core::Status kept = core::flushToDisk(partial);
    if (kept)
        kept = core::renameDurably(partial, plan.draft.file);
    if (!kept)
        QFile::remove(partial);
    return kept;
}

} // namespace

ScriptEnd loadScript(const RestorePlan& plan, const access::ServerAccess& server,
                     const core::RunContext& context)
{
    using postgres::TransactionOutcome;
    ScriptEnd end;
    auto access = server.forTool(plan.database.name, plan.applicationName());
    if (!access) {
        end.status = std::move(access).error();
        return end;
    }
    core::RunContext inner = context;
    const double total = static_cast<double>(std::max<qint64>(1, plan.source.fileBytes));
    const access::LockWatch locks(server, plan.applicationName());
    core::Progress progress;
    inner.onProgress = [&](const core::Progress& written) {
        progress = written;
        progress.notice = locks.notice();
        progress.phase = QCoreApplication::translate("restore::script", "Restoring in one transaction");
        progress.bytesTotal = plan.source.fileBytes;
        progress.fraction = restoreShare * std::min(1.0, static_cast<double>(written.bytesDone) / total);
        context.report(progress);
    };
    const auto onTick = [&] { // what waits writes nothing
        if (const QString notice = locks.notice(); notice != progress.notice) {
            progress.notice = notice;
            context.report(progress);
        }
    };
    bool isCommitWritten = false;
    const auto write = [&](archive::ByteSink& sink, const core::RunContext& writing) {
        core::Status written = writeScript(plan, sink, writing);
        isCommitWritten = written.has_value();
        return written;
    };
    const auto takeRow = [&](const QByteArray& row) {
        if (plan.draft.target == TargetKind::ExistingDatabase && end.transaction.isEmpty()) // the first one
            end.transaction = QString::fromLatin1(row);
    };
    end.status = runPsql(plan.psql, *access, write, takeRow, onTick, inner);
    if (end.status)
        end.outcome = TransactionOutcome::Committed;
    else if (isCommitWritten && !end.transaction.isEmpty())
        end.outcome = outcomeOf(end.transaction, server, plan.database.name);
    if (!end.status && end.outcome == TransactionOutcome::Committed) {
        end.interrupted = end.status.error().message;
        end.status = {};
    }
    return end;
}

core::Result<qint64> writeScriptFile(const RestorePlan& plan, const core::RunContext& context)
{
    const QString& file = plan.draft.file;
    if (QFileInfo::exists(file)) {
        return core::Error{
            core::ErrorKind::Conflict,
            QCoreApplication::translate("restore::script", "%1 exists already.").arg(file),
            {},
            QCoreApplication::translate("restore::script", "Name a new file; nothing is overwritten.")};
    }
    const core::CompressionSpec compression = compressionFor(file);
    if (compression.method == core::CompressionMethod::None)
        TIDEMARK_TRY(writePlain(plan, context));
    else
        TIDEMARK_TRY(writeCompressed(plan, compression, context));
    return QFileInfo(file).size();
}

} // namespace tidemark::restore
