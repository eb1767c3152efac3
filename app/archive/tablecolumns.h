// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/toc.h"

#include <QByteArray>
#include <QList>

namespace tidemark::archive {

struct TableColumn
{
    QByteArray name; // without quotes, in the dump's encoding
    QByteArray type; // as written: "integer", "app.\"odd type\"[]"
    bool isGenerated = false;
};

/// The columns of the table that `entry` defines or holds the data of, in the order in which rows without a
/// list of columns have them: inherited ones and those of a typed table too, out of the definitions of the
/// parents or of the type. Empty where the archive does not hold these definitions.
QList<TableColumn> tableColumns(const Toc& toc, const TocEntry& entry);

} // namespace tidemark::archive
