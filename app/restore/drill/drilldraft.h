// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sanityquery.h"

#include <QHash>
#include <QList>
#include <QString>

namespace tidemark::restore::drill {

/// Whose code a dump brings along.
enum class Trust
{
    BySource,  // what Tidemark dumped is restored by a superuser of the sandbox; what came from elsewhere,
               // imported or not, by a role without rights, and on no other server
    Superuser, // of the sandbox, or with the rights that the connection to another server has
};

/// What is to be restored on trial. Nothing is checked here.
struct DrillDraft
{
    QString source;         // folder of a backup set, or a dump of any format
    QString sourceDatabase; // of a dump of a whole server; empty: all of them
    Trust trust = Trust::BySource;
    int jobs = 0; // parallel workers; 0: as many as this machine has cores, at most 4
    QHash<QString, QList<core::SanityQuery>> queries; // by database; disabled ones are left out by run()
};

} // namespace tidemark::restore::drill
