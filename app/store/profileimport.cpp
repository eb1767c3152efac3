// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profileimport.h"

#include "core/quoting.h"
#include "store/servicefile.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace tidemark::store {

namespace {

constexpr qsizetype largestJson = 16 << 20;
constexpr qsizetype longestConninfo = 64 << 10;
constexpr qsizetype longestValue = 4096;
constexpr qsizetype longestName = 120;
constexpr qsizetype mostServers = 5000;

QString said(const char* text)
{
    return QCoreApplication::translate("store::ProfileImport", text);
}

core::Error invalid(const QString& message, const QString& detail)
{
    return {core::ErrorKind::InvalidInput, message, detail, {}};
}

core::Finding warning(const char* id, const QString& sentence)
{
    return {core::Severity::Warning, QLatin1String(id), sentence, {}, {}};
}

bool isPlain(const QString& value)
{
    return value.size() <= longestValue &&
           std::none_of(value.begin(), value.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

/// A profile with a name that validate() accepts, whatever the source called it.
Profile named(const QString& wish, const postgres::ConnectionSpec& spec)
{
    QString name = core::singleLine(wish).trimmed().left(longestName);
    if (name.isEmpty())
        name = core::singleLine(spec.describe()).left(longestName);
    Profile profile = Profile::create(name);
    profile.spec = spec;
    return profile;
}

/// What one entry of pgAdmin's file says, as text; numbers are written with and without quotes there.
QString field(const QJsonObject& server, const char* name)
{
    const QJsonValue value = server.value(QLatin1String(name));
    if (value.isDouble())
        return QString::number(static_cast<qint64>(value.toDouble()));
    return value.toString();
}

bool isSet(const QJsonObject& server, const char* name)
{
    const QJsonValue value = server.value(QLatin1String(name));
    return value.toBool() || value.toInt() != 0 || value.toString() == u"1";
}

EnvironmentTag tagOfGroup(const QString& group)
{
    const QString word = group.trimmed().toLower();
    if (word == u"production" || word == u"prod" || word == u"live")
        return EnvironmentTag::Production;
    if (word == u"staging" || word == u"stage")
        return EnvironmentTag::Staging;
    if (word == u"local" || word == u"development" || word == u"dev")
        return EnvironmentTag::Development;
    return EnvironmentTag::None;
}

/// libpq's keywords of one server of pgAdmin.
QMap<QString, QString> keywordsOf(const QJsonObject& server, const QString& name, core::Findings& findings)
{
    static constexpr std::array<std::pair<const char*, const char*>, 13> names{{
        {"Host", "host"}, {"HostAddr", "hostaddr"}, {"Port", "port"}, {"MaintenanceDB", "dbname"}, {"Username", "user"},
        {"Service", "service"}, {"SSLMode", "sslmode"}, {"SSLCert", "sslcert"}, {"SSLKey", "sslkey"},
        {"SSLRootCert", "sslrootcert"}, {"SSLCrl", "sslcrl"}, {"PassFile", "passfile"}, {"Timeout", "connect_timeout"}}};
    QMap<QString, QString> keywords;
    for (const auto& [theirs, ours] : names)
        keywords.insert(QLatin1String(ours), field(server, theirs));
    const QJsonObject parameters = server.value(u"ConnectionParameters").toObject();
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        keywords.insert(it.key(), field(parameters, it.key().toUtf8().constData()));
    if (keywords.value(QStringLiteral("connect_timeout")) == u"0")
        keywords.remove(QStringLiteral("connect_timeout"));
    keywords.remove(QStringLiteral("password"));
    for (auto it = keywords.begin(); it != keywords.end();) {
        if (it.value().contains(u"<STORAGE_DIR>")) {
            findings.append(warning("import.storageFolder", said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1”: the file for %2 lies in pgAdmin's own storage and has to be chosen again.")).arg(name, it.key())));
            it = keywords.erase(it);
        } else {
            ++it;
        }
    }
    return keywords;
}

std::optional<TunnelSpec> tunnelOf(const QJsonObject& server, const QString& name, core::Findings& findings)
{
    if (!isSet(server, "UseSSHTunnel"))
        return std::nullopt;
    TunnelSpec tunnel{field(server, "TunnelHost"), field(server, "TunnelUsername"), field(server, "TunnelPort"),
                      field(server, "TunnelIdentityFile"), {}};
    if (tunnel.port == u"22")
        tunnel.port.clear(); // leaves a port of ~/.ssh/config in force
    if (!isSet(server, "TunnelAuthentication")) {
        core::Finding finding = warning("import.tunnelPassword", said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1”: its SSH tunnel logs in with a password.")).arg(name));
        finding.hint = said(QT_TRANSLATE_NOOP("store::ProfileImport", "Tidemark uses your SSH keys and agent. Put your key on that server: ssh-copy-id %1")).arg(tunnel.host);
        findings.append(finding);
    }
    return tunnel;
}

std::optional<ImportedProfile> serverOf(const QJsonObject& server, const QString& key, core::Findings& findings)
{
    const QString name = core::singleLine(field(server, "Name").isEmpty() ? key : field(server, "Name")).left(longestName);
    const QMap<QString, QString> keywords = keywordsOf(server, name, findings);
    const std::optional<TunnelSpec> tunnel = tunnelOf(server, name, findings);
    bool plain = std::all_of(keywords.begin(), keywords.end(), isPlain);
    if (tunnel)
        plain = plain && !tunnel->host.isEmpty() && isPlain(tunnel->host) && isPlain(tunnel->user) && isPlain(tunnel->port) && isPlain(tunnel->identityFile);
    const postgres::ConnectionSpec spec = specFromKeywords(keywords);
    if (!plain || (spec.host.isEmpty() && spec.hostaddr.isEmpty() && spec.service.isEmpty())) {
        findings.append(warning("import.badServer", said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1” says not properly where its server is; left out.")).arg(name)));
        return std::nullopt;
    }
    ImportedProfile imported{named(name, spec), {}};
    imported.profile.tunnel = tunnel;
    imported.profile.environment = tagOfGroup(field(server, "Group"));
    static const QRegularExpression colour(QStringLiteral("^#[0-9A-Fa-f]{6}$"));
    if (const QString background = field(server, "BGColor"); colour.match(background).hasMatch())
        imported.profile.colour = background.toLower();
    return imported;
}

QString freeName(const QString& wish, const QStringList& taken)
{
    QString name = wish;
    for (int n = 2; taken.contains(name); ++n)
        name = QStringLiteral("%1 (%2)").arg(wish).arg(n);
    return name;
}

} // namespace

core::Result<Import> importServiceFile(const QByteArray& bytes, ServiceImport how)
{
    core::Result<ServiceFile> file = parseServiceFile(bytes);
    if (!file)
        return std::move(file).error();
    Import import{{}, file->findings};
    for (const Service& service : std::as_const(file->services)) {
        const QMap<QString, QString> keywords = how == ServiceImport::ByName
                                                    ? QMap<QString, QString>{{QStringLiteral("service"), service.name}}
                                                    : service.keywords;
        if (!isPlain(service.name) || !std::all_of(keywords.begin(), keywords.end(), isPlain)) {
            import.findings.append(warning("import.badServer", said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1” has control characters in its settings; left out.")).arg(core::singleLine(service.name))));
            continue;
        }
        // By name, libpq finds the password in the file itself.
        import.profiles.append({named(service.name, specFromKeywords(keywords)), how == ServiceImport::ByName ? core::Secret() : service.password});
    }
    if (import.profiles.isEmpty())
        return invalid(said(QT_TRANSLATE_NOOP("store::ProfileImport", "There is no service in this file.")), {});
    return import;
}

core::Result<Import> importConninfo(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.size() > longestConninfo || trimmed.contains(QChar(0)))
        return invalid(said(QT_TRANSLATE_NOOP("store::ProfileImport", "This is no connection string.")), {});
    const core::Result<postgres::ParsedConninfo> parsed = postgres::parseConninfo(trimmed);
    if (!parsed)
        return parsed.error();
    const postgres::ConnectionSpec spec = withoutSecrets(parsed->spec);
    Import import;
    if (spec.toKeywords().isEmpty())
        return invalid(said(QT_TRANSLATE_NOOP("store::ProfileImport", "This connection string says nothing.")), {});
    if (!parsed->secretsLeftOut.isEmpty())
        import.findings.append(warning("import.secretLeftOut", said(QT_TRANSLATE_NOOP("store::ProfileImport", "The passphrase of the certificate's key was left out: profiles hold no secrets."))));
    import.profiles.append({named({}, spec), parsed->password});
    return import;
}

core::Result<Import> importPgAdmin(const QByteArray& bytes)
{
    const QString message = said(QT_TRANSLATE_NOOP("store::ProfileImport", "This is not a file of servers that pgAdmin has exported."));
    if (bytes.size() > largestJson)
        return invalid(message, said(QT_TRANSLATE_NOOP("store::ProfileImport", "It is too large for one.")));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return invalid(message, QStringLiteral("%1 (byte %2)").arg(problem.errorString()).arg(problem.offset));
    const QJsonObject servers = document.object().value(u"Servers").toObject();
    if (servers.isEmpty() || servers.size() > mostServers)
        return invalid(message, servers.isEmpty() ? said(QT_TRANSLATE_NOOP("store::ProfileImport", "It lists no servers.")) : QString());
    Import import;
    for (auto it = servers.begin(); it != servers.end(); ++it) {
        if (auto imported = serverOf(it.value().toObject(), it.key(), import.findings))
            import.profiles.append(*std::move(imported));
    }
    return import;
}

core::Result<Import> importAny(const QByteArray& bytes)
{
    const QByteArray start = bytes.left(4096).trimmed();
    if (start.startsWith('{'))
        return importPgAdmin(bytes);
    if (start.startsWith("postgres://") || start.startsWith("postgresql://"))
        return importConninfo(QString::fromUtf8(bytes));
    core::Result<Import> services = importServiceFile(bytes, ServiceImport::CopySettings);
    if (services || bytes.size() > longestConninfo || start.startsWith('['))
        return services;
    core::Result<Import> conninfo = importConninfo(QString::fromUtf8(bytes));
    // libpq quotes what it does not understand, and that may be a line of a password file.
    if (!conninfo)
        return invalid(said(QT_TRANSLATE_NOOP("store::ProfileImport", "This file holds no connections.")),
                       said(QT_TRANSLATE_NOOP("store::ProfileImport", "Expected is a pg_service.conf, a servers.json of pgAdmin, or a connection string.")));
    return conninfo;
}

Import withoutDuplicates(Import import, const QList<Profile>& existing)
{
    QList<Profile> known = existing;
    QList<ImportedProfile> kept;
    for (ImportedProfile& candidate : import.profiles) {
        Profile& profile = candidate.profile;
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const Profile& p) { return p.spec == profile.spec && p.tunnel == profile.tunnel; });
        if (same != known.end()) {
            import.findings.append({core::Severity::Info, QStringLiteral("import.duplicate"),
                                    said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1” is the same connection as “%2”; left out.")).arg(profile.name, same->name), {}, {}});
            continue;
        }
        QStringList taken;
        for (const Profile& p : std::as_const(known))
            taken.append(p.name);
        if (const QString name = freeName(profile.name, taken); name != profile.name) {
            import.findings.append({core::Severity::Info, QStringLiteral("import.renamed"),
                                    said(QT_TRANSLATE_NOOP("store::ProfileImport", "“%1” was named “%2”, because there is another one of that name.")).arg(profile.name, name), {}, {}});
            profile.name = name;
        }
        known.append(profile);
        kept.append(candidate);
    }
    import.profiles = kept;
    return import;
}

} // namespace tidemark::store
