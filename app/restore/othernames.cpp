// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/othernames.h"

#include "archive/definitiontarget.h"
#include "core/quoting.h"
#include "restore/besiderun.h"
#include "restore/namelist.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

using archive::EntryKind;
using Kind = postgres::OtherName::Kind;

constexpr qsizetype longestName = 63; // NAMEDATALEN - 1, in bytes

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::names", text);
}

/// Where the one name stands in the other as a word; -1 where it does not.
qsizetype wordIn(const QString& name, const QString& word)
{
    const auto isOpen = [&name](qsizetype at) {
        return at < 0 || at >= name.size() || !name.at(at).isLetterOrNumber();
    };
    for (qsizetype at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
        if (isOpen(at - 1) && isOpen(at + word.size()))
            return at;
    }
    return -1;
}

class Naming
{
public:
    Naming(const RestoreDraft& draft, const archive::Toc& source, const archive::Selection& selection,
           const TargetContents& target)
        : m_draft(draft)
        , m_graph(source)
        , m_selection(selection)
        , m_moved(movedRelations(source, selection))
    {
        addTaken(archive::TocGraph(target.toc));
    }

    OtherNames run()
    {
        readChosen();
        for (const archive::Relation& relation : std::as_const(m_moved)) {
            const int index = m_graph.indexOf(relation.dumpId);
            if (const auto chosen = m_chosen.constFind(index); chosen != m_chosen.cend())
                take(index, *chosen);
        }
        for (const archive::Relation& relation : std::as_const(m_moved))
            derivePartition(m_graph.indexOf(relation.dumpId));
        for (const archive::SelectedEntry& entry : m_selection.entries)
            derivePart(m_graph.indexOf(entry.dumpId));
        judge();
        return std::move(m_result);
    }

private:
    using Taken = QHash<QString, QSet<QString>>; // by schema

    const QString schemaOf(int index) const
    {
        return m_draft.intoSchema.isEmpty() ? m_graph.entry(index).schema() : m_draft.intoSchema;
    }

    void addTaken(const archive::TocGraph& target)
    {
        for (int i = 0; i < target.size(); ++i) {
            const archive::TocEntry& entry = target.entry(i);
            switch (target.kind(i)) {
            case EntryKind::Type:
            case EntryKind::Domain:
            case EntryKind::ShellType:
                m_takenTypes[entry.schema()].insert(entry.tag());
                break;
            case EntryKind::Constraint:
                if (target.whole(i) >= 0)
                    m_taken[entry.schema()].insert(partName(target, i));
                break;
            case EntryKind::Statistics:
                m_takenStatistics[entry.schema()].insert(entry.tag());
                break;
            default:
                if (archive::isRelation(target.kind(i)) || target.kind(i) == EntryKind::Index)
                    m_taken[entry.schema()].insert(entry.tag());
            }
        }
    }

    /// Of a constraint: its tag begins with the table.
    static QString partName(const archive::TocGraph& graph, int index)
    {
        return graph.entry(index).tag().mid(graph.entry(graph.whole(index)).tag().size() + 1);
    }

    void readChosen()
    {
        for (auto pair = m_draft.newNames.cbegin(); pair != m_draft.newNames.cend(); ++pair) {
            const auto dumpId = archive::findRelation(m_graph.toc(), pair.key());
            if (!dumpId) {
                block("beside.names", dumpId.error().message, dumpId.error().hint);
                continue;
            }
            const int index = m_graph.indexOf(*dumpId);
            if (std::none_of(m_moved.cbegin(), m_moved.cend(),
                             [&dumpId](const archive::Relation& each) { return each.dumpId == *dumpId; }))
                block("beside.names",
                      tr("%1 has a new name and is not chosen.").arg(core::singleLine(pair.key())),
                      tr("Choose it too."));
            else if (m_chosen.contains(index))
                block("beside.names", tr("%1 has two new names.").arg(core::singleLine(pair.key())),
                      tr("Give it one."));
            else
                m_chosen.insert(index, pair.value());
        }
    }

    void take(int index, const QString& name)
    {
        const archive::TocEntry& entry = m_graph.entry(index);
        QSet<QString>& taken = m_taken[schemaOf(index)];
        if (name.isEmpty() || name.toUtf8().size() > longestName || name.contains(QChar(0)))
            block("beside.names",
                  tr("%1 is no name: PostgreSQL allows 1 to 63 bytes.").arg(core::singleLine(name)),
                  tr("Enter a shorter name."));
        else if (taken.contains(name) || m_takenTypes[schemaOf(index)].contains(name))
            m_clashing.append(core::singleLine(schemaOf(index) + QLatin1Char('.') + name));
        taken.insert(name);
        m_newNames.insert(index, name);
        m_result.names.append({Kind::Relation, {entry.schema(), entry.tag()}, name});
    }

    /// Of a table that has a new name, or of a partition of one.
    void derivePartition(int index)
    {
        if (m_newNames.contains(index))
            return;
        const int root = m_graph.partitionParent(index);
        if (root < 0)
            return;
        derivePartition(root);
        if (const auto name = m_newNames.constFind(root); name != m_newNames.cend()) {
            const QString derived = derivedName(m_graph.entry(index).tag(), m_graph.entry(root).tag(), *name,
                                                m_taken[schemaOf(index)] | m_takenTypes[schemaOf(index)]);
            take(index, derived);
        }
    }

    void derivePart(int index)
    {
        const EntryKind kind = m_graph.kind(index);
        if (kind == EntryKind::Index)
            derive(Kind::Index, index, m_graph.entry(index).tag(), m_graph.whole(index));
        else if (kind == EntryKind::Constraint && m_graph.whole(index) >= 0)
            derive(Kind::Index, index, partName(m_graph, index), m_graph.whole(index));
        else if (kind == EntryKind::Statistics)
            derive(Kind::Statistics, index, m_graph.entry(index).tag(), m_graph.whole(index));
        else if (kind == EntryKind::SequenceOwnedBy && m_graph.whole(index) >= 0)
            deriveSequence(m_graph.whole(index), m_graph.otherSide(index));
        else if (kind == EntryKind::Sequence)
            deriveSequence(index, tableOfIdentity(index));
    }

    int tableOfIdentity(int index) const
    {
        const auto target = archive::targetOf(EntryKind::Sequence, m_graph.entry(index).definition());
        return target.isIdentity && target.subject
                   ? m_graph.relationOf(*target.subject, m_graph.entry(index).schema())
                   : -1;
    }

    void deriveSequence(int sequence, int table)
    {
        if (!m_newNames.contains(sequence) &&
            derive(Kind::Relation, sequence, m_graph.entry(sequence).tag(), table))
            m_newNames.insert(sequence, m_result.names.constLast().to);
    }

    bool derive(Kind kind, int index, const QString& name, int table)
    {
        const auto newTable = m_newNames.constFind(table);
        if (table < 0 || newTable == m_newNames.cend())
            return false;
        Taken& all = kind == Kind::Statistics ? m_takenStatistics : m_taken;
        // An index is where its table is; the others have a schema of their own.
        QSet<QString>& taken = all[schemaOf(kind == Kind::Index ? table : index)];
        const QString derived = derivedName(name, m_graph.entry(table).tag(), *newTable, taken);
        taken.insert(derived);
        m_result.names.append({kind, {m_graph.entry(index).schema(), name}, derived});
        return true;
    }

    void judge()
    {
        if (!m_clashing.isEmpty())
            block("target.nameTaken",
                  tr("These names are there already, or twice: %1.").arg(listed(m_clashing)),
                  tr("Enter other names."));
        if (!m_draft.intoSchema.isEmpty())
            return;
        QStringList nameless;
        for (const archive::Relation& relation : std::as_const(m_moved)) {
            if (!m_newNames.contains(m_graph.indexOf(relation.dumpId)))
                nameless.append(core::singleLine(relation.schema + QLatin1Char('.') + relation.name));
        }
        if (!nameless.isEmpty())
            block("beside.nameless", tr("These would be where their originals are: %1.").arg(listed(nameless)),
                  tr("Give each a new name, or leave the tables out that foreign keys bring along."));
    }

    void block(const char* id, const QString& sentence, const QString& hint)
    {
        m_result.findings.append({core::Severity::Blocker, QLatin1String(id), sentence, hint, {}});
    }

    const RestoreDraft& m_draft;
    const archive::TocGraph m_graph;
    const archive::Selection& m_selection;
    const QList<archive::Relation> m_moved;
    Taken m_taken;
    Taken m_takenTypes;
    Taken m_takenStatistics;
    QHash<int, QString> m_chosen;
    QHash<int, QString> m_newNames; // of relations
    QStringList m_clashing;
    OtherNames m_result;
};

} // namespace

QString cutName(QString name, qsizetype bytes)
{
    while (name.toUtf8().size() > bytes)
        name.chop(name.size() > 1 && name.back().isLowSurrogate() ? 2 : 1);
    return name;
}

QString derivedName(const QString& name, const QString& table, const QString& newTable,
                    const QSet<QString>& taken)
{
    QString wanted = name;
    if (const qsizetype at = wordIn(name, table); at >= 0 && !table.isEmpty())
        wanted.replace(at, table.size(), newTable);
    else if (newTable.startsWith(table))
        wanted += newTable.sliced(table.size());
    else
        wanted += QLatin1Char('_') + newTable;
    QString free = cutName(wanted);
    for (int number = 2; taken.contains(free); ++number) {
        const QString suffix = QLatin1Char('_') + QString::number(number);
        free = cutName(wanted, longestName - suffix.size()) + suffix;
    }
    return free;
}

postgres::RelationName OtherNames::placeOf(const archive::Relation& relation, const QString& intoSchema) const
{
    postgres::RelationName place{intoSchema.isEmpty() ? relation.schema : intoSchema, relation.name};
    for (const postgres::OtherName& name : names) {
        if (name.kind == Kind::Relation &&
            name.from == postgres::RelationName(relation.schema, relation.name))
            place.second = name.to;
    }
    return place;
}

OtherNames otherNames(const RestoreDraft& draft, const archive::Toc& source,
                      const archive::Selection& selection, const TargetContents& target)
{
    return draft.newNames.isEmpty() ? OtherNames() : Naming(draft, source, selection, target).run();
}

} // namespace tidemark::restore
