// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::process {

/// A program with its arguments and what it adds to the environment. A value: it can be shown, compared and stored.
/// Nothing secret may ever be part of it: passwords travel by passfile (see access/toolaccess.h).
class Command
{
public:
    Command() = default;
    explicit Command(QString program, QStringList arguments = {});

    Command& add(const QString& argument);
    Command& addAll(const QStringList& arguments);
    /// "--name=value" as one word, so that a value that starts with a dash stays a value.
    Command& addOption(const QString& name, const QString& value);
    Command& setEnvironment(const QString& name, const QString& value);
    /// The child will not see this variable, whatever we have inherited.
    Command& unsetEnvironment(const QString& name);
    Command& setWorkingDirectory(const QString& folder);

    const QString& program() const { return m_program; }
    const QStringList& arguments() const { return m_arguments; }
    /// A missing value means "unset".
    const QMap<QString, std::optional<QString>>& environment() const { return m_environment; }
    const QString& workingDirectory() const { return m_workingDirectory; }

    /// One line that a POSIX shell would run, for reading and copying. Passwords in conninfo strings and URIs are
    /// masked, should a caller ever let one slip in.
    QString toShell() const;
    QJsonObject toJson() const;
    static Command fromJson(const QJsonObject& object);

    friend bool operator==(const Command&, const Command&) = default;

private:
    QString m_program;
    QStringList m_arguments;
    QMap<QString, std::optional<QString>> m_environment;
    QString m_workingDirectory;
};

/// Replaces the value of password=…, of PASSWORD '…' in statements and of user:password@ in any text by three asterisks.
QString maskSecrets(const QString& text);

} // namespace tidemark::process
