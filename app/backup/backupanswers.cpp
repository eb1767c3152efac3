// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/backupanswers.h"

#include "backup/backupplan.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::backup {

const ContentChoice& BackupAnswers::contentOf(const QString& database) const
{
    const auto own = contents.constFind(database);
    return own == contents.constEnd() ? draft.content : *own;
}

QList<BackupDraft> BackupAnswers::draftsFor(const QStringList& names) const
{
    QList<BackupDraft> drafts;
    for (const QString& name : names) {
        BackupDraft one = draft;
        one.database = name;
        one.content = contentOf(name);
        drafts.append(one);
    }
    return drafts;
}

QJsonObject BackupAnswers::toJson() const
{
    BackupDraft common = draft;
    common.database.clear();
    common.serverLabel.clear();
    QJsonObject byDatabase;
    for (auto of = contents.begin(); of != contents.end(); ++of)
        byDatabase.insert(of.key(), of.value().toJson());
    return {{QStringLiteral("draft"), common.toJson()},
            {QStringLiteral("allDatabases"), choice == Databases::All},
            {QStringLiteral("databases"), QJsonArray::fromStringList(databases)},
            {QStringLiteral("contents"), byDatabase}};
}

core::Result<BackupAnswers> BackupAnswers::fromJson(const QJsonObject& object)
{
    auto draft = BackupDraft::fromJson(object.value(u"draft").toObject());
    if (!draft)
        return std::move(draft).error();
    BackupAnswers answers;
    answers.draft = *std::move(draft);
    answers.choice = object.value(u"allDatabases").toBool() ? Databases::All : Databases::Named;
    for (const QJsonValue name : object.value(u"databases").toArray()) {
        if (!name.toString().isEmpty() && !answers.databases.contains(name.toString()))
            answers.databases.append(name.toString());
    }
    const QJsonObject byDatabase = object.value(u"contents").toObject();
    for (auto of = byDatabase.begin(); of != byDatabase.end(); ++of)
        answers.contents.insert(of.key(), ContentChoice::fromJson(of.value().toObject()));
    return answers;
}

core::Result<BackupAnswers> BackupAnswers::fromPlan(const QJsonObject& plan)
{
    auto draft = draftOf(plan);
    if (!draft)
        return std::move(draft).error();
    if (draft->database.isEmpty()) {
        return core::Error{core::ErrorKind::InvalidInput, QCoreApplication::translate("backup::BackupAnswers", "It is not recorded with which options this backup was made."),
                           {}, QCoreApplication::translate("backup::BackupAnswers", "Choose them anew.")};
    }
    BackupAnswers answers;
    answers.databases = {draft->database};
    answers.contents.insert(draft->database, draft->content);
    answers.draft = *std::move(draft);
    answers.draft.content = {};
    return answers;
}

} // namespace tidemark::backup
