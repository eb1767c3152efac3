// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/leftout.h"

#include "archive/entryname.h"
#include "archive/rolenames.h"
#include "core/quoting.h"
#include "restore/namelist.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::leftOut", text);
}

class Sieve
{
public:
    Sieve(const RestoreDraft& draft, const archive::Toc& toc, const RolePlan& roles)
        : m_draft(draft)
        , m_graph(toc)
        , m_absent(roles.absent.begin(), roles.absent.end())
    {
    }

    LeftOut run(const QList<DamagedTable>& damaged, const QSet<int>* among)
    {
        LeftOut result;
        for (int i = 0; i < m_graph.size(); ++i) {
            const int dumpId = m_graph.entry(i).dumpId();
            if ((!among || among->contains(dumpId)) && (isUnwanted(i) || lacksRole(i)))
                result.dumpIds.insert(dumpId);
        }
        for (const DamagedTable& table : damaged) {
            result.dumpIds.insert(table.dumpId);
            if (!among || among->contains(table.dumpId))
                tellDamage(table, result);
        }
        addFindings(result.findings);
        return result;
    }

private:
    void tellDamage(const DamagedTable& table, LeftOut& result) const;
    bool isUnwanted(int index) const;
    bool lacksRole(int index);
    void addFindings(core::Findings& findings) const;

    const RestoreDraft& m_draft;
    const archive::TocGraph m_graph;
    const QSet<QString> m_absent;
    QStringList m_privileges;
    QStringList m_policies;
    QStringList m_others;
};

/// A key to a table without rows is one that none of the others' rows can have.
void Sieve::tellDamage(const DamagedTable& table, LeftOut& result) const
{
    const int relation = m_graph.whole(m_graph.indexOf(table.dumpId));
    QStringList keys;
    for (int i = 0; i < m_graph.size(); ++i) {
        if (m_graph.kind(i) != EntryKind::ForeignKey || relation < 0 || m_graph.otherSide(i) != relation)
            continue;
        result.dumpIds.insert(m_graph.entry(i).dumpId());
        keys.append(archive::entryText(m_graph, i));
    }
    const QString name = table.name.isEmpty()
                             ? tr("Large objects")
                             : core::singleLine(table.schema + QLatin1Char('.') + table.name);
    result.findings.append({core::Severity::Warning,
                            QStringLiteral("damaged.rows"),
                            tr("%1: the rows are damaged in this backup, and left out.").arg(name),
                            table.reason,
                            {}});
    if (!keys.isEmpty())
        result.findings.append({core::Severity::Warning,
                                QStringLiteral("damaged.keys"),
                                tr("Foreign keys to %1 are left out: %2.").arg(name, listed(keys)),
                                tr("Make them once its rows are there again."),
                                {}});
}

bool Sieve::isUnwanted(int index) const
{
    const auto isOff = [this](const char* option) { return process::hasOption(m_draft.options, option); };
    if (m_graph.kind(index) == EntryKind::LargeObject) // as pg_restore --data-only and --schema-only have it
        return !m_draft.has(StageKind::Data);
    const bool isOfLargeObject = archive::isDecoration(m_graph.kind(index)) &&
                                 !m_graph.dependencies(index).empty() &&
                                 m_graph.kind(m_graph.dependencies(index).front()) == EntryKind::LargeObject;
    if (!m_draft.has(isOfLargeObject ? StageKind::Data : sectionOf(m_graph, index)))
        return true;
    switch (m_graph.kind(index)) {
    case EntryKind::Privileges:
    case EntryKind::DefaultPrivileges:
        return m_draft.privileges == archive::Privileges::None;
    case EntryKind::Comment:
        return isOff("no-comments");
    case EntryKind::SecurityLabel:
        return isOff("no-security-labels");
    case EntryKind::Publication:
        return isOff("no-publications");
    case EntryKind::Subscription:
        return isOff("no-subscriptions");
    case EntryKind::Policy:
    case EntryKind::RowSecurity:
        return isOff("no-policies");
    case EntryKind::StatisticsData:
        return isOff("no-statistics");
    default:
        return false;
    }
}

bool Sieve::lacksRole(int index)
{
    const EntryKind kind = m_graph.kind(index);
    const bool isMapping = m_graph.entry(index).type() == QLatin1String("USER MAPPING");
    const bool namesRoles = kind == EntryKind::Privileges || kind == EntryKind::DefaultPrivileges ||
                            kind == EntryKind::Policy || isMapping;
    if (m_absent.isEmpty() || !namesRoles)
        return false;
    QSet<QString> roles;
    archive::addNamedRoles(m_graph, index, roles);
    if (!roles.intersects(m_absent))
        return false;
    const QString text = archive::entryText(m_graph, index);
    if (kind == EntryKind::Policy)
        m_policies.append(text);
    else
        (isMapping ? m_others : m_privileges).append(text);
    return true;
}

void Sieve::addFindings(core::Findings& findings) const
{
    const auto add = [&findings](const char* id, const QString& sentence, const QString& hint) {
        findings.append(
            {core::Severity::Warning, QLatin1String(id), sentence, hint, QStringLiteral("roles.create")});
    };
    if (!m_privileges.isEmpty())
        add("roles.privileges",
            tr("Privileges that name missing roles are left out: %1.").arg(listed(m_privileges)),
            tr("Create the roles, or map them to others, to have them."));
    if (!m_policies.isEmpty())
        add("roles.policies",
            tr("Row security policies that name missing roles are left out: %1.").arg(listed(m_policies)),
            tr("Until they are made, such a table shows its rows to its owner only."));
    if (!m_others.isEmpty())
        add("roles.mappings",
            tr("What foreign servers know of missing roles is left out: %1.").arg(listed(m_others)),
            tr("Create the roles, or map them to others, to have it."));
}

StageKind kindOf(archive::Section section)
{
    switch (section) {
    case archive::Section::Data:
        return StageKind::Data;
    case archive::Section::PostData:
        return StageKind::PostData;
    default:
        return StageKind::PreData;
    }
}

} // namespace

StageKind sectionOf(const archive::TocGraph& graph, int index)
{
    const archive::Section own = graph.entry(index).section();
    if (own != archive::Section::None)
        return kindOf(own);
    StageKind latest = StageKind::PreData;
    for (const int other : graph.dependencies(index))
        latest = std::max(latest, kindOf(graph.entry(other).section()));
    return latest;
}

LeftOut leftOutOf(const RestoreDraft& draft, const archive::Toc& toc, const RolePlan& roles,
                  const QList<DamagedTable>& damaged, const QSet<int>* among)
{
    return Sieve(draft, toc, roles).run(damaged, among);
}

} // namespace tidemark::restore
