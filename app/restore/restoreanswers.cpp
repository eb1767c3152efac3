// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreanswers.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace tidemark::restore {

namespace {

template <typename Value> struct Word
{
    Value value;
    const char* text; // of tidemarkctl, too
};

constexpr std::array targetWords{Word<TargetKind>{TargetKind::NewDatabase, "new"},
                                 Word<TargetKind>{TargetKind::ExistingDatabase, "existing"},
                                 Word<TargetKind>{TargetKind::SqlFile, "file"}};
constexpr std::array existingWords{Word<ExistingObjects>{ExistingObjects::Stop, "stop"},
                                   Word<ExistingObjects>{ExistingObjects::Keep, "keep"},
                                   Word<ExistingObjects>{ExistingObjects::Replace, "replace"},
                                   Word<ExistingObjects>{ExistingObjects::EmptyAndLoad, "empty"},
                                   Word<ExistingObjects>{ExistingObjects::Append, "append"}};
constexpr std::array keyWords{Word<archive::ForeignKeys>{archive::ForeignKeys::Skip, "skip"},
                              Word<archive::ForeignKeys>{archive::ForeignKeys::NotValid, "not-valid"},
                              Word<archive::ForeignKeys>{archive::ForeignKeys::BringParents, "bring"}};
constexpr std::array ownerWords{Word<Ownership>{Ownership::Me, "me"},
                                Word<Ownership>{Ownership::Keep, "keep"}};

template <typename Words, typename Value> QString wordOf(const Words& words, Value value)
{
    for (const auto& word : words) {
        if (word.value == value)
            return QLatin1String(word.text);
    }
    return {};
}

/// The first value for what is no word.
template <typename Words> auto valueOf(const Words& words, const QJsonValue& text)
{
    for (const auto& word : words) {
        if (text.toString() == QLatin1String(word.text))
            return word.value;
    }
    return words.front().value;
}

QStringList namesIn(const QJsonValue& array)
{
    QStringList names;
    for (const QJsonValue name : array.toArray()) {
        if (!name.toString().isEmpty())
            names.append(name.toString());
    }
    return names;
}

void add(QStringList& arguments, const char* option, const QString& value)
{
    // In one word, so that a value that begins with a dash stays a value.
    arguments.append(QStringLiteral("--%1=").arg(QLatin1String(option)) + value);
}

void addTarget(QStringList& arguments, const RestoreDraft& draft)
{
    if (draft.target == TargetKind::SqlFile) {
        add(arguments, "to", draft.file);
        return;
    }
    add(arguments, "into", draft.targetDatabase);
    if (draft.target != TargetKind::ExistingDatabase)
        return;
    arguments.append(QStringLiteral("--existing"));
    if (draft.existing != ExistingObjects::Stop)
        add(arguments, "on-conflict", wordOf(existingWords, draft.existing));
    if (!draft.confirmed.isEmpty())
        add(arguments, "confirm", draft.confirmed);
    if (!draft.intoSchema.isEmpty())
        add(arguments, "into-schema", draft.intoSchema);
}

} // namespace

QJsonObject toJson(const RestoreDraft& draft)
{
    return {{QStringLiteral("source"), draft.source},
            {QStringLiteral("sourceDatabase"), draft.sourceDatabase},
            {QStringLiteral("tables"), QJsonArray::fromStringList(draft.tables)},
            {QStringLiteral("schemas"), QJsonArray::fromStringList(draft.schemas)},
            {QStringLiteral("foreignKeys"), wordOf(keyWords, draft.foreignKeys)},
            {QStringLiteral("target"), wordOf(targetWords, draft.target)},
            {QStringLiteral("database"), draft.targetDatabase},
            {QStringLiteral("intoSchema"), draft.intoSchema},
            {QStringLiteral("file"), draft.file},
            {QStringLiteral("existing"), wordOf(existingWords, draft.existing)},
            {QStringLiteral("ownership"), wordOf(ownerWords, draft.ownership)},
            {QStringLiteral("jobs"), draft.jobs}};
}

RestoreDraft draftFromJson(const QJsonObject& object)
{
    RestoreDraft draft;
    draft.source = object.value(u"source").toString();
    draft.sourceDatabase = object.value(u"sourceDatabase").toString();
    draft.tables = namesIn(object.value(u"tables"));
    draft.schemas = namesIn(object.value(u"schemas"));
    draft.foreignKeys = valueOf(keyWords, object.value(u"foreignKeys"));
    draft.target = valueOf(targetWords, object.value(u"target"));
    draft.targetDatabase = object.value(u"database").toString();
    draft.intoSchema = object.value(u"intoSchema").toString();
    draft.file = object.value(u"file").toString();
    draft.existing = valueOf(existingWords, object.value(u"existing"));
    if (draft.losesRows())
        draft.existing = ExistingObjects::Stop;
    draft.ownership = valueOf(ownerWords, object.value(u"ownership"));
    draft.jobs = std::max(0, object.value(u"jobs").toInt());
    return draft;
}

core::Result<RestoreDraft> draftOfPlan(const QJsonObject& plan)
{
    if (plan.value(u"kind").toString() != QLatin1String("restore") || !plan.value(u"draft").isObject()) {
        return core::Error{
            core::ErrorKind::InvalidInput,
            QCoreApplication::translate("restore::answers",
                                        "It is not recorded with which options this restore was made."),
            {},
            QCoreApplication::translate("restore::answers", "Choose them anew.")};
    }
    return draftFromJson(plan.value(u"draft").toObject());
}

QStringList commandArguments(const RestoreDraft& draft)
{
    QStringList arguments{QStringLiteral("restore"), draft.source};
    if (!draft.sourceDatabase.isEmpty())
        add(arguments, "database", draft.sourceDatabase);
    for (const QString& table : draft.tables)
        add(arguments, "table", table);
    for (const QString& schema : draft.schemas)
        add(arguments, "schema", schema);
    if (draft.foreignKeys != archive::ForeignKeys::Skip && !draft.isWhole())
        add(arguments, "foreign-keys", wordOf(keyWords, draft.foreignKeys));
    addTarget(arguments, draft);
    if (draft.ownership != Ownership::Me)
        add(arguments, "owner", wordOf(ownerWords, draft.ownership));
    if (draft.jobs > 0 && draft.target == TargetKind::NewDatabase)
        add(arguments, "jobs", QString::number(draft.jobs));
    return arguments;
}

} // namespace tidemark::restore
