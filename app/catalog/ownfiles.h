// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a folder are a set's own, by its manifest.
#pragma once

#include "catalog/manifest.h"
#include "core/result.h"

#include <QString>
#include <QStringList>

namespace tidemark::catalog {

inline constexpr char checksFileName[] = "checks.jsonl";

/// Names below `folder` that are not the set's own, sorted, at most a thousand: files the manifest does not
/// name, links that stand where a file should be, folders without any file of the set.
QStringList strangersIn(const QString& folder, const Manifest& manifest);

/// Removes the files that the manifest names, and the folders that become empty by that. `descriptor` is the
/// open folder; `folder` its name for messages. No link is followed, none removed but those to tablespaces in
/// a base backup. What is not there is no error. Errors: PermissionDenied, Io.
core::Status removeOwnFiles(int descriptor, const Manifest& manifest, const QString& folder);

} // namespace tidemark::catalog
