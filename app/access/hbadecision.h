// SPDX-License-Identifier: GPL-3.0-or-later
// Which line of pg_hba.conf lets somebody in, worked out as the server does it (manual, "The pg_hba.conf File").
#pragma once

#include "postgres/queries/hbarules.h"

#include <QString>

#include <optional>

namespace tidemark::access {

/// Who wants in, and how, as the server sees it.
struct HbaRequest
{
    QString user;
    QString address;        // of the client; empty for a Unix socket
    bool encrypted = false; // by TLS
    QString database;       // empty: the connection is for replication
};

/// The first rule that fits, which decides. Lines with host names, and lines the server passes over, are left out: whether they
/// fit is the server's to find out. Nothing where no rule fits.
std::optional<postgres::HbaRule> decidingRule(const postgres::HbaRules& rules, const HbaRequest& request);

/// Whether this is the IP address of one machine.
bool isAddress(const QString& text);

/// The line for pg_hba.conf that would let them in, with the method that is asked for.
QString hbaLine(const HbaRequest& request, const QString& method = QStringLiteral("scram-sha-256"));

/// The same for every database, but not for replication.
QString hbaLineForDatabases(const HbaRequest& request, const QString& method = QStringLiteral("scram-sha-256"));

/// The rule as the file may have it: "host replication all 10.0.0.0/255.0.0.0 reject".
QString hbaText(const postgres::HbaRule& rule);

/// "line 95 of pg_hba.conf"
QString hbaPlace(const postgres::HbaRule& rule);

} // namespace tidemark::access
