// SPDX-License-Identifier: GPL-3.0-or-later
// Entries in sentences for people.
#pragma once

#include "archive/tocgraph.h"

#include <QString>

namespace tidemark::archive {

/// "public.posts", "util.audit", "plpgsql"; of a part without what it belongs to: "posts_touch"; of a default
/// the column: "public.posts.id". One line.
QString entryName(const TocGraph& graph, int index);
/// With the word for its kind: "table public.posts", "trigger posts_touch".
QString entryText(const TocGraph& graph, int index);

} // namespace tidemark::archive
