// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of pg_hba.conf as the server reads them (manual, "pg_hba_file_rules").
#pragma once

#include "postgres/connection.h"

#include <QStringList>

namespace tidemark::postgres {

struct HbaRule
{
    QString file; // PostgreSQL 16+; empty before
    int line = 0;
    QString type; // local, host, hostssl, hostnossl, hostgssenc, hostnogssenc
    QStringList databases;
    QStringList users;
    QString address; // empty for local
    QString netmask; // empty where the address is a word or a name
    QString method;
    QString error; // why the server passes the line over; empty mostly
};

struct HbaRules
{
    QList<HbaRule> rules;    // in the order in which the server looks at them
    QStringList memberships; // of the role that was asked for, itself included
};

/// The file's present content, which the server may not have loaded yet. Needs a superuser, or a grant on the view and its
/// function: else PermissionDenied. `role` need not exist.
core::Result<HbaRules> readHbaRules(Connection& connection, const QString& role);

} // namespace tidemark::postgres
