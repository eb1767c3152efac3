// SPDX-License-Identifier: GPL-3.0-or-later
// What a server offers to a database that is to be made on it.
#pragma once

#include "postgres/connection.h"

#include <QSet>
#include <QStringList>

namespace tidemark::postgres {

struct NewDatabaseOffer
{
    QStringList tablespaces;
    QSet<QString> missingLocales; // of those that were asked for: libc of the server's machine does not have them
    bool knowsEncoding = true;
    bool hasIcu = false;
};

/// Any role. A locale is tried as a setting of this session, which is taken back.
core::Result<NewDatabaseOffer> readNewDatabaseOffer(Connection& connection, const QStringList& locales, const QString& encoding);

/// In the connection's database: relations, functions, types and extensions that initdb does not make.
core::Result<qint64> countOwnObjects(Connection& connection);

} // namespace tidemark::postgres
