// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bytesize.h"
#include "postgres/connection.h"

namespace tidemark::postgres {

struct Database
{
    QString name;
    QString owner;
    QString encoding;
    QString collation;
    QString characterType;
    std::optional<core::ByteSize> size; // absent without CONNECT on it
    bool allowsConnections = true;
    bool isTemplate = false;
};

/// All databases, by name. Any role.
core::Result<QList<Database>> listDatabases(Connection& connection);

} // namespace tidemark::postgres
