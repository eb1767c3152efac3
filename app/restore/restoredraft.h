// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::restore {

enum class Ownership
{
    Me,   // everything belongs to the role that restores
    Keep, // as in the backup; needs the roles, and the right to act for them
};

/// What a wizard page or the command line has filled in. Nothing is checked here; see validate().
struct RestoreDraft
{
    QString source;         // folder of a backup set, or a pg_dump custom archive
    QString targetDatabase; // to be created
    Ownership ownership = Ownership::Me;
    int jobs = 0; // parallel workers for data and indexes; 0: as many as this machine has cores, at most 4
};

} // namespace tidemark::restore
