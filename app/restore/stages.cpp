// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/stages.h"

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

Stage together(const QList<Stage>& stages)
{
    Stage all{StageKind::Several, {}};
    for (const Stage& stage : stages)
        all.dumpIds += stage.dumpIds;
    return all;
}

QByteArray listFile(const QList<int>& dumpIds)
{
    QByteArray text;
    for (const int id : dumpIds)
        text += QByteArray::number(id) + ";\n";
    return text;
}

} // namespace tidemark::restore
