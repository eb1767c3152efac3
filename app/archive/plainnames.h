// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/sqlnames.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace tidemark::archive {

/// The table of COPY t … or INSERT INTO t ….
std::optional<SqlName> tableOfData(QByteArrayView statement);

/// The database that "\connect …" goes to: a name, or a conninfo string with dbname; empty where none is.
QByteArray databaseOfConnect(QByteArrayView command);

/// What a statement of pg_dumpall's part for all databases is about.
struct GlobalStatement
{
    QByteArray type; // ROLE, TABLESPACE, ROLE SETTING, ROLE MEMBERSHIP, DATABASE SETTING, COMMENT, ACL …
    QByteArray name;
};
/// Nothing for settings of the session and for what drops.
std::optional<GlobalStatement> readGlobalStatement(QByteArrayView statement);

} // namespace tidemark::archive
