// SPDX-License-Identifier: GPL-3.0-or-later
// A server as a person knows it: a name, where it is, how it is reached, how careful one has to be with it.
#pragma once

#include "core/result.h"
#include "postgres/connectionspec.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace tidemark::store {

enum class EnvironmentTag
{
    None,
    Production,
    Staging,
    Development, // shown as "local"
};

const std::array<EnvironmentTag, 4>& environmentTags();
QString
environmentName(EnvironmentTag tag); // stable, for files and JSON: "none", "production", "staging", "local"
EnvironmentTag environmentFromName(const QString& name);
QString environmentLabel(EnvironmentTag tag); // for people; empty for None

/// An SSH server through which the database server is reached. What is empty is left to ssh and its
/// configuration.
struct TunnelSpec
{
    QString host; // also an alias of ~/.ssh/config
    QString user;
    QString port;
    QString identityFile;
    QStringList extraOptions; // each one "Keyword=value", as for ssh -o

    friend bool operator==(const TunnelSpec&, const TunnelSpec&) = default;
};

struct Profile
{
    QString id; // a UUID; never changes
    QString name;
    EnvironmentTag environment = EnvironmentTag::None;
    QString colour; // "#rrggbb"; empty: the one of the environment
    postgres::ConnectionSpec spec;
    std::optional<TunnelSpec> tunnel;
    bool passwordSaved = false; // the keychain has been given one under this id
    QString defaultBackupFolder;
    QJsonObject alerts;  // replication::AlertRules; empty: the defaults
    QJsonObject unknown; // fields of newer versions, kept when the profile is written again

    static Profile create(const QString& name);
    friend bool operator==(const Profile&, const Profile&) = default;
};

/// What every profile must have. Error: InvalidInput.
core::Status validate(const Profile& profile);

/// Never holds a secret, also where the connection's keywords did.
QJsonObject toJson(const Profile& profile);
/// Error: Corrupt.
core::Result<Profile> profileFromJson(const QJsonObject& object);

/// A connection from libpq's keywords. Secrets are passed over; words that libpq does not know are kept in
/// `more`.
postgres::ConnectionSpec specFromKeywords(const QMap<QString, QString>& keywords);
/// The same connection without keywords that are secrets (the passphrase of a certificate's key, say).
postgres::ConnectionSpec withoutSecrets(const postgres::ConnectionSpec& spec);
/// The line for ~/.pgpass that serves this connection, with PASSWORD where the password goes.
QString passfileLine(const postgres::ConnectionSpec& spec);

} // namespace tidemark::store
