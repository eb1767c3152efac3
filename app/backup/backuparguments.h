// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupanswers.h"

namespace tidemark::backup {

/// Which server a command names, as tidemarkctl takes it. Never holds a password.
struct NamedServer
{
    enum class By
    {
        Profile,
        Conninfo,
    };
    By by = By::Profile;
    QString text;
};

/// `backup` with every option that these answers come to, for tidemarkctl: its arguments without the program's name. What
/// the answers leave to the defaults is not named. Where a database has contents of its own there is one list for it, and
/// one for all others. Given to tidemarkctl's own parser they become the same answers again.
QList<QStringList> backupArguments(const BackupAnswers& answers, const NamedServer& server);

} // namespace tidemark::backup
