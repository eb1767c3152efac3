// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "core/finding.h"

#include <QString>

#include <optional>

namespace tidemark::catalog {

/// The manifest of the newest set in the folder of one subject (SetPlace::folder()); nothing where there is none that can be
/// read. Looks at the manifest alone, not at the set's other files.
std::optional<Manifest> newestManifest(const QString& subjectFolder);

/// The same, of those that compareWithPrevious() would compare: of the same kind and the same choice of content. Looks at the newest
/// few alone.
std::optional<Manifest> newestLike(const QString& subjectFolder, const Manifest& current);

/// What may be a sign of trouble from one set of a database to the next: tables that are gone or have lost rows. Empty where
/// the two were not made of the same choice of content, or are not of the same database.
core::Findings compareWithPrevious(const Manifest& previous, const Manifest& current);

} // namespace tidemark::catalog
