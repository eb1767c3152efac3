// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/hbadecision.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <arpa/inet.h>

namespace tidemark::access {

namespace {

bool typeFits(const QString& type, const HbaRequest& request)
{
    if (request.address.isEmpty())
        return type == QLatin1String("local");
    if (type == QLatin1String("hostssl"))
        return request.encrypted;
    if (type == QLatin1String("hostnossl"))
        return !request.encrypted;
    return type == QLatin1String("host") || type == QLatin1String("hostnogssenc");
}

/// A word with "/" in front is a regular expression (PostgreSQL 16+).
bool wordFits(const QString& word, const QString& name)
{
    if (word.startsWith(QLatin1Char('/')) && word.size() > 1)
        return QRegularExpression(word.mid(1)).match(name).hasMatch();
    return word == name;
}

bool databaseFits(const postgres::HbaRule& rule, const postgres::HbaRules& rules, const HbaRequest& request)
{
    return std::any_of(rule.databases.begin(), rule.databases.end(), [&](const QString& word) {
        if (request.database.isEmpty()) // "all" does not mean replication
            return word == QLatin1String("replication");
        if (word == QLatin1String("all"))
            return true;
        if (word == QLatin1String("replication"))
            return false;
        if (word == QLatin1String("sameuser"))
            return request.database == request.user;
        if (word == QLatin1String("samerole") || word == QLatin1String("samegroup"))
            return rules.memberships.contains(request.database);
        return wordFits(word, request.database);
    });
}

bool userFits(const postgres::HbaRule& rule, const postgres::HbaRules& rules, const HbaRequest& request)
{
    return std::any_of(rule.users.begin(), rule.users.end(), [&](const QString& word) {
        if (word == QLatin1String("all"))
            return true;
        if (word.startsWith(QLatin1Char('+')))
            return rules.memberships.contains(word.mid(1));
        return wordFits(word, request.user);
    });
}

/// The bytes of an address, 4 or 16 of them; empty where it is none.
QByteArray addressBytes(const QString& text)
{
    const QByteArray latin = text.section(QLatin1Char('%'), 0, 0).toLatin1(); // without the scope of a link-local one
    for (const auto& [family, size] : {std::pair(AF_INET, 4), std::pair(AF_INET6, 16)}) {
        QByteArray bytes(size, '\0');
        if (::inet_pton(family, latin.constData(), bytes.data()) == 1)
            return bytes;
    }
    return {};
}

/// How many ones a mask begins with.
int prefixLength(const QByteArray& mask)
{
    int length = 0;
    for (const char byte : mask) {
        for (unsigned bit = 0x80U; bit != 0; bit >>= 1U) {
            if ((static_cast<unsigned char>(byte) & bit) == 0)
                return length;
            ++length;
        }
    }
    return length;
}

bool addressFits(const postgres::HbaRule& rule, const HbaRequest& request)
{
    if (request.address.isEmpty() || rule.address == QLatin1String("all"))
        return true;
    const QByteArray client = addressBytes(request.address);
    // "samehost" and "samenet" are about the server's own addresses, of which only the loopback is known here.
    if (rule.address == QLatin1String("samehost") || rule.address == QLatin1String("samenet"))
        return request.address.startsWith(QLatin1String("127.")) || request.address == QLatin1String("::1");
    const QByteArray network = addressBytes(rule.address);
    const QByteArray mask = addressBytes(rule.netmask);
    if (client.isEmpty() || network.size() != client.size() || mask.size() != client.size())
        return false;
    for (qsizetype i = 0; i < client.size(); ++i) {
        if ((client.at(i) & mask.at(i)) != (network.at(i) & mask.at(i)))
            return false;
    }
    return true;
}

/// A name as the file takes it: quoted where a word of its own, a blank or a sign could change its meaning.
QString quotedWord(const QString& name)
{
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_.-]+$"));
    static const QStringList keywords{QStringLiteral("all"), QStringLiteral("replication"), QStringLiteral("sameuser"), QStringLiteral("samerole"),
                                      QStringLiteral("samegroup")};
    if (plain.match(name).hasMatch() && !keywords.contains(name))
        return name;
    QString inner = name;
    return QLatin1Char('"') + inner.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString lineFor(const QString& database, const HbaRequest& request, const QString& method)
{
    const QString who = database + QLatin1Char(' ') + quotedWord(request.user);
    if (request.address.isEmpty())
        return QStringLiteral("local %1 %2").arg(who, method);
    const QString address = request.address + (request.address.contains(QLatin1Char(':')) ? QLatin1String("/128") : QLatin1String("/32"));
    return QStringLiteral("%1 %2 %3 %4").arg(request.encrypted ? QStringLiteral("hostssl") : QStringLiteral("host"), who, address, method);
}

} // namespace

bool isAddress(const QString& text)
{
    return !addressBytes(text).isEmpty();
}

std::optional<postgres::HbaRule> decidingRule(const postgres::HbaRules& rules, const HbaRequest& request)
{
    for (const postgres::HbaRule& rule : rules.rules) {
        if (rule.error.isEmpty() && typeFits(rule.type, request) && databaseFits(rule, rules, request) && userFits(rule, rules, request) &&
            addressFits(rule, request))
            return rule;
    }
    return std::nullopt;
}

QString hbaLine(const HbaRequest& request, const QString& method)
{
    return lineFor(request.database.isEmpty() ? QStringLiteral("replication") : quotedWord(request.database), request, method);
}

QString hbaLineForDatabases(const HbaRequest& request, const QString& method)
{
    return lineFor(QStringLiteral("all"), request, method);
}

QString hbaText(const postgres::HbaRule& rule)
{
    QStringList words{rule.type, rule.databases.join(QLatin1Char(',')), rule.users.join(QLatin1Char(','))};
    if (!rule.address.isEmpty()) {
        const int prefix = rule.netmask.isEmpty() ? -1 : prefixLength(addressBytes(rule.netmask));
        words.append(prefix < 0 ? rule.address : QStringLiteral("%1/%2").arg(rule.address).arg(prefix));
    }
    words.append(rule.method);
    return words.join(QLatin1Char(' '));
}

QString hbaPlace(const postgres::HbaRule& rule)
{
    const QString file = rule.file.isEmpty() ? QStringLiteral("pg_hba.conf") : QFileInfo(rule.file).fileName();
    return QCoreApplication::translate("access::hba", "line %1 of %2").arg(rule.line).arg(file);
}

} // namespace tidemark::access
