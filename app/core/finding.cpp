// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/finding.h"

#include <algorithm>

namespace tidemark::core {

const char* severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return "info";
    case Severity::Warning:
        return "warning";
    case Severity::Blocker:
        break;
    }
    return "blocker";
}

QJsonObject Finding::toJson() const
{
    return {{QStringLiteral("severity"), QLatin1String(severityName(severity))},
            {QStringLiteral("id"), id},
            {QStringLiteral("sentence"), sentence},
            {QStringLiteral("hint"), hint}};
}

bool hasBlocker(const Findings& findings)
{
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::Blocker; });
}

QJsonArray toJson(const Findings& findings)
{
    QJsonArray array;
    for (const Finding& finding : findings)
        array.append(finding.toJson());
    return array;
}

} // namespace tidemark::core
