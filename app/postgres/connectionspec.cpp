// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/connectionspec.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <libpq-fe.h>

#include <algorithm>
#include <array>

namespace tidemark::postgres {

namespace {

struct Field
{
    const char* keyword;
    QString ConnectionSpec::*member;
};
constexpr std::array<Field, 11> fields{{
    {"host", &ConnectionSpec::host},
    {"hostaddr", &ConnectionSpec::hostaddr},
    {"port", &ConnectionSpec::port},
    {"dbname", &ConnectionSpec::database},
    {"user", &ConnectionSpec::user},
    {"service", &ConnectionSpec::service},
    {"sslmode", &ConnectionSpec::sslMode},
    {"sslrootcert", &ConnectionSpec::sslRootCert},
    {"sslcert", &ConnectionSpec::sslCert},
    {"sslkey", &ConnectionSpec::sslKey},
    {"options", &ConnectionSpec::options},
}};

} // namespace

QMap<QString, QString> ConnectionSpec::toKeywords() const
{
    QMap<QString, QString> keywords;
    for (auto it = more.begin(); it != more.end(); ++it) {
        if (!secretKeywords().contains(it.key()))
            keywords.insert(it.key(), it.value());
    }
    for (const Field& field : fields) {
        const QString& value = this->*field.member;
        if (!value.isEmpty())
            keywords.insert(QLatin1String(field.keyword), value);
    }
    return keywords;
}

QString ConnectionSpec::toConninfo() const
{
    QStringList parts;
    const QMap<QString, QString> keywords = toKeywords();
    for (auto it = keywords.begin(); it != keywords.end(); ++it)
        parts.append(it.key() + QLatin1Char('=') + core::quoteConninfo(it.value()));
    return parts.join(QLatin1Char(' '));
}

QString ConnectionSpec::describe() const
{
    QString where = host.isEmpty() ? hostaddr : host;
    if (where.isEmpty() && !service.isEmpty())
        where = QCoreApplication::translate("postgres::ConnectionSpec", "service %1").arg(service);
    if (where.isEmpty())
        where = QCoreApplication::translate("postgres::ConnectionSpec", "the local server");
    else if (!port.isEmpty())
        where += QLatin1Char(':') + port;
    if (database.isEmpty())
        return where;
    return QCoreApplication::translate("postgres::ConnectionSpec", "%1 on %2").arg(core::singleLine(database), where);
}

ConnectionSpec ConnectionSpec::withDatabase(const QString& name) const
{
    ConnectionSpec other = *this;
    other.database = name;
    return other;
}

core::Result<ParsedConninfo> parseConninfo(const QString& text)
{
    char* problem = nullptr;
    PQconninfoOption* options = PQconninfoParse(text.toUtf8().constData(), &problem);
    const auto release = qScopeGuard([&] {
        PQconninfoFree(options);
        PQfreemem(problem);
    });
    if (!options) {
        return core::Error{core::ErrorKind::InvalidInput,
                           QCoreApplication::translate("postgres::ConnectionSpec", "This is not a connection string that PostgreSQL understands."),
                           QString::fromUtf8(problem ? problem : "").trimmed(),
                           QCoreApplication::translate("postgres::ConnectionSpec", "Write it as host=… port=… dbname=… user=…, or as postgresql://user@host:port/database.")};
    }
    ParsedConninfo parsed;
    for (const PQconninfoOption* option = options; option->keyword; ++option) {
        if (!option->val || !*option->val)
            continue;
        const QString keyword = QLatin1String(option->keyword);
        const QString value = QString::fromUtf8(option->val);
        const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return keyword == QLatin1String(f.keyword); });
        if (keyword == QLatin1String("password")) {
            parsed.password = core::Secret(value);
        } else if (secretKeywords().contains(keyword)) {
            parsed.secretsLeftOut.append(keyword);
        } else if (field != fields.end()) {
            parsed.spec.*(field->member) = value;
        } else {
            parsed.spec.more.insert(keyword, value);
        }
    }
    return parsed;
}

const QStringList& secretKeywords()
{
    static const QStringList words{QStringLiteral("password"), QStringLiteral("sslpassword"), QStringLiteral("oauth_client_secret"),
                                   QStringLiteral("scram_client_key"), QStringLiteral("scram_server_key")};
    return words;
}

QStringList sslModes()
{
    return {QStringLiteral("disable"), QStringLiteral("allow"),     QStringLiteral("prefer"),
            QStringLiteral("require"), QStringLiteral("verify-ca"), QStringLiteral("verify-full")};
}

} // namespace tidemark::postgres
