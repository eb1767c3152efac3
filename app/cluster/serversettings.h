// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/clusterkind.h"

#include <QByteArray>
#include <QList>
#include <QPair>

namespace tidemark::cluster {

/// Name and value of a configuration parameter, as the manual's "Server Configuration" has them. Later ones win.
using ServerSettings = QList<QPair<QString, QString>>;

/// What each kind of cluster runs with: Unix sockets only, sizes that fit beside other work.
ServerSettings settingsFor(ClusterKind kind);
/// Where it listens. The folder may have any name that canHoldSocket() accepts.
ServerSettings listenSettings(const QString& socketFolder, quint16 port);
/// As lines of postgresql.conf, values quoted.
QByteArray settingsText(const ServerSettings& settings);

} // namespace tidemark::cluster
