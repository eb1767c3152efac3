// SPDX-License-Identifier: GPL-3.0-or-later
// The review of a restore in words.
#pragma once

#include "ui/restore/restorestate.h"

namespace tidemark::ui {

/// "2 table(s) of shop: public.orders, public.items"
QString whatWords(const RestoreState& state);
/// "the existing database shop; what is there already stays"
QString targetWords(const RestoreState& state);
/// "public.film as film_restored, public.actor as actor_restored"
QString newNameWords(const RestoreState& state);
/// The name of the database or the file, for titles.
QString placeWords(const RestoreState& state);
QString createdWords(const RestoreReview& review);
/// Rows and sizes as far as the backup says, and how long it took before.
QString expectedWords(const RestoreReview& review);

} // namespace tidemark::ui
