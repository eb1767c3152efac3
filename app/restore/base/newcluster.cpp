// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/base/newcluster.h"

#include "catalog/runid.h"
#include "core/bytesize.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::restore::base {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::base", text);
}

/// As pg_basebackup has it: an equals sign of a name stands behind a backslash.
QString escaped(QString text)
{
    return text.replace(QLatin1Char('='), QLatin1String("\\="));
}

void addSourceFindings(const NewClusterFacts& facts, core::Findings& findings)
{
    const BaseSource& source = facts.source;
    if (!source.hasManifest)
        findings.append({core::Severity::Warning,
                         QStringLiteral("cluster.noManifest"),
                         tr("The backup has no backup_manifest: every byte is read, but that these are the "
                            "server's cannot be shown."),
                         tr("pg_basebackup of PostgreSQL 13 and newer writes one."),
                         {}});
    if (source.set && !source.set->isUsable())
        findings.append(
            {core::Severity::Warning,
             QStringLiteral("cluster.damaged"),
             tr("Something is known against this backup: it was damaged when it was last looked at."),
             tr("Every file is compared with the manifest before a server is started; another backup may be "
                "the better choice."),
             {}});
    if (source.isForStandby)
        findings.append({core::Severity::Info,
                         QStringLiteral("cluster.standby"),
                         tr("The backup was made to become a standby; the new cluster is a server of its own "
                            "and follows nobody."),
                         {},
                         {}});
    findings.append({core::Severity::Info,
                     QStringLiteral("cluster.settings"),
                     tr("The cluster gets settings of its own: it listens on a Unix socket only, archives "
                        "nothing and follows nobody. "
                        "The backup's own configuration files are kept beside them for reading."),
                     {},
                     {}});
}

} // namespace

core::Findings validate(const NewClusterDraft& draft, const NewClusterFacts& facts)
{
    Q_UNUSED(draft)
    core::Findings findings;
    for (const Obstacle& obstacle : facts.obstacles) {
        const core::Error& error = obstacle.error;
        const QString hint = error.detail.isEmpty() || error.hint.isEmpty()
                                 ? error.detail + error.hint
                                 : error.detail + QLatin1Char('\n') + error.hint;
        findings.append({core::Severity::Blocker, obstacle.id, error.message, hint, {}});
    }
    addSourceFindings(facts, findings);
    for (const SpaceNeed& need : facts.space) {
        if (need.free < 0)
            findings.append({core::Severity::Warning,
                             QStringLiteral("cluster.spaceUnknown"),
                             tr("How much room is left in %1 cannot be told; %2 are needed.")
                                 .arg(core::singleLine(need.folder), core::ByteSize(need.needed).toText()),
                             {},
                             {}});
    }
    if (!facts.source.isSizeKnown)
        findings.append({core::Severity::Warning,
                         QStringLiteral("cluster.sizeUnknown"),
                         tr("How large the backup is when it is unpacked is not known; at least %1.")
                             .arg(core::ByteSize(facts.source.totalBytes()).toText()),
                         {},
                         {}});
    return findings;
}

core::Result<NewClusterPlan> makePlan(const NewClusterDraft& draft, const NewClusterFacts& facts)
{
    if (!facts.obstacles.isEmpty())
        return facts.obstacles.constFirst().error;
    return NewClusterPlan{draft, facts, catalog::newRunId(QDateTime::currentDateTimeUtc())};
}

QJsonObject NewClusterPlan::toJson() const
{
    QJsonArray tablespaces;
    for (const BaseTablespace& tablespace : facts.source.tablespaces)
        tablespaces.append(QJsonObject{{QStringLiteral("oid"), tablespace.oid},
                                       {QStringLiteral("name"), tablespace.name},
                                       {QStringLiteral("from"), tablespace.location},
                                       {QStringLiteral("to"), facts.places.value(tablespace.oid)}});
    return {{QStringLiteral("newCluster"), true},
            {QStringLiteral("backup"), facts.source.folder},
            {QStringLiteral("format"), archive::baseBackupFormatText(facts.source.format)},
            {QStringLiteral("major"), facts.source.major},
            {QStringLiteral("folder"), facts.folder},
            {QStringLiteral("dataDirectory"), dataFolder()},
            {QStringLiteral("tablespaces"), tablespaces},
            {QStringLiteral("bytes"), facts.source.totalBytes()},
            {QStringLiteral("port"), static_cast<int>(draft.port)},
            {QStringLiteral("start"), draft.after == AfterCheck::LetRun}};
}

QStringList commandArguments(const NewClusterDraft& draft)
{
    QStringList arguments{QStringLiteral("restore"), draft.source, QStringLiteral("--into-cluster"),
                          draft.folder};
    for (const auto& [from, to] : draft.tablespaces)
        arguments << QStringLiteral("--tablespace-mapping") << escaped(from) + QLatin1Char('=') + escaped(to);
    if (draft.port > 0)
        arguments << QStringLiteral("--port") << QString::number(draft.port);
    if (draft.after == AfterCheck::LetRun)
        arguments << QStringLiteral("--start");
    return arguments;
}

} // namespace tidemark::restore::base
