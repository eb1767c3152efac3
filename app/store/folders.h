// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::store {

/// Where profiles and preferences live: $TIDEMARK_CONFIG_DIR, else ~/.config/tidemark (XDG). The window and the command
/// line share it, so it does not depend on the application's name.
QString configFolder();
/// Where the history lives: $TIDEMARK_DATA_DIR, else ~/.local/share/tidemark (XDG).
QString dataFolder();

} // namespace tidemark::store
