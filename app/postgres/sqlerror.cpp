// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/sqlerror.h"

#include <array>

namespace tidemark::postgres {

using core::ErrorKind;

core::ErrorKind kindOfSqlState(const QString& sqlState)
{
    struct Row
    {
        const char* state; // a whole SQLSTATE or its two-letter class
        ErrorKind kind;
    };
    // Whole states first: they are exceptions from their class. (Manual, appendix "PostgreSQL Error Codes".)
    static constexpr std::array<Row, 18> table{{
        {"42501", ErrorKind::PermissionDenied},
        {"42P04", ErrorKind::Conflict}, // duplicate_database
        {"42P07", ErrorKind::Conflict}, // duplicate_table
        {"3D000", ErrorKind::NotFound}, // invalid_catalog_name
        {"42P01", ErrorKind::NotFound}, // undefined_table
        {"3F000", ErrorKind::NotFound}, // invalid_schema_name
        {"53100", ErrorKind::StorageFull},
        {"53300", ErrorKind::ConnectionFailed}, // too_many_connections
        {"55006", ErrorKind::Conflict},         // object_in_use
        {"55P03", ErrorKind::Conflict},         // lock_not_available
        {"XX001", ErrorKind::Corrupt},          // data_corrupted
        {"XX002", ErrorKind::Corrupt},          // index_corrupted
        {"58030", ErrorKind::Io},
        {"57014", ErrorKind::QueryFailed},      // query_canceled: ours are reported as Cancelled before they come here
        {"57P", ErrorKind::ConnectionFailed},   // shutdown, crash, cannot connect now
        {"40", ErrorKind::Conflict},            // serialization failure, deadlock
        {"28", ErrorKind::AuthenticationFailed},
        {"08", ErrorKind::ConnectionFailed},
    }};
    for (const Row& row : table) {
        if (sqlState.startsWith(QLatin1String(row.state)))
            return row.kind;
    }
    return ErrorKind::QueryFailed;
}

core::Error errorFromServer(const QString& whatFailed, const ServerMessage& message)
{
    core::Error error{kindOfSqlState(message.sqlState), whatFailed, message.primary, message.hint};
    if (!message.detail.isEmpty())
        error.detail += QLatin1Char('\n') + message.detail;
    return error;
}

} // namespace tidemark::postgres
