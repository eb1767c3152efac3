// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace tidemark::catalog {

/// A file or a folder of a backup that comes from elsewhere.
struct FilePiece
{
    QString name; // below the backup, with "/"; empty where the backup is one file
    qint64 size = 0;
    bool isFolder = false;
};

/// All that a dump or a base backup consists of, folders before what is in them. Errors: InvalidInput where a
/// link leads out of it, or something is neither file nor folder.
core::Result<QList<FilePiece>> piecesOf(const QString& path);

} // namespace tidemark::catalog
