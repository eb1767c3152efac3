// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::store {

/// Where profiles and preferences live: $TIDEMARK_CONFIG_DIR, else ~/.config/tidemark (XDG). The window and the command
/// line share it, so it does not depend on the application's name.
QString configFolder();
/// Where the history lives: $TIDEMARK_DATA_DIR, else ~/.local/share/tidemark (XDG).
QString dataFolder();
/// Where indexes of dumps are kept that had to be read from end to end: $TIDEMARK_CACHE_DIR, else ~/.cache/tidemark (XDG).
/// May be removed at any time.
QString cacheFolder();

} // namespace tidemark::store
