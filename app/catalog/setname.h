// SPDX-License-Identifier: GPL-3.0-or-later
// The names below a destination: <server>/<database>/<UTC start>. They are for people and for sorting; who a set belongs
// to is said by the system identifier and the database in its manifest.
#pragma once

#include <QDateTime>
#include <QString>

namespace tidemark::catalog {

inline constexpr char partialSuffix[] = ".partial";

/// "20261122T020000Z"
QString setFolderName(const QDateTime& started);
/// Of one part of the path; percent-encoded, at most 200 bytes (a longer name is cut and gets a hash), never empty.
QString pathComponent(const QString& name);

} // namespace tidemark::catalog
