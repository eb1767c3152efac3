// SPDX-License-Identifier: GPL-3.0-or-later
// The errors of this module: one shape for "these bytes are not what they must be", always with the place.
#pragma once

#include "core/error.h"

#include <QString>

namespace tidemark::archive {

/// Where in which file something was found.
struct Place
{
    QString file;        // as people should read it
    qint64 position = 0; // bytes from the start
    qint64 size = 0;     // of the file; -1 for a place in what a compressed file unpacks to
};

/// Corrupt: "“x.dump” is damaged.", with the byte and `what` (a sentence without a full stop) as detail.
core::Error damagedAt(const Place& place, const QString& what);
/// ToolTooOld: the archive says that it has a newer layout than this program knows; `detail` says where it
/// got stuck.
core::Error tooNew(const QString& file, const QString& detail);

} // namespace tidemark::archive
