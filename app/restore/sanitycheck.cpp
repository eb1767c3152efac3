// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/sanitycheck.h"

#include "core/quoting.h"
#include "postgres/queries/sanity.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

std::optional<core::SanityAnswer> answerTo(const core::SanityQuery& query,
                                           const QList<core::SanityResult>& answers)
{
    const auto known = std::find_if(answers.begin(), answers.end(), [&](const core::SanityResult& answer) {
        return answer.query.name == query.name && answer.query.sql == query.sql;
    });
    return known == answers.end() ? std::nullopt : std::optional(known->target);
}

} // namespace

core::Result<SanityCheck> askSanityQueries(const QList<core::SanityQuery>& queries,
                                           const QList<core::SanityResult>& answers,
                                           postgres::Connection& restored, postgres::Connection* live,
                                           double fraction, const core::RunContext& context)
{
    SanityCheck check;
    for (const core::SanityQuery& query : queries) {
        if (!query.enabled)
            continue;
        TIDEMARK_TRY(context.checkpoint());
        core::Progress progress;
        progress.phase = QCoreApplication::translate("restore::sanity", "Asking the sanity queries");
        progress.item = core::singleLine(query.name);
        progress.fraction = fraction;
        context.report(progress);
        std::optional<core::SanityAnswer> source = answerTo(query, answers);
        const bool isLive = !source && live;
        if (isLive) {
            auto now =
                postgres::askSanityQuery(*live, query, postgres::SanityScope::Own, postgres::sanityLimit);
            if (!now)
                return std::move(now).error();
            source = *std::move(now);
            check.live.append(query.name);
        }
        const auto answer =
            postgres::askSanityQuery(restored, query, postgres::SanityScope::Own, postgres::sanityLimit);
        if (!answer)
            return answer.error();
        const auto result = core::SanityResult::judge(query, source, *answer);
        if (const auto finding = result.finding(!isLive))
            check.findings.append(*finding);
        check.results.append(result);
    }
    return check;
}

} // namespace tidemark::restore
