// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restoresanity.h"

#include "jobs/answeredrestore.h"
#include "ui/sanity/sanitydialog.h"

namespace tidemark::ui {

core::Result<QList<core::SanityQuery>> sanityQueriesOf(const RestoreState& state)
{
    if (!state.review || !state.review->plan)
        return QList<core::SanityQuery>();
    const store::ProfileStore& profiles = state.services.profiles;
    return jobs::sanityQueriesFor(*state.review->plan, state.profile.id,
                                  store::SanityStore::beside(profiles.path()), profiles);
}

std::optional<store::Profile> sanityServerOf(const RestoreState& state)
{
    if (!state.source || !state.source->set)
        return state.profile; // where it is kept what dumps from elsewhere are asked
    return SanityDialog::serverOf(*state.source->set, state.services, state.profile);
}

} // namespace tidemark::ui
