// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/stages.h"

#include "archive/tocgraph.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace tidemark::restore {

namespace {

bool isAboutDatabase(const archive::TocEntry& entry)
{
    static const QSet<QString> types{QStringLiteral("DATABASE"), QStringLiteral("DATABASE PROPERTIES")};
    return types.contains(entry.type()) ||
           (entry.tag().startsWith(QLatin1String("DATABASE ")) && entry.section() == archive::Section::None);
}

bool isSetting(const archive::TocEntry& entry)
{
    // pg_restore applies these in every run, listed or not.
    static const QSet<QString> types{QStringLiteral("ENCODING"), QStringLiteral("STDSTRINGS"),
                                     QStringLiteral("SEARCHPATH")};
    return types.contains(entry.type());
}

StageKind stageOf(archive::Section section)
{
    switch (section) {
    case archive::Section::Data:
        return StageKind::Data;
    case archive::Section::PostData:
        return StageKind::PostData;
    case archive::Section::None:
    case archive::Section::PreData:
        break;
    }
    return StageKind::PreData;
}

} // namespace

bool isRestored(const archive::TocEntry& entry)
{
    return !isAboutDatabase(entry) && !isSetting(entry);
}

std::array<Stage, 3> stagesOf(const archive::Toc& toc)
{
    std::array<Stage, 3> stages{Stage{StageKind::PreData, {}}, Stage{StageKind::Data, {}},
                                Stage{StageKind::PostData, {}}};
    QHash<int, archive::Section> sections;
    for (const archive::TocEntry& entry : toc.entries)
        sections.insert(entry.dumpId(), entry.section());
    for (const archive::TocEntry& entry : toc.entries) {
        if (!isRestored(entry))
            continue;
        StageKind kind = stageOf(entry.section());
        if (entry.section() == archive::Section::None) {
            // A comment or grant belongs where the latest of what it is about is created.
            for (const int dependency : entry.dependencies())
                kind = std::max(kind, stageOf(sections.value(dependency, archive::Section::None)));
        }
        stages[static_cast<std::size_t>(kind)].dumpIds.append(entry.dumpId());
    }
    return stages;
}

std::array<Stage, 3> stagesOf(const archive::Toc& toc, const QSet<int>& dumpIds, const QList<int>& loadOrder)
{
    QHash<int, qsizetype> places;
    for (qsizetype i = 0; i < loadOrder.size(); ++i)
        places.insert(loadOrder.at(i), i);
    std::array<Stage, 3> stages = stagesOf(toc);
    for (Stage& stage : stages) {
        stage.dumpIds.removeIf([&dumpIds](int id) { return !dumpIds.contains(id); });
        if (stage.kind == StageKind::Data) {
            const auto place = [&](int id) { return places.value(id, places.size()); };
            std::stable_sort(stage.dumpIds.begin(), stage.dumpIds.end(),
                             [&](int a, int b) { return place(a) < place(b); });
        }
    }
    return stages;
}

namespace {

/// Of a partitioned table the rows are its partitions'.
bool needsAllRows(const archive::TocGraph& graph, int index, const QSet<int>& filled)
{
    using archive::EntryKind;
    const EntryKind kind = graph.kind(index);
    if (kind != EntryKind::CheckConstraint && kind != EntryKind::Trigger && kind != EntryKind::Rule)
        return false;
    const int whole = graph.whole(index);
    const EntryKind of = whole < 0 ? EntryKind::Domain : graph.kind(whole);
    return of == EntryKind::Domain || (of == EntryKind::Table && !filled.contains(whole));
}

} // namespace

std::array<Stage, 2> together(const archive::Toc& toc, const QList<Stage>& stages)
{
    const archive::TocGraph graph(toc);
    QSet<int> filled;
    for (const archive::TocEntry* data : toc.tableData())
        filled.insert(graph.whole(graph.indexOf(data->dumpId())));
    Stage first{StageKind::Several, {}};
    Stage second{StageKind::PostData, {}};
    QSet<int> waiting; // as indexes
    for (const Stage& stage : stages) {
        for (const int id : stage.dumpIds) {
            const int index = graph.indexOf(id);
            const auto needed = graph.dependencies(index);
            const bool waits =
                stage.kind == StageKind::PostData &&
                (needsAllRows(graph, index, filled) ||
                 std::any_of(needed.begin(), needed.end(), [&](int each) { return waiting.contains(each); }));
            if (waits)
                waiting.insert(index);
            (waits ? second : first).dumpIds.append(id);
        }
    }
    return {first, second};
}

QByteArray listFile(const QList<int>& dumpIds)
{
    QByteArray text;
    for (const int id : dumpIds)
        text += QByteArray::number(id) + ";\n";
    return text;
}

} // namespace tidemark::restore
