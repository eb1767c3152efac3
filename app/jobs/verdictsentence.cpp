// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/verdictsentence.h"

#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::jobs {

namespace {

QString tablesAndRows(qsizetype tables, qint64 rows)
{
    const int count =
        static_cast<int>(tables); // lupdate sees a plural only where a plain expression says how many
    return QCoreApplication::translate("jobs::verdict", "%n table(s) with %1 rows", nullptr, count)
        .arg(core::countText(rows));
}

} // namespace

QString verdictSentence(const backup::BackupReport& report)
{
    const catalog::Manifest& manifest = report.manifest;
    return QCoreApplication::translate("jobs::verdict",
                                       "%1 is backed up and every byte was read back: %2, %3 in %4.")
        .arg(core::singleLine(manifest.database), tablesAndRows(manifest.tables.size(), report.rows()),
             manifest.totalSize().toText(), core::durationText(report.duration));
}

QString verdictSentence(const backup::base::BaseBackupReport& report)
{
    const catalog::Manifest& manifest = report.manifest;
    const int count = static_cast<int>(report.serverFiles);
    const QString files = QCoreApplication::translate("jobs::verdict", "%n file(s) with %1", nullptr, count)
                              .arg(core::ByteSize(report.serverBytes).toText());
    return QCoreApplication::translate(
               "jobs::verdict",
               "%1 is copied whole and every byte was read back: %2, WAL up to %3, %4 on disk, in %5.")
        .arg(core::singleLine(manifest.server), files,
             manifest.base ? manifest.base->end.toText() : QString(), manifest.totalSize().toText(),
             core::durationText(report.duration));
}

QString verdictSentence(const backup::cluster::ClusterDumpReport& report)
{
    const catalog::Manifest& manifest = report.manifest;
    const int databases = static_cast<int>(report.databases.size());
    QStringList parts;
    if (databases > 0)
        parts << QCoreApplication::translate("jobs::verdict", "%n database(s)", nullptr, databases)
              << tablesAndRows(manifest.tables.size(), report.rows());
    const int roles = report.roles;
    if (roles > 0)
        parts << QCoreApplication::translate("jobs::verdict", "%n role(s)", nullptr, roles);
    const int tablespaces = report.tablespaces;
    if (tablespaces > 0)
        parts << QCoreApplication::translate("jobs::verdict", "%n tablespace(s)", nullptr, tablespaces);
    const QString server = core::singleLine(manifest.server);
    const QString content =
        parts.isEmpty() ? QCoreApplication::translate("jobs::verdict", "nothing that is not the system's own")
                        : parts.join(QStringLiteral(", "));
    const QString sentence =
        databases > 0
            ? QCoreApplication::translate("jobs::verdict",
                                          "%1 is dumped and every byte was read back: %2, %3 in %4.")
            : QCoreApplication::translate(
                  "jobs::verdict", "The globals of %1 are saved and every byte was read back: %2, %3 in %4.");
    return sentence.arg(server, content, manifest.totalSize().toText(), core::durationText(report.duration));
}

QString verdictSentence(const restore::RestoreReport& report)
{
    if (!report.file.isEmpty()) {
        const int objects = static_cast<int>(report.objects);
        return QCoreApplication::translate("jobs::verdict", "%n object(s) are in %1: %2.", nullptr, objects)
            .arg(core::singleLine(report.file), core::ByteSize(report.bytes).toText());
    }
    const QString database = core::singleLine(report.database);
    const qsizetype equal = restore::countOf(report.tables, restore::TableResult::Equal);
    if (report.verdict == core::Verdict::Failed) {
        return QCoreApplication::translate(
                   "jobs::verdict",
                   "The restore is incomplete: %1 of %2 tables equal the backup. What there is, is in %3.")
            .arg(equal)
            .arg(report.tables.size())
            .arg(database);
    }
    if (report.isPart) {
        const int objects = static_cast<int>(report.objects);
        return QCoreApplication::translate("jobs::verdict", "%n object(s) were restored into %1: %2, in %3.",
                                           nullptr, objects)
            .arg(database, tablesAndRows(report.tables.size(), report.rows()),
                 core::durationText(report.duration));
    }
    if (const auto hidden = restore::countOf(report.tables, restore::TableResult::Hidden); hidden > 0) {
        return QCoreApplication::translate(
                   "jobs::verdict",
                   "%1 is restored, and %2 of %3 tables are known to equal the backup: %4, in %5.")
            .arg(database, QString::number(equal), QString::number(report.tables.size()),
                 tablesAndRows(report.tables.size(), report.rows()), core::durationText(report.duration));
    }
    const int counted = static_cast<int>(restore::countOf(report.tables, restore::TableResult::RowsOnly));
    if (counted > 0)
        return QCoreApplication::translate("jobs::verdict",
                                           "%1 is restored with every row: %2, in %3. Of %n table(s) the "
                                           "content could not be compared.",
                                           nullptr, counted)
            .arg(database, tablesAndRows(report.tables.size(), report.rows()),
                 core::durationText(report.duration));
    return QCoreApplication::translate("jobs::verdict", "%1 is restored and equals the backup: %2, in %3.")
        .arg(database, tablesAndRows(report.tables.size(), report.rows()),
             core::durationText(report.duration));
}

QString verdictSentence(const restore::rows::RecoveryReport& report)
{
    const QString table = report.tables.isEmpty() ? QString() : report.tables.constLast().table.toText();
    if (report.written() == 0)
        return QCoreApplication::translate("jobs::verdict", "Nothing was written to %1.").arg(table);
    qint64 inserted = 0, updated = 0, deleted = 0, leftOut = report.ambiguous;
    for (const restore::rows::RecoveredTable& one : report.tables) {
        inserted += one.inserted;
        updated += one.updated;
        deleted += one.deleted;
        leftOut += one.refused;
    }
    const QString counts =
        QCoreApplication::translate("jobs::verdict", "%1 inserted, %2 set back, %3 deleted")
            .arg(core::countText(inserted), core::countText(updated), core::countText(deleted));
    if (report.verdict == core::Verdict::Ok)
        return QCoreApplication::translate("jobs::verdict",
                                           "%1 has its rows back, as they are in the backup: %2, in %3.")
            .arg(table, counts, core::durationText(report.duration));
    return QCoreApplication::translate("jobs::verdict", "%1 has rows back: %2, %3 left out, in %4.")
        .arg(table, counts, core::countText(leftOut), core::durationText(report.duration));
}

} // namespace tidemark::jobs
