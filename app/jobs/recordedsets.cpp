// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/recordedsets.h"

#include "core/quoting.h"
#include "core/text.h"
#include "jobs/runrecorder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace tidemark::jobs {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("jobs::verdict", text);
}

store::RunRecord recordOf(store::RunKind kind, const QString& runId, const QString& subject,
                          const QString& setPath, const QJsonObject& plan, const RunOwner& owner)
{
    store::RunRecord record;
    record.runId = runId;
    record.kind = kind;
    record.profileId = owner.profileId;
    record.profileName = owner.profileName;
    record.subject = subject;
    record.setPath = setPath;
    record.plan = plan;
    return record;
}

void finishWithError(RunRecorder& recorder, const core::Error& error)
{
    const bool cancelled = error.kind == core::ErrorKind::Cancelled;
    recorder.context().log(cancelled ? core::LogLevel::Info : core::LogLevel::Error, error.toText());
    recorder.finish(core::verdictOf(error), error.message, {}, 0);
}

void logFindings(const core::Findings& findings, const core::RunContext& context)
{
    for (const core::Finding& finding : findings) {
        const auto level = finding.severity == core::Severity::Info      ? core::LogLevel::Info
                           : finding.severity == core::Severity::Warning ? core::LogLevel::Warning
                                                                         : core::LogLevel::Error;
        context.log(level, finding.sentence);
    }
}

QString kindText(const catalog::Manifest& manifest)
{
    switch (manifest.kind) {
    case catalog::SetKind::Cluster:
        return catalog::holdsGlobalsOnly(manifest) ? tr("roles and tablespaces") : tr("all databases");
    case catalog::SetKind::BaseBackup:
        return tr("the whole server");
    case catalog::SetKind::Database:
        break;
    }
    return core::singleLine(manifest.database);
}

/// What a check is listed under: the database of a set, or the name of a dump from elsewhere.
QString checkSubject(const QString& path)
{
    const auto set = catalog::inspectSet(QFileInfo(path).isDir() ? path : QFileInfo(path).path());
    return set ? subjectOf(*set) : core::singleLine(QFileInfo(QDir::cleanPath(path)).fileName());
}

qint64 sizeOf(const QString& path)
{
    const auto set = catalog::inspectSet(path);
    return std::max<qint64>(1, set ? set->manifest.totalSize().bytes() : QFileInfo(path).size());
}

/// Bytes read as a share of all: what reads a backup leaves the fraction to whoever knows how much there is.
core::RunContext shareOf(const core::RunContext& context, double done, double share, qint64 bytes)
{
    core::RunContext inner = context;
    inner.onProgress = [&context, done, share, bytes](const core::Progress& progress) {
        core::Progress ofAll = progress;
        ofAll.bytesTotal = bytes;
        ofAll.fraction =
            done + share * std::clamp(static_cast<double>(progress.bytesDone) / static_cast<double>(bytes),
                                      0.0, 1.0);
        context.report(ofAll);
    };
    return inner;
}

} // namespace

core::Result<catalog::CheckReport> runCheck(const QString& path, const QString& runId, const RunOwner& owner,
                                            const core::RunContext& context)
{
    const QString absolute = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    RunRecorder recorder(recordOf(store::RunKind::Check, runId, checkSubject(absolute), absolute,
                                  {{QStringLiteral("backup"), absolute}}, owner),
                         owner.historyPath, context);
    auto report = catalog::checkBackup(path, recorder.context());
    if (report) {
        logFindings(report->findings, recorder.context());
        const QString sentence = verdictSentence(*report);
        recorder.context().log(core::LogLevel::Info, sentence);
        recorder.finish(report->verdict, sentence, report->setFolder, report->bytes);
    } else {
        finishWithError(recorder, report.error());
    }
    return report;
}

CheckBatch runChecks(const QStringList& paths, const QString& runId, const RunOwner& owner,
                     const core::RunContext& context)
{
    QList<qint64> sizes;
    double total = 0;
    for (const QString& path : paths) {
        sizes.append(sizeOf(path));
        total += static_cast<double>(sizes.constLast());
    }
    CheckBatch batch;
    double done = 0;
    for (qsizetype i = 0; i < paths.size(); ++i) {
        if (context.stopRequested() && !batch.items.empty())
            break;
        const double share = static_cast<double>(sizes.at(i)) / total;
        const QString id = paths.size() == 1 ? runId : QStringLiteral("%1.%2").arg(runId).arg(i + 1);
        batch.items.push_back(
            {paths.at(i), runCheck(paths.at(i), id, owner, shareOf(context, done, share, sizes.at(i)))});
        done += share;
    }
    return batch;
}

core::Verdict CheckBatch::verdict() const
{
    core::Verdict verdict = core::Verdict::Ok;
    for (const CheckItem& item : items)
        verdict = core::worseOf(verdict, item.report ? item.report->verdict : core::verdictOf(item.report.error()));
    return verdict;
}

core::Result<catalog::ImportReport> runImport(const catalog::ImportRequest& request, const QString& runId,
                                              const RunOwner& owner, const core::RunContext& context)
{
    const QString name = QFileInfo(QDir::cleanPath(request.source)).fileName();
    const QJsonObject plan{{QStringLiteral("source"), QFileInfo(request.source).absoluteFilePath()},
                           {QStringLiteral("destination"), request.destination}};
    RunRecorder recorder(recordOf(store::RunKind::Import, runId, core::singleLine(name), {}, plan, owner),
                         owner.historyPath, context);
    // A destination that is not there yet has nothing to compare with.
    const auto known = catalog::scanFolder(request.destination, context);
    auto report =
        catalog::importDump(request, known ? known->sets : QList<catalog::BackupSet>(), recorder.context());
    if (report) {
        logFindings(report->findings, recorder.context());
        recorder.finish(report->verdict, verdictSentence(*report), report->setFolder,
                        report->manifest.totalSize().bytes());
    } else {
        finishWithError(recorder, report.error());
    }
    return report;
}

RemovalBatch runRemovals(const QList<RemovalOrder>& orders, const QString& runId, const RunOwner& owner,
                         const core::RunContext& context)
{
    QJsonArray folders;
    for (const RemovalOrder& order : orders)
        folders.append(order.folder);
    const QString subject = orders.size() == 1
                                ? orders.constFirst().subject
                                : QCoreApplication::translate("jobs::verdict", "%n backup(s)", nullptr,
                                                              static_cast<int>(orders.size()));
    RunRecorder recorder(
        recordOf(store::RunKind::Removal, runId, subject, {}, {{QStringLiteral("sets"), folders}}, owner),
        owner.historyPath, context);
    RemovalBatch batch;
    for (const RemovalOrder& order : orders) {
        if (context.stopRequested())
            break;
        core::Progress progress;
        progress.phase = tr("Deleting %1").arg(order.subject);
        progress.fraction = static_cast<double>(batch.items.size()) / static_cast<double>(orders.size());
        context.report(progress);
        batch.items.push_back({order.folder, order.subject, catalog::removeSet(order.folder, order.way)});
        const auto& report = batch.items.back().report;
        if (!report)
            recorder.context().log(core::LogLevel::Error, report.error().toText());
        else if (report->way == catalog::RemovalWay::Trash)
            recorder.context().log(core::LogLevel::Info, tr("Moved to the trash: %1").arg(order.folder));
        else
            recorder.context().log(core::LogLevel::Info, tr("Deleted: %1").arg(order.folder));
        if (report && !report->strangers.isEmpty())
            recorder.context().log(core::LogLevel::Warning,
                                   tr("Left in %1, because it does not belong to the backup: %2")
                                       .arg(order.folder, core::singleLine(report->strangers.mid(0, 20).join(
                                                              QStringLiteral(", ")))));
    }
    const bool cut = batch.items.size() < static_cast<std::size_t>(orders.size());
    recorder.finish(cut ? core::worseOf(batch.verdict(), core::Verdict::Cancelled) : batch.verdict(),
                    verdictSentence(batch), {}, 0);
    return batch;
}

core::Verdict RemovalBatch::verdict() const
{
    core::Verdict verdict = core::Verdict::Ok;
    for (const RemovalItem& item : items) {
        if (!item.report)
            verdict = core::worseOf(verdict, core::Verdict::Failed);
        else if (!item.report->strangers.isEmpty())
            verdict = core::worseOf(verdict, core::Verdict::Warnings);
    }
    return verdict;
}

QString subjectOf(const catalog::BackupSet& set)
{
    return tr("%1 of %2").arg(kindText(set.manifest), core::localDateTimeText(set.manifest.started));
}

namespace {

QString baseSentence(const catalog::CheckReport& report)
{
    const catalog::CheckedBase& base = *report.base;
    const QString counts =
        tr("%1 files with %2, WAL from %3 to %4, %5 on disk, in %6")
            .arg(core::countText(base.files), core::ByteSize(base.unpackedBytes).toText(),
                 base.start.toText(), base.end.toText(), core::ByteSize(report.bytes).toText(),
                 core::durationText(report.duration));
    if (report.verdict == core::Verdict::Differences)
        return tr("Every byte can be read, but the base backup is not what it was: %1.").arg(counts);
    if (base.checksumAlgorithm.isEmpty())
        return tr("Every byte was read: %1. The base backup has no checksums of its own to compare with.")
            .arg(counts);
    return tr("Every byte was read, and %1 files equal their %2 in the base backup's manifest: %3.")
        .arg(core::countText(base.checkedFiles), base.checksumAlgorithm, counts);
}

} // namespace

QString verdictSentence(const catalog::CheckReport& report)
{
    if (report.base)
        return baseSentence(report);
    qint64 rows = 0;
    for (const catalog::ManifestTable& table : report.tables)
        rows += table.rows;
    const QString counts =
        tr("%1 tables with %2 rows, %3, in %4")
            .arg(core::countText(report.tables.size()), core::countText(rows),
                 core::ByteSize(report.bytes).toText(), core::durationText(report.duration));
    if (report.verdict == core::Verdict::Differences)
        return tr("Every byte can be read, but the backup is not what it was: %1.").arg(counts);
    if (report.setFolder.isEmpty())
        return tr("Every byte was read, and the dump is whole: %1.").arg(counts);
    return tr("Every byte was read, and equals what the backup's manifest says: %1.").arg(counts);
}

QString verdictSentence(const CheckBatch& batch)
{
    if (batch.items.size() == 1) {
        const auto& report = batch.items.front().report;
        return report ? verdictSentence(*report) : report.error().message;
    }
    const auto good = std::count_if(batch.items.begin(), batch.items.end(), [](const CheckItem& item) {
        return item.report && item.report->verdict != core::Verdict::Differences;
    });
    const int bad = static_cast<int>(batch.items.size()) - static_cast<int>(good);
    const int whole = static_cast<int>(good);
    QString sentence = QCoreApplication::translate(
        "jobs::verdict", "Every byte of %n backup(s) was read, and equals what was written.", nullptr, whole);
    if (bad > 0)
        sentence +=
            QLatin1Char(' ') +
            QCoreApplication::translate("jobs::verdict", "%n backup(s) cannot be counted on.", nullptr, bad);
    return sentence;
}

QString verdictSentence(const catalog::ImportReport& report)
{
    const int tables = static_cast<int>(report.manifest.tables.size());
    const QString size = report.manifest.totalSize().toText();
    if (report.manifest.kind == catalog::SetKind::BaseBackup)
        return tr("The base backup is imported and every byte was read back: %1 in %2.")
            .arg(size, core::durationText(report.duration));
    return QCoreApplication::translate("jobs::verdict",
                                       "%1 is imported and every byte was read back: %n table(s), %2 in %3.",
                                       nullptr, tables)
        .arg(kindText(report.manifest), size, core::durationText(report.duration));
}

QString verdictSentence(const RemovalBatch& batch)
{
    int trashed = 0;
    int deleted = 0;
    int failed = 0;
    for (const RemovalItem& item : batch.items) {
        if (!item.report)
            ++failed;
        else if (item.report->way == catalog::RemovalWay::Trash)
            ++trashed;
        else
            ++deleted;
    }
    QStringList parts;
    if (trashed > 0)
        parts.append(QCoreApplication::translate("jobs::verdict", "%n backup(s) moved to the trash.", nullptr,
                                                 trashed));
    if (deleted > 0)
        parts.append(QCoreApplication::translate("jobs::verdict", "%n backup(s) deleted.", nullptr, deleted));
    if (failed > 0)
        parts.append(QCoreApplication::translate("jobs::verdict", "%n backup(s) could not be deleted.",
                                                 nullptr, failed));
    return parts.isEmpty() ? tr("Nothing was deleted.") : parts.join(QLatin1Char(' '));
}

} // namespace tidemark::jobs
