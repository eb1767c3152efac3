// SPDX-License-Identifier: GPL-3.0-or-later
// How sanity queries and what they answer are said and shown, everywhere in the same way.
#pragma once

#include "core/sanityquery.h"
#include "ui/common/status.h"

#include <QVariant>

namespace tidemark::ui {

/// What is expected of the restored database: "at least 1".
QString expectationWords(const core::SanityQuery& query);
/// Which are asked, by name.
QString askedWords(const QList<core::SanityQuery>& queries);
StatusLook lookOf(core::SanityOutcome outcome);
/// What needs attention comes first.
int rankOf(core::SanityOutcome outcome);
/// Of a cell that holds an answer: its summary, with its rows in the tooltip.
QVariant answerData(const core::SanityAnswer& answer, int role);

} // namespace tidemark::ui
