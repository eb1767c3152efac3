// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/base/basebackupdraft.h"

#include <QStringList>

namespace tidemark::backup::base {

/// What tidemarkctl is given to make the same backup: "backup", "--physical", "--to", … without the program,
/// the server and its label. What is as it is by itself is left out.
QStringList commandArguments(const BaseBackupDraft& draft);

} // namespace tidemark::backup::base
