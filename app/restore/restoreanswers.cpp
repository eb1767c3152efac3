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
                                Word<Ownership>{Ownership::Keep, "keep"},
                                Word<Ownership>{Ownership::Role, "role"}};
constexpr std::array fateWords{Word<RoleFate>{RoleFate::LeaveOut, "skip"},
                               Word<RoleFate>{RoleFate::Create, "create"},
                               Word<RoleFate>{RoleFate::Map, "map"}};
constexpr std::array providerWords{Word<LocaleProvider>{LocaleProvider::AsInBackup, ""},
                                   Word<LocaleProvider>{LocaleProvider::Libc, "libc"},
                                   Word<LocaleProvider>{LocaleProvider::Icu, "icu"},
                                   Word<LocaleProvider>{LocaleProvider::Builtin, "builtin"}};
constexpr std::array sectionWords{Word<StageKind>{StageKind::PreData, "pre-data"},
                                  Word<StageKind>{StageKind::Data, "data"},
                                  Word<StageKind>{StageKind::PostData, "post-data"}};

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
    for (auto name = draft.newNames.cbegin(); name != draft.newNames.cend(); ++name)
        add(arguments, "as", name.key() + QLatin1Char('=') + name.value());
}

void addRoles(QStringList& arguments, const RestoreDraft& draft)
{
    if (draft.ownership != Ownership::Me)
        add(arguments, "owner",
            draft.ownership == Ownership::Role ? draft.ownerRole : QStringLiteral("keep"));
    if (draft.missingRoles == RoleFate::Create)
        arguments.append(QStringLiteral("--create-roles"));
    for (auto role = draft.roles.cbegin(); role != draft.roles.cend(); ++role) {
        if (role->fate == RoleFate::Map)
            add(arguments, "map-role", role.key() + QLatin1Char('=') + role->to);
        else if (role->fate == RoleFate::LeaveOut)
            add(arguments, "skip-role", role.key());
    }
    if (draft.privileges == archive::Privileges::None)
        arguments.append(QStringLiteral("--no-privileges"));
}

void addContent(QStringList& arguments, const RestoreDraft& draft)
{
    const QList<StageKind> definitions{StageKind::PreData, StageKind::PostData};
    if (draft.sections == definitions) {
        arguments.append(QStringLiteral("--schema-only"));
    } else if (draft.sections == QList<StageKind>{StageKind::Data}) {
        arguments.append(QStringLiteral("--data-only"));
    } else {
        for (const StageKind section : draft.sections)
            add(arguments, "section", wordOf(sectionWords, section));
    }
    if (draft.tablespaces == archive::Tablespaces::Keep)
        arguments.append(QStringLiteral("--keep-tablespaces"));
    for (const process::ToolOption& option : draft.options) {
        const QString text = process::argumentOf(option);
        add(arguments, "pg-restore-option", option.name.startsWith(QLatin1Char('-')) ? text : text.mid(2));
    }
    if (draft.damaged == DamagedTables::LeaveOut)
        arguments.append(QStringLiteral("--intact-only"));
}

void addDatabase(QStringList& arguments, const RestoreDraft& draft)
{
    if (draft.target != TargetKind::NewDatabase)
        return;
    const auto addGiven = [&arguments](const char* option, const QString& value) {
        if (!value.isEmpty())
            add(arguments, option, value);
    };
    addGiven("database-owner", draft.databaseOwner);
    addGiven("encoding", draft.encoding);
    addGiven("locale", draft.locale);
    addGiven("locale-provider", wordOf(providerWords, draft.localeProvider));
    addGiven("template", draft.templateDatabase);
    addGiven("tablespace", draft.tablespace);
    if (draft.connectionLimit)
        add(arguments, "connection-limit", QString::number(*draft.connectionLimit));
    if (draft.jobs > 0)
        add(arguments, "jobs", QString::number(draft.jobs));
}

QJsonObject rolesJson(const QMap<QString, RoleChoice>& roles)
{
    QJsonObject json;
    for (auto role = roles.cbegin(); role != roles.cend(); ++role)
        json.insert(role.key(), QJsonObject{{QStringLiteral("fate"), wordOf(fateWords, role->fate)},
                                            {QStringLiteral("to"), role->to}});
    return json;
}

QMap<QString, RoleChoice> rolesFromJson(const QJsonObject& json)
{
    QMap<QString, RoleChoice> roles;
    for (auto role = json.begin(); role != json.end(); ++role) {
        const QJsonObject choice = role.value().toObject();
        roles.insert(role.key(), {valueOf(fateWords, choice.value(u"fate")), choice.value(u"to").toString()});
    }
    return roles;
}

void readDatabase(const QJsonObject& object, RestoreDraft& draft)
{
    draft.databaseOwner = object.value(u"databaseOwner").toString();
    draft.encoding = object.value(u"encoding").toString();
    draft.locale = object.value(u"locale").toString();
    draft.localeProvider = valueOf(providerWords, object.value(u"localeProvider"));
    draft.templateDatabase = object.value(u"template").toString();
    draft.tablespace = object.value(u"tablespace").toString();
    if (object.contains(u"connectionLimit"))
        draft.connectionLimit = object.value(u"connectionLimit").toInt(-1);
}

void readContent(const QJsonObject& object, RestoreDraft& draft)
{
    for (const QString& name : namesIn(object.value(u"sections"))) {
        const StageKind section = valueOf(sectionWords, name);
        if (wordOf(sectionWords, section) == name && !draft.sections.contains(section))
            draft.sections.append(section);
    }
    draft.options = process::toolOptionsFromJson(object.value(u"options").toArray());
    draft.tablespaces =
        object.value(u"keepTablespaces").toBool() ? archive::Tablespaces::Keep : archive::Tablespaces::None;
    draft.damaged = object.value(u"intactOnly").toBool() ? DamagedTables::LeaveOut : DamagedTables::Stop;
}

} // namespace

QJsonObject toJson(const RestoreDraft& draft)
{
    QJsonArray sections;
    for (const StageKind section : draft.sections)
        sections.append(wordOf(sectionWords, section));
    QJsonObject json{{QStringLiteral("source"), draft.source},
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
                     {QStringLiteral("jobs"), draft.jobs},
                     {QStringLiteral("ownerRole"), draft.ownerRole},
                     {QStringLiteral("createRoles"), draft.missingRoles == RoleFate::Create},
                     {QStringLiteral("roles"), rolesJson(draft.roles)},
                     {QStringLiteral("noPrivileges"), draft.privileges == archive::Privileges::None},
                     {QStringLiteral("databaseOwner"), draft.databaseOwner},
                     {QStringLiteral("encoding"), draft.encoding},
                     {QStringLiteral("locale"), draft.locale},
                     {QStringLiteral("localeProvider"), wordOf(providerWords, draft.localeProvider)},
                     {QStringLiteral("template"), draft.templateDatabase},
                     {QStringLiteral("tablespace"), draft.tablespace},
                     {QStringLiteral("sections"), sections},
                     {QStringLiteral("keepTablespaces"), draft.tablespaces == archive::Tablespaces::Keep},
                     {QStringLiteral("options"), process::toJson(draft.options)},
                     {QStringLiteral("intactOnly"), draft.damaged == DamagedTables::LeaveOut}};
    if (draft.connectionLimit)
        json.insert(QStringLiteral("connectionLimit"), *draft.connectionLimit);
    QJsonObject names;
    for (auto name = draft.newNames.cbegin(); name != draft.newNames.cend(); ++name)
        names.insert(name.key(), name.value());
    if (!names.isEmpty())
        json.insert(QStringLiteral("newNames"), names);
    return json;
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
    const QJsonObject names = object.value(u"newNames").toObject();
    for (auto name = names.begin(); name != names.end(); ++name)
        draft.newNames.insert(name.key(), name.value().toString());
    draft.file = object.value(u"file").toString();
    draft.existing = valueOf(existingWords, object.value(u"existing"));
    if (draft.losesRows())
        draft.existing = ExistingObjects::Stop;
    draft.ownership = valueOf(ownerWords, object.value(u"ownership"));
    draft.ownerRole = object.value(u"ownerRole").toString();
    if (draft.ownership == Ownership::Role && draft.ownerRole.isEmpty())
        draft.ownership = Ownership::Me;
    draft.missingRoles = object.value(u"createRoles").toBool() ? RoleFate::Create : RoleFate::LeaveOut;
    draft.roles = rolesFromJson(object.value(u"roles").toObject());
    draft.privileges =
        object.value(u"noPrivileges").toBool() ? archive::Privileges::None : archive::Privileges::Keep;
    readDatabase(object, draft);
    readContent(object, draft);
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
    addRoles(arguments, draft);
    addContent(arguments, draft);
    addDatabase(arguments, draft);
    return arguments;
}

} // namespace tidemark::restore
