// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/backupcheck.h"

#include "archive/basebackupcontent.h"
#include "archive/recognise.h"
#include "catalog/backuppath.h"
#include "catalog/contenttables.h"
#include "catalog/filehash.h"
#include "catalog/setlock.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>

namespace tidemark::catalog {

namespace {

using Clock = std::chrono::steady_clock;

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::check", text);
}

std::chrono::milliseconds since(Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

core::Finding difference(const char* id, const QString& sentence, const QString& hint = {})
{
    return {core::Severity::Blocker, QLatin1String(id), sentence, hint, {}};
}

/// What reading the dump has found out already, by the names that the manifest uses.
QHash<QString, QString> hashesOf(const archive::ReadBack& content, const QString& dumpFile)
{
    QHash<QString, QString> hashes;
    if (!content.sha256.isEmpty())
        hashes.insert(dumpFile, content.sha256);
    for (const archive::FileReadBack& file : content.files)
        hashes.insert(dumpFile + QLatin1Char('/') + file.name, QString::fromLatin1(file.sha256.toHex()));
    return hashes;
}

core::Status compareFiles(const BackupSet& set, const QHash<QString, QString>& known, core::Findings& findings,
                          const core::RunContext& context)
{
    for (const ManifestFile& file : set.manifest.files) {
        QString found = known.value(file.name);
        if (found.isEmpty()) {
            const core::Result<QString> hash = sha256Of(set.folder + QLatin1Char('/') + file.name, context);
            if (!hash)
                return hash.error();
            found = *hash;
        }
        if (!file.sha256.isEmpty() && found != file.sha256) {
            findings.append(difference("check.fileChanged",
                                       tr("The file %1 is not the one that was written: its SHA-256 differs.").arg(file.name),
                                       tr("Somebody changed or replaced it. Use another backup, or a copy of this one.")));
        }
    }
    return {};
}

QString nameOf(const ManifestTable& table)
{
    const QString name = table.schema + QLatin1Char('.') + table.name;
    return table.database.isEmpty() ? name : table.database + QLatin1Char('.') + name;
}

void compareTables(const QList<ManifestTable>& expected, const QList<ManifestTable>& found, core::Findings& findings)
{
    const auto keyOf = [](const ManifestTable& table) { return QStringList{table.database, table.schema, table.name}; };
    QHash<QStringList, const ManifestTable*> rest;
    for (const ManifestTable& table : found)
        rest.insert(keyOf(table), &table);
    for (const ManifestTable& table : expected) {
        const QString name = nameOf(table);
        const ManifestTable* other = rest.take(keyOf(table));
        if (other == nullptr)
            findings.append(difference("check.tableMissing", tr("The table %1 is not in the dump any more.").arg(name)));
        // Of rows dumped as INSERT an older manifest has no number.
        else if (!table.digest.isEmpty() && (other->rows != table.rows || other->digest != table.digest || other->bytes != table.bytes))
            findings.append(difference("check.tableDiffers",
                                       tr("The rows of %1 are not those of the backup: %2 rows instead of %3.").arg(name, QString::number(other->rows), QString::number(table.rows))));
    }
    for (const ManifestTable* table : std::as_const(rest))
        findings.append(difference("check.tableNew", tr("The table %1 was not in the backup.").arg(nameOf(*table))));
}

void note(const QString& folder, core::Verdict verdict, std::chrono::milliseconds duration, const QString& text, core::Findings& findings)
{
    const CheckRecord record{QDateTime::currentDateTimeUtc(), QStringLiteral("readBack"), verdict, std::chrono::duration<double>(duration).count(), text};
    if (const core::Status noted = appendCheck(folder, record); !noted) {
        // A set on a read-only disk is still checked.
        findings.append({core::Severity::Info, QStringLiteral("set.notNoted"), tr("The result could not be noted beside the backup."), noted.error().detail, {}});
    }
}

core::Verdict verdictOf(const core::Findings& findings)
{
    if (core::hasBlocker(findings))
        return core::Verdict::Differences;
    for (const core::Finding& finding : findings) {
        if (finding.severity == core::Severity::Warning)
            return core::Verdict::Warnings;
    }
    return core::Verdict::Ok;
}

/// The folder of the base backup that `dump` is or is a part of; empty where it is none.
QString baseBackupFolder(const QString& dump)
{
    const archive::FileKind kind = archive::recognise(dump).kind;
    // A plain one without backup_manifest, from a server before version 13, is a data directory with a label.
    if (kind == archive::FileKind::BaseBackup ||
        (kind == archive::FileKind::ServerFolder && QFileInfo::exists(dump + QLatin1String("/backup_label"))))
        return dump;
    const QFileInfo info(dump);
    if (info.isFile() && info.fileName().startsWith(QLatin1String("base.tar")) && archive::recognise(info.absolutePath()).kind == archive::FileKind::BaseBackup)
        return info.absolutePath();
    return {};
}

core::Result<CheckReport> checkBase(const QString& folder, const std::optional<BackupSet>& set, const core::RunContext& context)
{
    CheckReport report;
    archive::BaseBackupOptions options;
    options.pageCache = archive::PageCache::Bypass;
    if (set && set->manifest.base)
        options.walRanges.append({set->manifest.base->timeline, set->manifest.base->start, set->manifest.base->end});
    const core::Result<archive::BaseBackupContent> content = archive::readBackBaseBackup(folder, options, context);
    if (!content)
        return content.error();
    report.kind = SetKind::BaseBackup;
    report.format = archive::baseBackupFormatText(content->format);
    report.bytes = content->fileBytes;
    report.findings = content->findings;
    report.base = CheckedBase{archive::compressionText(content->compression), content->checksumAlgorithm, content->files, content->bytes,
                              content->checkedFiles, content->walSegments, 0, {}, {}};
    if (!content->walRanges.isEmpty()) {
        report.base->timeline = content->walRanges.constLast().timeline;
        report.base->start = content->walRanges.constFirst().start;
        report.base->end = content->walRanges.constLast().end;
    }
    if (set) {
        QHash<QString, QString> known;
        for (const archive::FileReadBack& file : content->onDisk)
            known.insert(set->manifest.dumpFile + QLatin1Char('/') + file.name, QString::fromLatin1(file.sha256.toHex()));
        TIDEMARK_TRY(compareFiles(*set, known, report.findings, context));
    }
    return report;
}

core::Result<CheckReport> checkDump(const BackupPath& backup, const std::optional<BackupSet>& set, const core::RunContext& context)
{
    CheckReport report;
    const core::Result<archive::ReadBack> content = archive::readBack(backup.dump, {archive::FileHash::Sha256, archive::PageCache::Bypass}, context);
    if (!content)
        return content.error();
    report.format = archive::formatText(content->format);
    report.bytes = content->fileBytes;
    report.largeObjects = content->largeObjects;
    report.tables = contentTables(*content);
    report.findings = content->findings;
    if (content->format == archive::DumpFormat::PlainCluster) {
        for (const archive::TableReadBack& table : content->tables)
            report.databases.append(table.database);
    }
    if (set) {
        TIDEMARK_TRY(compareFiles(*set, hashesOf(*content, set->manifest.dumpFile), report.findings, context));
        compareTables(set->manifest.tables, report.tables, report.findings);
    }
    return report;
}

core::Result<CheckReport> check(const BackupPath& backup, const core::RunContext& context)
{
    std::optional<BackupSet> set;
    if (!backup.setFolder.isEmpty()) {
        core::Result<BackupSet> read = readSet(backup.setFolder);
        if (!read)
            return std::move(read).error();
        set = *std::move(read);
    }
    const QString base = baseBackupFolder(backup.dump);
    core::Result<CheckReport> report = base.isEmpty() ? checkDump(backup, set, context) : checkBase(base, set, context);
    if (!report)
        return report;
    report->dump = base.isEmpty() ? backup.dump : base;
    report->setFolder = backup.setFolder;
    if (set)
        report->kind = set->manifest.kind;
    report->verdict = verdictOf(report->findings);
    return report;
}

} // namespace

core::Result<CheckReport> checkBackup(const QString& path, const core::RunContext& context)
{
    const auto started = Clock::now();
    core::Result<BackupPath> backup = resolveBackup(path);
    if (!backup)
        return std::move(backup).error();
    SetLock lock;
    if (!backup->setFolder.isEmpty()) {
        auto shared = SetLock::share(backup->setFolder);
        if (!shared)
            return std::move(shared).error();
        lock = *std::move(shared);
    }
    core::Result<CheckReport> report = check(*backup, context);
    if (report)
        report->duration = since(started);
    if (backup->setFolder.isEmpty())
        return report;
    core::Findings unnoted;
    if (report)
        note(backup->setFolder, report->verdict, report->duration, {}, report->findings);
    else if (report.error().kind == core::ErrorKind::Corrupt)
        note(backup->setFolder, core::Verdict::Failed, since(started), report.error().detail, unnoted);
    return report;
}

QJsonObject CheckReport::toJson() const
{
    QJsonArray array;
    for (qsizetype i = 0; i < tables.size(); ++i) {
        const ManifestTable& table = tables.at(i);
        QJsonObject object{{QStringLiteral("schema"), table.schema},
                           {QStringLiteral("name"), table.name},
                           {QStringLiteral("rows"), table.rows},
                           {QStringLiteral("bytes"), table.bytes},
                           {QStringLiteral("digest"), table.digest.isEmpty() ? QJsonValue() : QJsonValue(table.digest)}};
        if (!databases.isEmpty())
            object.insert(QStringLiteral("database"), databases.at(i));
        array.append(object);
    }
    QJsonObject object{{QStringLiteral("dump"), dump},
            {QStringLiteral("set"), setFolder.isEmpty() ? QJsonValue() : QJsonValue(setFolder)},
            {QStringLiteral("kind"), setKindName(kind)},
            {QStringLiteral("format"), format},
            {QStringLiteral("bytes"), bytes},
            {QStringLiteral("largeObjects"), largeObjects},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("tables"), array},
            {QStringLiteral("findings"), core::toJson(findings)}};
    if (base) {
        object.insert(QStringLiteral("base"),
                      QJsonObject{{QStringLiteral("compression"), base->compression},
                                  {QStringLiteral("checksumAlgorithm"), base->checksumAlgorithm},
                                  {QStringLiteral("files"), base->files},
                                  {QStringLiteral("unpackedBytes"), base->unpackedBytes},
                                  {QStringLiteral("checkedFiles"), base->checkedFiles},
                                  {QStringLiteral("walSegments"), base->walSegments},
                                  {QStringLiteral("timeline"), base->timeline},
                                  {QStringLiteral("startLsn"), base->start.toText()},
                                  {QStringLiteral("endLsn"), base->end.toText()}});
    }
    return object;
}

} // namespace tidemark::catalog
