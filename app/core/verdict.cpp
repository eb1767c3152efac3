// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verdict.h"

#include <array>

namespace tidemark::core {

namespace {
struct Row
{
    Verdict verdict;
    const char* name;
    int exitCode;
};
constexpr std::array<Row, 5> rows{{
    {Verdict::Ok, "ok", 0},
    {Verdict::Warnings, "warnings", 3},
    {Verdict::Differences, "differences", 4},
    {Verdict::Failed, "failed", 1},
    {Verdict::Cancelled, "cancelled", 130},
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

Verdict verdictOf(const Error& error)
{
    return error.kind == ErrorKind::Cancelled ? Verdict::Cancelled : Verdict::Failed;
}

} // namespace tidemark::core
