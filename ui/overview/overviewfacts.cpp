// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overviewfacts.h"

#include "catalog/setimport.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>

namespace tidemark::ui {

namespace {

QString said(const char* text, const char* disambiguation = nullptr, int n = -1)
{
    return QCoreApplication::translate("ui::Overview", text, disambiguation, n);
}

/// A set that holds a database as it was; a failed run leaves none, but one with differences counts for less than a proof.
bool isUsable(const catalog::BackupSet& set)
{
    // Some tables of a database bring it back no more than a base backup answers for one database.
    // Of what was imported nobody knows whether it is all of the database.
    const catalog::Manifest& manifest = set.manifest;
    return set.isUsable() && !catalog::originOf(manifest) && manifest.kind == catalog::SetKind::Database && manifest.coverage == catalog::Coverage::Whole
        && (manifest.verdict == core::Verdict::Ok || manifest.verdict == core::Verdict::Warnings);
}

void noteDrills(const catalog::BackupSet& set, std::optional<LastDrill>& newest)
{
    for (const catalog::CheckRecord& check : set.checks) {
        if (check.isRestore() && check.isGood() && (!newest || newest->when < check.when))
            newest = LastDrill{check.when, check.seconds};
    }
}

QString ago(const QDateTime& when, const QDateTime& now)
{
    return core::agoText(std::chrono::seconds(std::max<qint64>(0, when.secsTo(now))));
}

} // namespace

bool belongsTo(const catalog::Manifest& manifest, const store::Profile& profile, const std::optional<ServerAnswer>& server)
{
    if (server && server->facts.systemIdentifier && !manifest.systemIdentifier.isEmpty())
        return manifest.systemIdentifier == *server->facts.systemIdentifier;
    return manifest.server == profile.name;
}

OverviewFacts overviewFacts(const store::Profile& profile, const QList<catalog::BackupSet>& sets, const std::optional<ServerAnswer>& server)
{
    OverviewFacts facts;
    facts.databasesKnown = server.has_value();
    QMap<QString, DatabaseBackup> byName;
    if (server) {
        for (const postgres::Database& database : server->databases) {
            if (!database.isTemplate && database.allowsConnections)
                byName.insert(database.name, {database.name, std::nullopt, database.size, true});
        }
    }
    for (const catalog::BackupSet& set : sets) {
        if (!belongsTo(set.manifest, profile, server))
            continue;
        noteDrills(set, facts.restored);
        if (!isUsable(set))
            continue;
        auto entry = byName.find(set.manifest.database);
        if (entry == byName.end())
            entry = byName.insert(set.manifest.database, {set.manifest.database, std::nullopt, std::nullopt, !server});
        if (!entry->newest || entry->newest->manifest.started < set.manifest.started)
            entry->newest = set;
    }
    // initdb makes "postgres" for tools to connect to; while nobody backs it up it is not missed.
    const auto maintenance = byName.find(QStringLiteral("postgres"));
    if (maintenance != byName.end() && !maintenance->newest && byName.size() > 1)
        byName.erase(maintenance);
    facts.databases = byName.values();
    return facts;
}

OverviewSentence lossSentence(const OverviewFacts& facts, const QDateTime& now)
{
    const StatusLook danger{QStringLiteral("shield-alert"), said(QT_TRANSLATE_NOOP("ui::Overview", "Not protected")), Tone::Danger};
    QDateTime oldest;
    int bare = 0;
    int living = 0;
    for (const DatabaseBackup& database : facts.databases) {
        if (!database.onServer)
            continue;
        ++living;
        if (!database.newest)
            ++bare;
        else if (!oldest.isValid() || database.newest->manifest.started < oldest)
            oldest = database.newest->manifest.started;
    }
    if (!oldest.isValid())
        return {danger, said(QT_TRANSLATE_NOOP("ui::Overview", "No backup of this server is known. If it died now, everything on it would be lost."))};
    const qint64 seconds = std::max<qint64>(0, oldest.secsTo(now));
    const QString lost = seconds < 60 ? said(QT_TRANSLATE_NOOP("ui::Overview", "1 min")) : core::durationText(std::chrono::seconds(seconds));
    if (bare > 0) {
        return {danger, said(QT_TRANSLATE_N_NOOP("ui::Overview", "If this server died now you would lose everything in %n database(s) without a backup, and at most %1 of the others."), nullptr, bare)
                            .arg(lost)};
    }
    StatusLook good{QStringLiteral("shield-check"), said(QT_TRANSLATE_NOOP("ui::Overview", "Protected")), Tone::Ok};
    if (seconds > 48 * 3600)
        good = {QStringLiteral("triangle-alert"), said(QT_TRANSLATE_NOOP("ui::Overview", "Backups are old")), Tone::Warning};
    QString text = said(QT_TRANSLATE_NOOP("ui::Overview", "If this server died now you would lose at most %1.")).arg(lost);
    if (!facts.databasesKnown) {
        good = {QStringLiteral("circle-help"), said(QT_TRANSLATE_NOOP("ui::Overview", "Partly known")), Tone::Warning};
        text += QLatin1Char(' ') + said(QT_TRANSLATE_N_NOOP("ui::Overview", "Counted are the %n database(s) with a backup; the server could not be asked for others."), nullptr, living);
    }
    return {good, text};
}

OverviewSentence proofSentence(const OverviewFacts& facts, const QDateTime& now)
{
    if (facts.restored) {
        const auto took = std::chrono::milliseconds(static_cast<qint64>(facts.restored->seconds * 1000));
        return {lookOf(catalog::Proven::Restored), said(QT_TRANSLATE_NOOP("ui::Overview", "Last proven restore: %1, took %2."))
                                                       .arg(ago(facts.restored->when, now), core::durationText(took))};
    }
    const bool any = std::any_of(facts.databases.begin(), facts.databases.end(), [](const DatabaseBackup& database) { return database.newest.has_value(); });
    if (!any)
        return {{QStringLiteral("circle-help"), QString(), Tone::Muted}, said(QT_TRANSLATE_NOOP("ui::Overview", "There is nothing yet that could be restored."))};
    return {{QStringLiteral("circle-help"), QString(), Tone::Warning},
            said(QT_TRANSLATE_NOOP("ui::Overview", "No backup of this server has been restored yet, so how long that takes is not known."))};
}

core::Findings overviewFindings(const std::optional<ServerAnswer>& server, const process::ToolSet& tools, bool toolsReady, const QList<core::Error>& problems)
{
    core::Findings findings;
    if (server && toolsReady) {
        const int major = server->facts.version.major();
        for (const process::ToolKind kind : {process::ToolKind::PgDump, process::ToolKind::PgRestore}) {
            if (const auto tool = tools.pick(kind, major); !tool)
                findings.append({core::Severity::Blocker, QStringLiteral("tool.missing"), tool.error().message, tool.error().hint, {}});
        }
    }
    if (server && !server->facts.readsAllData) {
        findings.append({core::Severity::Warning, QStringLiteral("role.limited"),
                         said(QT_TRANSLATE_NOOP("ui::Overview", "%1 may not read every table; a backup of others' tables would fail.")).arg(core::singleLine(server->facts.user)),
                         said(QT_TRANSLATE_NOOP("ui::Overview", "Let an administrator run: GRANT pg_read_all_data TO %1")).arg(core::quoteIdentifier(core::singleLine(server->facts.user))), {}});
    }
    for (const core::Error& problem : problems)
        findings.append({core::Severity::Warning, QStringLiteral("set.unusable"), problem.message + (problem.detail.isEmpty() ? QString() : QLatin1Char('\n') + problem.detail), problem.hint, {}});
    return findings;
}

} // namespace tidemark::ui
