// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profile.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QUuid>

#include <algorithm>
#include <utility>

namespace tidemark::store {

namespace {

struct TagName
{
    EnvironmentTag tag;
    const char* name;
    const char* label;
};
constexpr std::array<TagName, 4> tagNames{{
    {EnvironmentTag::None, "none", ""},
    {EnvironmentTag::Production, "production", QT_TRANSLATE_NOOP("store::Profile", "production")},
    {EnvironmentTag::Staging, "staging", QT_TRANSLATE_NOOP("store::Profile", "staging")},
    {EnvironmentTag::Development, "local", QT_TRANSLATE_NOOP("store::Profile", "local")},
}};

const TagName& entryOf(EnvironmentTag tag)
{
    return *std::find_if(tagNames.begin(), tagNames.end(), [tag](const TagName& t) { return t.tag == tag; });
}

QJsonObject tunnelToJson(const TunnelSpec& tunnel)
{
    QJsonObject object{{QStringLiteral("host"), tunnel.host}};
    const std::array<std::pair<const char*, QString>, 3> rest{
        {{"user", tunnel.user}, {"port", tunnel.port}, {"identityFile", tunnel.identityFile}}};
    for (const auto& [name, value] : rest) {
        if (!value.isEmpty())
            object.insert(QLatin1String(name), value);
    }
    if (!tunnel.extraOptions.isEmpty())
        object.insert(QStringLiteral("options"), QJsonArray::fromStringList(tunnel.extraOptions));
    return object;
}

TunnelSpec tunnelFromJson(const QJsonObject& object)
{
    TunnelSpec tunnel{object.value(u"host").toString(),
                      object.value(u"user").toString(),
                      object.value(u"port").toString(),
                      object.value(u"identityFile").toString(),
                      {}};
    const QJsonArray options = object.value(u"options").toArray();
    for (const QJsonValue& option : options) {
        if (option.isString())
            tunnel.extraOptions.append(option.toString());
    }
    return tunnel;
}

core::Error corrupt(const QString& detail)
{
    return {core::ErrorKind::Corrupt,
            QCoreApplication::translate("store::Profile", "A connection profile cannot be read."),
            detail,
            {}};
}

core::Error invalid(const QString& message)
{
    return {core::ErrorKind::InvalidInput, message, {}, {}};
}

} // namespace

const std::array<EnvironmentTag, 4>& environmentTags()
{
    static constexpr std::array<EnvironmentTag, 4> tags{EnvironmentTag::None, EnvironmentTag::Production,
                                                        EnvironmentTag::Staging, EnvironmentTag::Development};
    return tags;
}

QString environmentName(EnvironmentTag tag)
{
    return QLatin1String(entryOf(tag).name);
}

EnvironmentTag environmentFromName(const QString& name)
{
    for (const TagName& entry : tagNames) {
        if (name == QLatin1String(entry.name))
            return entry.tag;
    }
    return EnvironmentTag::None;
}

QString environmentLabel(EnvironmentTag tag)
{
    const char* label = entryOf(tag).label;
    return *label ? QCoreApplication::translate("store::Profile", label) : QString();
}

Profile Profile::create(const QString& name)
{
    Profile profile;
    profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    profile.name = name;
    return profile;
}

core::Status validate(const Profile& profile)
{
    if (QUuid::fromString(profile.id).isNull())
        return core::Error{core::ErrorKind::Internal,
                           QCoreApplication::translate("store::Profile", "A profile without identity."),
                           {},
                           {}};
    if (profile.name.trimmed().isEmpty())
        return invalid(QCoreApplication::translate("store::Profile", "A connection needs a name."));
    if (std::any_of(profile.name.begin(), profile.name.end(),
                    [](QChar c) { return c.category() == QChar::Other_Control; }))
        return invalid(QCoreApplication::translate(
            "store::Profile", "The name of a connection is one line without control characters."));
    if (profile.tunnel && profile.tunnel->host.isEmpty())
        return invalid(
            QCoreApplication::translate("store::Profile", "A tunnel needs the name of its SSH server."));
    return {};
}

postgres::ConnectionSpec withoutSecrets(const postgres::ConnectionSpec& spec)
{
    postgres::ConnectionSpec clean = spec;
    for (const QString& word : postgres::secretKeywords())
        clean.more.remove(word);
    return clean;
}

postgres::ConnectionSpec specFromKeywords(const QMap<QString, QString>& keywords)
{
    // libpq's own parser sorts the words that it knows; one that it does not know must not cost us the
    // others.
    QString known;
    QMap<QString, QString> others;
    for (auto it = keywords.begin(); it != keywords.end(); ++it) {
        if (postgres::secretKeywords().contains(it.key()) || it.value().isEmpty())
            continue;
        const QString pair = it.key() + QLatin1Char('=') + core::quoteConninfo(it.value());
        const auto alone = postgres::parseConninfo(pair);
        if (alone && alone->spec.toKeywords() == QMap<QString, QString>{{it.key(), it.value()}})
            known += pair + QLatin1Char(' ');
        else
            others.insert(it.key(), it.value());
    }
    const auto parsed = postgres::parseConninfo(known);
    postgres::ConnectionSpec spec = parsed ? parsed->spec : postgres::ConnectionSpec();
    spec.more.insert(others);
    return spec;
}

QString passfileLine(const postgres::ConnectionSpec& spec)
{
    // libpq looks a Unix socket up under its folder, and under "localhost" when that is the default one.
    const auto field = [](const QString& value) {
        const auto escaped = core::escapePassfileField(value);
        return value.isEmpty() || !escaped ? QStringLiteral("*") : *escaped;
    };
    return QStringList{field(spec.host), field(spec.port), field(spec.database), field(spec.user),
                       QStringLiteral("PASSWORD")}
        .join(QLatin1Char(':'));
}

QJsonObject toJson(const Profile& profile)
{
    QJsonObject object = profile.unknown;
    object.insert(QStringLiteral("id"), profile.id);
    object.insert(QStringLiteral("name"), profile.name);
    object.insert(QStringLiteral("environment"), environmentName(profile.environment));
    object.insert(QStringLiteral("colour"), profile.colour);
    QJsonObject connection;
    const QMap<QString, QString> keywords = withoutSecrets(profile.spec).toKeywords();
    for (auto it = keywords.begin(); it != keywords.end(); ++it)
        connection.insert(it.key(), it.value());
    object.insert(QStringLiteral("connection"), connection);
    if (profile.tunnel)
        object.insert(QStringLiteral("tunnel"), tunnelToJson(*profile.tunnel));
    object.insert(QStringLiteral("passwordSaved"), profile.passwordSaved);
    object.insert(QStringLiteral("defaultBackupFolder"), profile.defaultBackupFolder);
    if (!profile.alerts.isEmpty())
        object.insert(QStringLiteral("alerts"), profile.alerts);
    return object;
}

core::Result<Profile> profileFromJson(const QJsonObject& object)
{
    QJsonObject rest = object;
    Profile profile;
    profile.id = rest.take(u"id").toString();
    profile.name = rest.take(u"name").toString();
    profile.environment = environmentFromName(rest.take(u"environment").toString());
    profile.colour = rest.take(u"colour").toString();
    profile.passwordSaved = rest.take(u"passwordSaved").toBool();
    profile.defaultBackupFolder = rest.take(u"defaultBackupFolder").toString();
    profile.alerts = rest.take(u"alerts").toObject();

    const QJsonValue connection = rest.take(u"connection");
    if (!connection.isObject())
        return corrupt(QCoreApplication::translate("store::Profile", "“%1” has no connection.")
                           .arg(core::singleLine(profile.name)));
    const QJsonObject words = connection.toObject();
    QMap<QString, QString> keywords;
    for (auto it = words.begin(); it != words.end(); ++it)
        keywords.insert(it.key(), it.value().toString());
    profile.spec = specFromKeywords(keywords);

    const QJsonValue tunnel = rest.take(u"tunnel");
    if (tunnel.isObject())
        profile.tunnel = tunnelFromJson(tunnel.toObject());
    profile.unknown = rest;
    if (const core::Status valid = validate(profile); !valid)
        return corrupt(valid.error().message);
    return profile;
}

} // namespace tidemark::store
