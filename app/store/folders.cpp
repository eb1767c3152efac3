// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/folders.h"

#include <QStandardPaths>

namespace tidemark::store {

namespace {

QString folder(const char* variable, QStandardPaths::StandardLocation location)
{
    const QString chosen = qEnvironmentVariable(variable);
    if (!chosen.isEmpty())
        return chosen;
    return QStandardPaths::writableLocation(location) + QStringLiteral("/tidemark");
}

} // namespace

QString configFolder()
{
    return folder("TIDEMARK_CONFIG_DIR", QStandardPaths::GenericConfigLocation);
}

QString dataFolder()
{
    return folder("TIDEMARK_DATA_DIR", QStandardPaths::GenericDataLocation);
}

QString cacheFolder()
{
    return folder("TIDEMARK_CACHE_DIR", QStandardPaths::GenericCacheLocation);
}

} // namespace tidemark::store
