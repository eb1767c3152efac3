// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoverydraft.h"

#include <QJsonObject>

namespace tidemark::restore::rows {

/// A row that will not be, or was not, written.
struct RefusedRow
{
    RowKind kind = RowKind::Missing;
    QString reason;  // stable: gone, changed, there, equal, unique, unreplaced, parent, trigger, refused
    QString detail;  // an index or key by name, or the server's words
    QStringList key; // its values, or all values without a key

    QString toText() const;   // for people
    QString sentence() const; // why
    QJsonObject toJson() const;
};

} // namespace tidemark::restore::rows
