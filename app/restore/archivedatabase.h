// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"
#include "postgres/queries/databaseadmin.h"

#include <QString>

#include <optional>

namespace tidemark::restore {

/// What the archive says about the database it was made of; empty fields where it does not.
struct ArchiveDatabase
{
    QString encoding;
    QString collation;
    QString characterType;
    bool otherProvider = false; // ICU or builtin: collation is then the library's business
    postgres::CollationProvider provider = postgres::CollationProvider::ServersOwn;
    QString providerLocale; // of ICU or builtin
    QString owner;
    QString tablespace;
    std::optional<int> connectionLimit;
};

/// Read from the CREATE DATABASE statement that pg_dump keeps in its DATABASE entry, without running any of
/// it.
ArchiveDatabase describeDatabase(const archive::Toc& toc);

} // namespace tidemark::restore
