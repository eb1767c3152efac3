// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict.h"

#include <algorithm>
#include <array>

namespace tidemark::core {

namespace {
struct Row
{
    Verdict verdict;
    const char* name;
    int exitCode;
    int weight; // the worse, the more
};
constexpr std::array<Row, 5> rows{{
    {Verdict::Ok, "ok", 0, 0},
    {Verdict::Warnings, "warnings", 3, 1},
    {Verdict::Differences, "differences", 4, 3},
    {Verdict::Failed, "failed", 1, 4},
    {Verdict::Cancelled, "cancelled", 130, 2},
}};
} // namespace

QString verdictName(Verdict verdict)
{
    for (const Row& row : rows) {
        if (row.verdict == verdict)
            return QLatin1String(row.name);
    }
    return {};
}

Verdict verdictFromName(const QString& name)
{
    for (const Row& row : rows) {
        if (name == QLatin1String(row.name))
            return row.verdict;
    }
    return Verdict::Failed;
}

int exitCodeOf(Verdict verdict)
{
    for (const Row& row : rows) {
        if (row.verdict == verdict)
            return row.exitCode;
    }
    return 1;
}

Verdict worseOf(Verdict a, Verdict b)
{
    const auto weightOf = [](Verdict verdict) {
        return std::find_if(rows.begin(), rows.end(),
                            [verdict](const Row& row) { return row.verdict == verdict; })
            ->weight;
    };
    return weightOf(a) < weightOf(b) ? b : a;
}

Verdict verdictOf(const Error& error)
{
    return error.kind == ErrorKind::Cancelled ? Verdict::Cancelled : Verdict::Failed;
}

} // namespace tidemark::core
