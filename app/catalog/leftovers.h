// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tidemark::catalog {

/// Removes the ".partial" folders in a database's folder and names them. Only to be called by who holds the folder's
/// lock: then nobody can be at work in them. Folders that carry no mark of Tidemark are left alone.
QStringList removeLeftovers(const QString& databaseFolder);

/// The file that marks a partial folder as ours.
inline constexpr char partialMark[] = ".tidemark-partial";

} // namespace tidemark::catalog
