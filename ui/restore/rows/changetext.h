// SPDX-License-Identifier: GPL-3.0-or-later
// A change of a value in one line.
#pragma once

#include <QString>

#include <optional>

namespace tidemark::ui {

/// In one line; NULL without quotes, and an empty text, or one that could be taken for NULL, in quotes.
QString quotedValue(const std::optional<QString>& value);
/// "old → new". Of long values the part around the first difference.
QString changeText(const std::optional<QString>& now, const std::optional<QString>& then);

} // namespace tidemark::ui
