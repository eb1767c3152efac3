// SPDX-License-Identifier: GPL-3.0-or-later
// Who can enter a server of which no role is known, asked in single-user mode (manual, "postgres").
#pragma once

#include <QByteArray>
#include <QStringList>

namespace tidemark::postgres {

struct Logins
{
    QStringList superusers; // that may log in, the oldest first
    QStringList databases;  // that take connections, the oldest first
};

/// A statement on each line, for any database of a server of version 10 or newer.
QByteArray loginStatements();
/// Reads what `postgres --single` prints of their answers. Names travel as hexadecimal digits of their bytes,
/// because that output quotes nothing; those that are not UTF-8 are left out, because libpq is given UTF-8.
Logins parseLogins(const QByteArray& output);
/// For a server of which no superuser can log in: makes one. One line.
QByteArray makeLoginStatement(const QString& role);

} // namespace tidemark::postgres
