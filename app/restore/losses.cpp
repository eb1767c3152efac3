// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/losses.h"

#include "archive/entryname.h"
#include "archive/tabledefinition.h"
#include "core/quoting.h"
#include "restore/namelist.h"
#include "restore/triggerstates.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

constexpr qsizetype mostNamed = 20;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::losses", text);
}

bool isOfInterest(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Constraint:
    case EntryKind::CheckConstraint:
    case EntryKind::ForeignKey:
    case EntryKind::Index:
    case EntryKind::Trigger:
    case EntryKind::Rule:
    case EntryKind::Policy:
    case EntryKind::RowSecurity:
    case EntryKind::Statistics:
    case EntryKind::Privileges:
        return true;
    default:
        return false;
    }
}

QSet<QByteArray> grantsIn(const archive::TocEntry& entry)
{
    QSet<QByteArray> grants;
    const QList<QByteArray> lines = entry.definition().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("GRANT "))
            grants.insert(line.trimmed());
    }
    return grants;
}

QSet<QString> columnsOf(const archive::TocGraph& graph, int table)
{
    QSet<QString> names;
    if (const auto definition = archive::readTableDefinition(graph.entry(table).definition()); definition) {
        for (const archive::ColumnDefinition& column : definition->columns)
            names.insert(graph.decode(column.name));
    }
    return names;
}

class Losses
{
public:
    Losses(const RestoreScope& scope, const archive::Toc& source, const TargetContents& target,
           const QSet<int>& dropped)
        : m_source(source)
        , m_target(target.toc)
        , m_dropped(dropped)
        , m_putBack(scope.putBack.cbegin(), scope.putBack.cend())
    {
        QSet<int> comes = scope.dumpIds();
        comes.unite(QSet<int>(scope.tied.cbegin(), scope.tied.cend()));
        comes.unite(QSet<int>(scope.attachedLast.cbegin(), scope.attachedLast.cend()));
        for (int i = 0; i < m_source.size(); ++i) {
            if (comes.contains(m_source.entry(i).dumpId()))
                m_comes.insert(keyOf(m_source.entry(i)), i);
        }
    }

    QStringList run()
    {
        for (int i = 0; i < m_target.size(); ++i) {
            if (isDropped(i) && m_target.kind(i) == EntryKind::Table)
                lookAtTable(i);
            else if (isOfInterest(m_target.kind(i)) && !m_putBack.contains(m_target.entry(i).dumpId()))
                lookAtPart(i);
        }
        return std::move(m_names);
    }

private:
    bool isDropped(int index) const
    {
        return index >= 0 && m_dropped.contains(m_target.entry(index).dumpId());
    }

    void lookAtTable(int table)
    {
        const int other = m_comes.value(keyOf(m_target.entry(table)), -1);
        if (other < 0)
            return;
        QStringList columns(columnsOf(m_target, table).subtract(columnsOf(m_source, other)).values());
        columns.sort();
        for (const QString& column : std::as_const(columns))
            m_names.append(tr("column %1.%2").arg(archive::entryName(m_target, table), column));
    }

    void lookAtPart(int part)
    {
        const EntryKind kind = m_target.kind(part);
        const bool isGrant = kind == EntryKind::Privileges;
        int table = m_target.whole(part);
        if (isGrant && !m_target.dependencies(part).empty())
            table = m_target.dependencies(part).front();
        if (!isDropped(table) || !archive::isRelation(m_target.kind(table)) || isTriggerState(m_target, part))
            return;
        const int other = m_comes.value(keyOf(m_target.entry(part)), -1);
        const QString of = archive::entryName(m_target, table);
        if (isGrant) {
            QSet<QByteArray> only = grantsIn(m_target.entry(part));
            if (other >= 0)
                only.subtract(grantsIn(m_source.entry(other)));
            if (!only.isEmpty())
                m_names.append(tr("privileges of %1").arg(of));
        } else if (other < 0 && kind == EntryKind::RowSecurity) {
            m_names.append(tr("row-level security of %1").arg(of));
        } else if (other < 0) {
            m_names.append(tr("%1 of %2").arg(archive::entryText(m_target, part), of));
        }
    }

    const archive::TocGraph m_source;
    const archive::TocGraph m_target;
    const QSet<int>& m_dropped;
    const QSet<int> m_putBack;
    QHash<ObjectKey, int> m_comes; // indexes of the source
    QStringList m_names;
};

} // namespace

core::Findings lossFindings(const RestoreScope& scope, const archive::Toc& source,
                            const TargetContents& target, const QSet<int>& dropped)
{
    if (dropped.isEmpty())
        return {};
    const QStringList names = Losses(scope, source, target, dropped).run();
    if (names.isEmpty())
        return {};
    return {
        {core::Severity::Warning,
         QStringLiteral("target.onlyThere"),
         tr("Only %1 has these, and not the backup; they go with what is replaced: %2.")
             .arg(core::singleLine(target.database), listed(names, mostNamed)),
         tr("Note their definitions first (pg_dump --schema-only), or load rows alone, which leaves them."),
         {}}};
}

core::Findings defaultPrivilegeFindings(const RestoreScope& scope, const archive::Toc& source,
                                        const TargetContents& target)
{
    if (scope.loaded.isEmpty() || scope.selection.entries.isEmpty())
        return {};
    const QSet<int> restored = scope.dumpIds();
    const QList<archive::Relation> relations = source.relations();
    const auto isMade = [&restored](const archive::Relation& each) { return restored.contains(each.dumpId); };
    if (std::none_of(relations.begin(), relations.end(), isMade))
        return {};
    QSet<std::pair<QString, QByteArray>> known;
    for (const archive::TocEntry& entry : source.entries) {
        if (archive::entryKindOf(entry.type()) == EntryKind::DefaultPrivileges)
            known.insert({entry.schema(), entry.definition()});
    }
    QStringList roles;
    for (const archive::TocEntry& entry : target.toc.entries) {
        const bool isForRelations = entry.tag().endsWith(QLatin1String(" TABLES")) ||
                                    entry.tag().endsWith(QLatin1String(" SEQUENCES"));
        if (archive::entryKindOf(entry.type()) == EntryKind::DefaultPrivileges && isForRelations &&
            entry.definition().contains("GRANT ") && !known.contains({entry.schema(), entry.definition()}))
            roles.append(entry.owner());
    }
    roles.removeDuplicates();
    if (roles.isEmpty())
        return {};
    return {{core::Severity::Info,
             QStringLiteral("target.defaultPrivileges"),
             tr("%1 has default privileges for what these roles make, which the backup has not: %2. Restored "
                "tables get them too where one of these restores.")
                 .arg(core::singleLine(target.database), listed(roles)),
             tr("\\ddp in psql shows them; REVOKE takes them away from single tables."),
             {}}};
}

} // namespace tidemark::restore
