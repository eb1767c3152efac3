// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody who opens the restore wizard knows already.
#pragma once

#include "restore/restoredraft.h"
#include "ui/contents/openeddump.h"

#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::ui {

/// What is restored. Rows have a page of their own.
enum class RestoreWhat
{
    Whole,
    Tables,
};

struct RestoreRequest
{
    QString source; // folder of a backup set, or a dump; empty: chosen in the wizard
    RestoreWhat what = RestoreWhat::Whole;
    QString database = {};                       // of a dump of a whole server
    std::shared_ptr<const OpenedDump> dump = {}; // the source, where it is open
    QList<int> ticked = {};                      // objects of it
    archive::ForeignKeys foreignKeys = archive::ForeignKeys::Skip;
    std::optional<restore::RestoreDraft> former = {}; // answers of an earlier run
};

} // namespace tidemark::ui
