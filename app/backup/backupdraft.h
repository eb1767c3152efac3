// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace tidemark::backup {

enum class Globals
{
    Include, // roles and tablespaces travel with the set
    Leave,
};

/// What a wizard page or the command line has filled in. Nothing is checked here; see validate().
struct BackupDraft
{
    QString serverLabel; // names the folder below the destination: the profile's name, or host and port
    QString database;
    QString destination; // folder
    Globals globals = Globals::Include;
    std::chrono::seconds lockWait{30}; // for each table's lock
};

} // namespace tidemark::backup
