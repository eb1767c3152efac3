// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace tidemark::postgres {

/// How to reach a server, in libpq's own keywords (manual, "Parameter Key Words"). What is empty is left to libpq, which
/// then looks at the service file, its environment variables, ~/.pgpass and its defaults, exactly as psql would.
/// Never holds a password.
struct ConnectionSpec
{
    QString host;     // name, address, or an absolute path: the folder of a Unix socket
    QString hostaddr; // where to connect when `host` is only the name to verify (tunnels)
    QString port;
    QString database;
    QString user;
    QString service;
    QString sslMode;
    QString sslRootCert;
    QString sslCert;
    QString sslKey;
    QString options;            // command-line options for the server
    QMap<QString, QString> more; // any other keyword of libpq, by name

    /// Keyword → value, without empty values and without secrets.
    QMap<QString, QString> toKeywords() const;
    /// "host='db1' port='5432'…", fit for `--dbname=` of a tool.
    QString toConninfo() const;
    /// "blog_db on db1:5432", as far as it is known.
    QString describe() const;
    ConnectionSpec withDatabase(const QString& name) const;

    friend bool operator==(const ConnectionSpec&, const ConnectionSpec&) = default;
};

struct ParsedConninfo
{
    ConnectionSpec spec;
    core::Secret password; // where the text held one; whether that is acceptable is the caller's business
    QStringList secretsLeftOut; // keywords of other secrets: no tool could be handed them safely
};

/// Reads a keyword/value string or a postgresql:// URI with libpq's own parser. Error: InvalidInput with libpq's words.
core::Result<ParsedConninfo> parseConninfo(const QString& text);
/// Keywords of libpq (up to 18) whose value is a secret.
const QStringList& secretKeywords();
/// The values of sslmode, weakest first.
QStringList sslModes();

} // namespace tidemark::postgres
