// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/clusterkind.h"

#include <array>
#include <utility>

namespace tidemark::cluster {

namespace {

constexpr std::array<std::pair<ClusterKind, const char*>, 3> kindNames{{
    {ClusterKind::Sandbox, "sandbox"},
    {ClusterKind::Demo, "demo"},
    {ClusterKind::Recovered, "recovered"},
}};

} // namespace

QString clusterKindName(ClusterKind kind)
{
    for (const auto& [candidate, name] : kindNames) {
        if (candidate == kind)
            return QLatin1String(name);
    }
    return {};
}

ClusterKind clusterKindFromName(const QString& name)
{
    for (const auto& [kind, candidate] : kindNames) {
        if (name == QLatin1String(candidate))
            return kind;
    }
    // What we do not know is treated like data that somebody wants back.
    return ClusterKind::Recovered;
}

} // namespace tidemark::cluster
