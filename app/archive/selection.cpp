// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/selection.h"

#include "archive/closure.h"
#include "archive/entryname.h"
#include "archive/rolenames.h"
#include "archive/selectionreason.h"
#include "archive/tabledefinition.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

core::Finding finding(core::Severity severity, const char* id, const QString& sentence, const QString& hint)
{
    return {severity, QLatin1String(id), sentence, hint, {}};
}

QString listed(const QStringList& names)
{
    constexpr qsizetype most = 5;
    if (names.size() <= most)
        return names.join(QLatin1String(", "));
    return tr("%1 and %2 more")
        .arg(names.first(most).join(QLatin1String(", ")), QString::number(names.size() - most));
}

QStringList sorted(const QSet<QString>& names)
{
    QStringList list(names.cbegin(), names.cend());
    list.sort();
    return list;
}

/// OIDs of large objects are kept in columns of type oid, or lo of the extension of that name.
bool mayHoldLargeObjects(const TocEntry& table)
{
    const auto definition = readTableDefinition(table.definition());
    return definition && std::any_of(definition->columns.cbegin(), definition->columns.cend(),
                                     [](const ColumnDefinition& c) {
                                         return c.type == "oid" || c.type == "lo" || c.type.endsWith(".lo");
                                     });
}

class Teller
{
public:
    Teller(const TocGraph& graph, const Closure& closure)
        : m_graph(graph)
        , m_closure(closure)
    {
    }

    core::Findings findings() const
    {
        core::Findings all;
        addGuesses(all);
        addHeirs(all);
        addLargeObjects(all);
        addUnknown(all);
        return all;
    }

private:
    void addGuesses(core::Findings& all) const
    {
        QStringList names;
        for (int i = 0; i < m_graph.size(); ++i) {
            if (m_closure.node(i).included && m_closure.node(i).why == Why::Guessed)
                names.append(entryText(m_graph, i));
        }
        if (!names.isEmpty())
            all.append(finding(
                core::Severity::Info, "selection.guessed",
                tr("Named in the text of functions, so most likely needed: %1.").arg(listed(names)),
                tr("A dump does not record what the text of a function uses. Statements that a function puts "
                   "together while it runs cannot be seen.")));
    }
    void addHeirs(core::Findings& all) const
    {
        QStringList names;
        for (int i = 0; i < m_graph.size(); ++i) {
            if (m_graph.kind(i) != EntryKind::Table || m_closure.node(i).included)
                continue;
            for (const int parent : m_graph.dependencies(i)) {
                if (m_closure.hasRows(parent) && m_graph.entry(i).definition().contains("INHERITS ("))
                    names.append(entryName(m_graph, i));
            }
        }
        if (!names.isEmpty())
            all.append(finding(core::Severity::Info, "selection.heirs",
                               tr("Not chosen: %1, which inherit from what is chosen.").arg(listed(names)),
                               tr("A query of the parent shows their rows too. Choose them as well if you "
                                  "need these rows.")));
    }
    void addLargeObjects(core::Findings& all) const
    {
        QStringList names;
        bool exist = false;
        for (int i = 0; i < m_graph.size(); ++i) {
            exist = exist || m_graph.kind(i) == EntryKind::LargeObjects;
            if (m_graph.kind(i) == EntryKind::LargeObjects && m_closure.node(i).included)
                return;
            if (m_graph.kind(i) == EntryKind::Table && m_closure.hasRows(i) &&
                mayHoldLargeObjects(m_graph.entry(i)))
                names.append(entryName(m_graph, i));
        }
        if (exist && !names.isEmpty())
            all.append(finding(
                core::Severity::Warning, "selection.largeObjects",
                tr("%1 may refer to large objects, which do not come along.").arg(listed(names)),
                tr("Choose the large objects too, into a database that has none with the same numbers.")));
    }
    void addUnknown(core::Findings& all) const
    {
        QSet<QString> types;
        for (int i = 0; i < m_graph.size(); ++i) {
            if (m_graph.kind(i) == EntryKind::Unknown && m_closure.node(i).included)
                types.insert(m_graph.entry(i).type());
        }
        if (!types.isEmpty())
            all.append(finding(core::Severity::Info, "selection.unknownKinds",
                               tr("Entries of kinds that are newer than this program come along: %1.")
                                   .arg(listed(sorted(types))),
                               {}));
    }

    const TocGraph& m_graph;
    const Closure& m_closure;
};

SelectedEntry selectedEntry(const TocGraph& graph, const Closure& closure, int index, SelectionReason& reason)
{
    const Closure::Node& node = closure.node(index);
    SelectedEntry entry;
    entry.dumpId = graph.entry(index).dumpId();
    entry.because = node.because < 0 ? 0 : graph.entry(node.because).dumpId();
    entry.reason = reason.included(index);
    entry.chosen = node.chosen;
    entry.isGuess = node.guessed;
    entry.makeNotValid = node.notValid;
    return entry;
}

/// In the order of the archive, but asked for in the order of what brought them: a table is read once then.
QList<SelectedEntry> selectedEntries(const TocGraph& graph, const Closure& closure)
{
    std::vector<int> indexes;
    for (int i = 0; i < graph.size(); ++i) {
        if (closure.node(i).included)
            indexes.push_back(i);
    }
    QList<SelectedEntry> entries(static_cast<qsizetype>(indexes.size()));
    std::vector<qsizetype> order(indexes.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<qsizetype>(i);
    const auto because = [&](qsizetype i) {
        return closure.node(indexes[static_cast<std::size_t>(i)]).because;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](qsizetype a, qsizetype b) { return because(a) < because(b); });
    SelectionReason reason(graph, closure);
    for (const qsizetype i : order)
        entries[i] = selectedEntry(graph, closure, indexes[static_cast<std::size_t>(i)], reason);
    return entries;
}

} // namespace

core::Result<Selection> selectEntries(const Toc& toc, const QList<int>& chosen,
                                      const SelectionOptions& options)
{
    const TocGraph graph(toc);
    Closure closure(graph, options);
    for (const int dumpId : chosen) {
        const int index = graph.indexOf(dumpId);
        if (index < 0) {
            return core::Error{core::ErrorKind::NotFound,
                               tr("The backup has no entry with the number %1.").arg(dumpId),
                               {},
                               tr("Look at its contents again: it may have been replaced since.")};
        }
        closure.choose(index);
    }
    closure.run();

    Selection selection;
    selection.entries = selectedEntries(graph, closure);
    SelectionReason reason(graph, closure);
    QSet<QString> roles;
    QSet<QString> tablespaces;
    for (int i = 0; i < graph.size(); ++i) {
        if (closure.node(i).skipped)
            selection.skipped.append({graph.entry(i).dumpId(), reason.skipped(i)});
        if (!closure.node(i).included)
            continue;
        addRolesOf(graph, i, roles);
        if (!graph.entry(i).tablespace().isEmpty())
            tablespaces.insert(graph.entry(i).tablespace());
    }
    for (const int index : closure.loadOrder()) {
        for (const int part : graph.parts(index)) {
            const EntryKind kind = graph.kind(part);
            if (closure.node(part).included &&
                (kind == EntryKind::TableData || kind == EntryKind::MaterializedViewData))
                selection.loadOrder.append(graph.entry(part).dumpId());
        }
    }
    selection.findings = Teller(graph, closure).findings();
    selection.roles = sorted(roles);
    selection.tablespaces = sorted(tablespaces);
    return selection;
}

} // namespace tidemark::archive
