// SPDX-License-Identifier: GPL-3.0-or-later
// The names below a destination: <server>/<subject>/<UTC start>, where the subject is mostly a database. They are for people
// and for sorting; who a set belongs to is said by the system identifier and the database in its manifest.
#pragma once

#include "catalog/manifest.h"

#include <QDateTime>
#include <QString>

namespace tidemark::catalog {

inline constexpr char partialSuffix[] = ".partial";

/// "20261122T020000Z"
QString setFolderName(const QDateTime& started);
/// Of one part of the path; percent-encoded, at most 200 bytes (a longer name is cut and gets a hash), never empty.
QString pathComponent(const QString& name);

/// Of the folder that holds the sets of one subject, below the server's. The subject is a database for SetKind::Database and
/// not used otherwise; no database's folder has one of the other names.
QString subjectFolder(SetKind kind, const QString& database);

} // namespace tidemark::catalog
