// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupsetmodel.h"

#include "catalog/setimport.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

#include <QGuiApplication>
#include <QLocale>
#include <QSet>

namespace tidemark::ui {

namespace {

std::chrono::milliseconds durationOf(const catalog::Manifest& manifest)
{
    return std::chrono::milliseconds(manifest.started.msecsTo(manifest.ended));
}

QString subjectText(const catalog::Manifest& manifest)
{
    const bool imported = catalog::originOf(manifest).has_value();
    if (manifest.kind == catalog::SetKind::BaseBackup)
        return imported ? BackupSetModel::tr("(base backup, imported)") : BackupSetModel::tr("(base backup)");
    if (manifest.kind == catalog::SetKind::Cluster) {
        if (catalog::holdsGlobalsOnly(manifest))
            return BackupSetModel::tr("(globals)", "roles and tablespaces");
        if (imported)
            return BackupSetModel::tr("(all databases, imported)");
        return manifest.coverage == catalog::Coverage::Part ? BackupSetModel::tr("(all databases, in part)") : BackupSetModel::tr("(all databases)");
    }
    const QString database = core::singleLine(manifest.database);
    if (imported)
        return BackupSetModel::tr("%1 (imported)").arg(database);
    return manifest.coverage == catalog::Coverage::Part ? BackupSetModel::tr("%1 (in part)").arg(database) : database;
}

QString text(const catalog::BackupSet& set, qint64 rows, int column)
{
    const catalog::Manifest& manifest = set.manifest;
    switch (column) {
    case BackupSetModel::When:
        return core::localDateTimeText(manifest.started);
    case BackupSetModel::Database:
        return subjectText(manifest);
    case BackupSetModel::Size:
        return manifest.totalSize().toText();
    case BackupSetModel::Rows:
        return core::countText(rows);
    case BackupSetModel::HowProven:
        return stateLook(set).word;
    case BackupSetModel::Took:
        return manifest.started < manifest.ended ? core::durationText(durationOf(manifest)) : QString(); // what was imported does not say
    case BackupSetModel::Server:
        return core::singleLine(manifest.server);
    default:
        return {};
    }
}

QString tip(const catalog::BackupSet& set, qint64 rows, int column)
{
    switch (column) {
    case BackupSetModel::When:
        return core::isoUtc(set.manifest.started);
    case BackupSetModel::Size:
        return BackupSetModel::tr("%1 bytes").arg(QLocale().toString(set.manifest.totalSize().bytes()));
    case BackupSetModel::Rows:
        return BackupSetModel::tr("in %n table(s)", nullptr, static_cast<int>(set.manifest.tables.size()));
    case BackupSetModel::HowProven:
        return stateSentence(set);
    default:
        return text(set, rows, column).toHtmlEscaped();
    }
}

QVariant sortKey(const catalog::BackupSet& set, qint64 rows, int column)
{
    switch (column) {
    case BackupSetModel::When:
        return set.manifest.started;
    case BackupSetModel::Size:
        return set.manifest.totalSize().bytes();
    case BackupSetModel::Rows:
        return rows;
    case BackupSetModel::HowProven:
        return set.isReachable() ? static_cast<int>(set.proven()) - 10 * static_cast<int>(set.condition()) : -100; // the worst at one end
    case BackupSetModel::Took:
        return static_cast<qint64>(durationOf(set.manifest).count());
    default:
        return text(set, rows, column);
    }
}

bool isNumber(int column)
{
    return column == BackupSetModel::Size || column == BackupSetModel::Rows || column == BackupSetModel::Took;
}

} // namespace

qint64 rowsOf(const catalog::Manifest& manifest)
{
    qint64 sum = 0;
    for (const catalog::ManifestTable& table : manifest.tables)
        sum += table.rows;
    return sum;
}

StatusLook stateLook(const catalog::BackupSet& set)
{
    if (!set.isReachable())
        return {QStringLiteral("unplug"), BackupSetModel::tr("Not reachable"), Tone::Muted};
    switch (set.condition()) {
    case catalog::SetCondition::Sound:
        return lookOf(set.proven());
    case catalog::SetCondition::Touched:
        return {QStringLiteral("triangle-alert"), BackupSetModel::tr("Maybe changed"), Tone::Warning};
    case catalog::SetCondition::Damaged:
        return {QStringLiteral("circle-x"), BackupSetModel::tr("Damaged"), Tone::Danger};
    case catalog::SetCondition::Unreadable:
        break;
    }
    return {QStringLiteral("circle-x"), BackupSetModel::tr("Unreadable"), Tone::Danger};
}

QString stateSentence(const catalog::BackupSet& set)
{
    if (!set.isReachable())
        return BackupSetModel::tr("Its folder could not be reached since %1. Attach the disk, or connect to the server it is on.").arg(core::localDateTimeText(set.unreachableSince));
    switch (set.condition()) {
    case catalog::SetCondition::Sound:
        return provenSentence(set);
    case catalog::SetCondition::Touched:
        return BackupSetModel::tr("A file was written after the backup. Check it now to know whether it is still what was written.");
    case catalog::SetCondition::Damaged:
        return BackupSetModel::tr("It is not what was written. Use another backup, or a copy of this one.");
    case catalog::SetCondition::Unreadable:
        break;
    }
    return BackupSetModel::tr("Its manifest cannot be read, so nothing is known of it. The dump itself may be whole: open it directly.");
}

QString provenSentence(const catalog::BackupSet& set)
{
    const QString when = core::localDateTimeText(set.provenAt());
    switch (set.proven()) {
    case catalog::Proven::Written:
        return BackupSetModel::tr("Nobody has read it back, or the newest check failed.");
    case catalog::Proven::ReadBack:
        return BackupSetModel::tr("Every byte was read back and counted on %1.").arg(when);
    case catalog::Proven::Restored:
        break;
    }
    return BackupSetModel::tr("It was restored, and every table compared, on %1.").arg(when);
}

QList<catalog::BackupSet> setsOfServer(const QList<catalog::BackupSet>& sets, const QString& serverLabel)
{
    // A profile may have been renamed since: the server's own identity holds its sets together.
    QSet<QString> identities;
    for (const catalog::BackupSet& set : sets) {
        if (set.manifest.server == serverLabel && !set.manifest.systemIdentifier.isEmpty())
            identities.insert(set.manifest.systemIdentifier);
    }
    QList<catalog::BackupSet> result;
    for (const catalog::BackupSet& set : sets) {
        if (set.manifest.server == serverLabel || identities.contains(set.manifest.systemIdentifier))
            result.append(set);
    }
    return result;
}

void BackupSetModel::setSets(const QList<catalog::BackupSet>& sets)
{
    beginResetModel();
    m_sets = sets;
    m_rows.clear();
    m_rows.reserve(sets.size());
    for (const catalog::BackupSet& set : sets)
        m_rows.append(rowsOf(set.manifest));
    endResetModel();
}

int BackupSetModel::rowOf(const QString& folder) const
{
    for (int row = 0; row < m_sets.size(); ++row) {
        if (m_sets.at(row).folder == folder)
            return row;
    }
    return -1;
}

int BackupSetModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sets.size());
}

int BackupSetModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BackupSetModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const catalog::BackupSet& set = m_sets.at(index.row());
    const qint64 rows = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(set, rows, index.column());
    case Qt::ToolTipRole:
        return tip(set, rows, index.column());
    case Qt::DecorationRole:
        if (index.column() == HowProven) {
            const StatusLook look = stateLook(set);
            return icon(look.icon, look.tone);
        }
        return {};
    case Qt::ForegroundRole:
        return set.isReachable() ? QVariant() : QVariant(toneColour(Tone::Muted, QGuiApplication::palette()));
    case Qt::TextAlignmentRole:
        return isNumber(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        return sortKey(set, rows, index.column());
    default:
        return {};
    }
}

QVariant BackupSetModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Database:
        return tr("Database");
    case Size:
        return tr("Size");
    case Rows:
        return tr("Rows");
    case HowProven:
        return tr("Proven");
    case Took:
        return tr("Took");
    default:
        return tr("Server");
    }
}

} // namespace tidemark::ui
