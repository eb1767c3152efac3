// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorestate.h"

#include "archive/sqlnames.h"
#include "restore/drill/sandbox.h"
#include "restore/othernames.h"
#include "restore/restoreanswers.h"
#include "ui/restore/tickednames.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr qsizetype longestName = 63; // bytes

const QString usualEnding = QStringLiteral("_restored");

/// "film" of "public.film".
QString plainName(const QString& table)
{
    const QByteArray text = table.toUtf8();
    archive::SqlReader reader(text);
    const auto name = reader.takeName();
    return name ? QString::fromUtf8(name->name()) : table;
}

} // namespace

RestoreState::RestoreState(Services& allServices, const store::Profile& ofProfile,
                           const RestoreRequest& request)
    : services(allServices)
    , profile(ofProfile)
    , what(request.what)
    , besideSchema(QStringLiteral("restored"))
    , besideEnding(usualEnding)
    , dump(request.dump)
    , ticked(request.ticked)
{
    const restore::RestoreDraft last =
        request.former ? *request.former
                       : restore::draftFromJson(services.preferences.restoreAnswers(profile.id));
    draft = last;
    if (last.target == restore::TargetKind::ExistingDatabase)
        existingName = last.targetDatabase; // a new one would be taken by now
    if (!last.intoSchema.isEmpty())
        besideSchema = last.intoSchema;
    if (request.former) {
        isBeside = last.isBeside();
        isRenamed = last.intoSchema.isEmpty() && isBeside;
        besideNames = last.newNames;
    } else {
        draft.target = restore::TargetKind::NewDatabase; // nothing dangerous is filled in
    }
    if (!request.former || QFileInfo::exists(draft.file))
        draft.file.clear();
    if (request.dump)
        draft.foreignKeys = request.foreignKeys;
    draft.source = request.source;
    draft.sourceDatabase = request.database;
    hurries = !request.source.isEmpty() && (!request.ticked.isEmpty() || request.former.has_value());
    if (hurries && !request.ticked.isEmpty()) {
        const TickedNames names = namesOf(*request.dump->index, request.ticked);
        draft.tables = names.tables;
        draft.schemas = names.schemas;
    }
}

/// Names of owners and places are those of the profile's server.
restore::RestoreDraft RestoreState::sandboxDraft() const
{
    restore::RestoreDraft made;
    made.source = draft.source;
    made.sourceDatabase = draft.sourceDatabase;
    made.targetDatabase = restore::drill::sandboxDatabaseName(source ? source->database() : QString());
    made.damaged = draft.damaged;
    if (!isPart())
        return made;
    made.tables = draft.tables;
    made.schemas = draft.schemas;
    made.foreignKeys = draft.foreignKeys;
    return made;
}

restore::RestoreDraft RestoreState::effective() const
{
    if (isSandbox)
        return sandboxDraft();
    restore::RestoreDraft made = draft;
    if (!isPart()) {
        made.tables.clear();
        made.schemas.clear();
        made.foreignKeys = archive::ForeignKeys::Skip;
    }
    const bool existing = made.target == restore::TargetKind::ExistingDatabase;
    made.targetDatabase = existing ? existingName : newName;
    if (made.target == restore::TargetKind::SqlFile)
        made.targetDatabase.clear();
    else
        made.file.clear();
    made.intoSchema = existing && isBeside && !isRenamed ? besideSchema : QString();
    made.newNames.clear();
    if (existing && isBeside && isRenamed && canRename()) {
        for (const QString& table : std::as_const(made.tables))
            made.newNames.insert(table, otherNameOf(table));
    }
    if (!existing || isBeside)
        made.existing = restore::ExistingObjects::Stop;
    if (made.target != restore::TargetKind::NewDatabase) {
        const restore::RestoreDraft usual;
        made.databaseOwner = usual.databaseOwner;
        made.encoding = usual.encoding;
        made.locale = usual.locale;
        made.localeProvider = usual.localeProvider;
        made.templateDatabase = usual.templateDatabase;
        made.tablespace = usual.tablespace;
        made.connectionLimit = usual.connectionLimit;
    }
    made.isProduction = profile.environment == store::EnvironmentTag::Production;
    return made;
}

QString RestoreState::otherNameOf(const QString& table) const
{
    const bool isOne = draft.tables.size() == 1;
    if (const auto entered = besideNames.constFind(table); entered != besideNames.cend() && isOne)
        return *entered;
    const QString ending = isOne ? usualEnding : besideEnding;
    return restore::cutName(plainName(table), longestName - ending.toUtf8().size()) + ending;
}

void RestoreState::suggestOtherNames(const restore::RestoreFacts& target)
{
    if (!canRename() || (draft.tables.size() == 1 ? besideNames.contains(draft.tables.constFirst())
                                                  : besideEnding != usualEnding))
        return;
    QSet<QString> taken;
    for (const archive::TocEntry& entry : target.target.toc.entries)
        taken.insert(entry.tag());
    QString ending = usualEnding;
    const auto isTaken = [&](const QString& table) {
        return taken.contains(restore::cutName(plainName(table), longestName - ending.size()) + ending);
    };
    for (int number = 2; std::any_of(draft.tables.cbegin(), draft.tables.cend(), isTaken); ++number)
        ending = usualEnding + QLatin1Char('_') + QString::number(number);
    if (draft.tables.size() > 1)
        besideEnding = ending;
    else
        besideNames.insert(
            draft.tables.constFirst(),
            restore::cutName(plainName(draft.tables.constFirst()), longestName - ending.size()) + ending);
}

void RestoreState::remember() const
{
    if (isSandbox)
        return; // nothing was answered
    restore::RestoreDraft kept = effective();
    kept.existing = restore::ExistingObjects::Stop;
    QJsonObject answers = restore::toJson(kept);
    for (const char* ofThisBackup : {"source", "sourceDatabase", "tables", "schemas", "target", "sections",
                                     "intactOnly", "encoding", "locale", "localeProvider", "newNames"})
        answers.remove(QLatin1String(ofThisBackup));
    if (kept.target != restore::TargetKind::ExistingDatabase)
        answers.insert(QStringLiteral("database"), existingName);
    answers.insert(QStringLiteral("intoSchema"), besideSchema);
    answers.insert(QStringLiteral("target"),
                   QStringLiteral("existing")); // so that the name is taken as that of one
    services.preferences.setRestoreAnswers(profile.id, answers);
}

void RestoreState::takeSource(const QString& path)
{
    draft.source = path;
    draft.sourceDatabase.clear();
    draft.tables.clear();
    draft.schemas.clear();
    draft.file.clear();
    draft.damaged = restore::DamagedTables::Stop;
    trust = restore::drill::Trust::BySource;
    newName.clear();
    besideNames.clear();
    hurries = false;
    dump.reset();
    ticked.clear();
    databases.clear();
    source.reset();
    facts.reset();
    isAsked = false;
}

QString suggestedName(const QString& database, const restore::RestoreFacts& facts)
{
    const auto taken = [&facts](const QString& name) {
        return std::any_of(facts.databases.begin(), facts.databases.end(),
                           [&name](const postgres::Database& other) {
                               return other.name.compare(name, Qt::CaseInsensitive) == 0;
                           });
    };
    QString suffix = QStringLiteral("_restored");
    QString name = restore::cutName(database, longestName - suffix.size()) + suffix;
    for (int number = 2; taken(name); ++number) {
        suffix = QStringLiteral("_restored_%1").arg(number);
        name = restore::cutName(database, longestName - suffix.size()) + suffix;
    }
    return name;
}

QString suggestedSqlFile(const RestoreState& state)
{
    const QFileInfo from(QDir::cleanPath(state.draft.source));
    const bool beside = !state.source || !state.source->set; // a set's folder holds nothing but the set
    const QString folder =
        beside && QFileInfo(from.absolutePath()).isWritable() ? from.absolutePath() : QDir::homePath();
    QString base = state.source && !state.source->database().isEmpty() ? state.source->database()
                                                                       : from.completeBaseName();
    if (state.isPart() && state.draft.tables.size() == 1 && state.draft.schemas.isEmpty())
        base = state.draft.tables.constFirst();
    for (QChar& letter : base) {
        if (letter == QLatin1Char('/') || letter == QLatin1Char('\\') || !letter.isPrint())
            letter = QLatin1Char('_');
    }
    base = restore::cutName(base, 120);
    QString path = QDir(folder).filePath(base + QStringLiteral(".sql"));
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QDir(folder).filePath(QStringLiteral("%1-%2.sql").arg(base).arg(number));
    return path;
}

} // namespace tidemark::ui
