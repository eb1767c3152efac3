// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"

#include <QJsonObject>

namespace tidemark::replication {

/// A sample as scripts read it. What is not known is null.
QJsonObject toJson(const LagSample& sample);

} // namespace tidemark::replication
