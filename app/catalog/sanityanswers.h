// SPDX-License-Identifier: GPL-3.0-or-later
// What the sanity queries answered when a backup was made, in a file of the set: the best there is to compare
// with.
#pragma once

#include "catalog/backupset.h"
#include "core/sanityquery.h"

#include <QByteArray>

namespace tidemark::catalog {

inline constexpr char sanityFileName[] = "sanity.json";

/// Each with its query and, as its target, the answer.
QByteArray sanityAnswersToJson(const QList<core::SanityResult>& answers);
/// Those of a set; empty where it has none, or where the file is not what the manifest says.
QList<core::SanityResult> readSanityAnswers(const BackupSet& set);

} // namespace tidemark::catalog
