// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "core/folderprivacy.h"

#include <QString>

namespace tidemark::backup {

/// What helps where password hashes would go to a place that others read.
enum class PasswordRemedy
{
    LeaveThemOut, // a dump can
    OtherFolder,  // the server's files hold them in any case
};

/// Says where the folder of a backup that holds password hashes cannot keep them, or does so only just. At
/// most one finding; never a blocker.
core::Findings checkPasswordPlace(const QString& destination, const core::FolderPlace& place,
                                  PasswordRemedy remedy);

} // namespace tidemark::backup
