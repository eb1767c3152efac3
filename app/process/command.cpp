// SPDX-License-Identifier: GPL-3.0-or-later
#include "process/command.h"

#include "core/quoting.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <utility>

namespace tidemark::process {

Command::Command(QString program, QStringList arguments)
    : m_program(std::move(program))
    , m_arguments(std::move(arguments))
{
}

Command& Command::add(const QString& argument)
{
    m_arguments.append(argument);
    return *this;
}

Command& Command::addAll(const QStringList& arguments)
{
    m_arguments.append(arguments);
    return *this;
}

Command& Command::addOption(const QString& name, const QString& value)
{
    m_arguments.append(name + QLatin1Char('=') + value);
    return *this;
}

Command& Command::setEnvironment(const QString& name, const QString& value)
{
    m_environment.insert(name, value);
    return *this;
}

Command& Command::unsetEnvironment(const QString& name)
{
    m_environment.insert(name, std::nullopt);
    return *this;
}

Command& Command::setWorkingDirectory(const QString& folder)
{
    m_workingDirectory = folder;
    return *this;
}

QString Command::toShell() const
{
    QStringList words{core::quoteShell(m_program)};
    for (const QString& argument : m_arguments)
        words.append(core::quoteShell(maskSecrets(argument)));
    return words.join(QLatin1Char(' '));
}

QJsonObject Command::toJson() const
{
    QJsonObject environment;
    for (auto it = m_environment.begin(); it != m_environment.end(); ++it)
        environment.insert(it.key(), it.value() ? QJsonValue(*it.value()) : QJsonValue());
    return {{QStringLiteral("program"), m_program},
            {QStringLiteral("arguments"), QJsonArray::fromStringList(m_arguments)},
            {QStringLiteral("environment"), environment},
            {QStringLiteral("workingDirectory"), m_workingDirectory}};
}

Command Command::fromJson(const QJsonObject& object)
{
    Command command(object.value(QLatin1String("program")).toString());
    const QJsonArray arguments = object.value(QLatin1String("arguments")).toArray();
    for (const QJsonValue& argument : arguments)
        command.add(argument.toString());
    const QJsonObject environment = object.value(QLatin1String("environment")).toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (it.value().isString())
            command.setEnvironment(it.key(), it.value().toString());
        else
            command.unsetEnvironment(it.key());
    }
    command.setWorkingDirectory(object.value(QLatin1String("workingDirectory")).toString());
    return command;
}

QString maskSecrets(const QString& text)
{
    // In a URI's parameters the value ends at "&"; in a keyword/value string only white space ends it, and a backslash
    // keeps even that (libpq's rules). Quotes that are never closed reach to the end.
    static const QRegularExpression parameter(QStringLiteral(R"(([?&](?:ssl)?password)=[^\s&]*)"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression keyword(
        QStringLiteral(R"((?<![?&])\b((?:pg|ssl)?password)\s*=\s*(?:'(?:[^'\\]|\\.)*(?:'|$)|(?:[^\s\\]|\\.)+))"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    // A role's or a user mapping's, in a statement that a tool quotes.
    static const QRegularExpression statement(QStringLiteral(R"(\b(password)\s+E?'(?:[^']|'')*')"), QRegularExpression::CaseInsensitiveOption);
    // Up to the last "@" before the path; where the password holds a slash, up to the first "@".
    static const QRegularExpression uri(QStringLiteral(R"((postgres(?:ql)?://[^:/@\s]*):(?:[^\s/]*|[^\s@]*)@)"));
    QString masked = text;
    masked.replace(parameter, QStringLiteral("\\1=***"));
    masked.replace(keyword, QStringLiteral("\\1=***"));
    masked.replace(statement, QStringLiteral("\\1 '***'"));
    masked.replace(uri, QStringLiteral("\\1:***@"));
    return masked;
}

} // namespace tidemark::process
