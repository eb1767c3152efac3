// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/tableloads.h"

#include <QRegularExpression>

#include <algorithm>

namespace tidemark::restore {

TableLoads::TableLoads(const RestorePlan& plan)
{
    if (!plan.isThroughPgRestore() || !plan.draft.intoSchema.isEmpty())
        return;
    QHash<std::pair<QString, QString>, const catalog::ManifestTable*> known;
    if (plan.source.set) {
        for (const catalog::ManifestTable& table : plan.source.set->manifest.tables)
            known.insert({table.schema, table.name}, &table);
    }
    for (const Stage& stage : plan.stages) {
        for (const int id : stage.dumpIds) {
            const archive::TocEntry* entry = plan.source.toc.byDumpId(id);
            if (!entry || !entry->isTableData())
                continue;
            TableLoad load{id, entry->schema(), entry->tag()};
            if (const auto* table = known.value({load.schema, load.name})) {
                load.rows = table->rows;
                load.bytes = table->bytes;
            }
            m_tables.append(load);
        }
    }
    std::stable_sort(m_tables.begin(), m_tables.end(),
                     [](const TableLoad& a, const TableLoad& b) { return a.bytes > b.bytes; });
    for (qsizetype i = 0; i < m_tables.size(); ++i) {
        m_byId.insert(m_tables.at(i).dumpId, i);
        m_byName.insert(m_tables.at(i).schema + QLatin1Char('.') + m_tables.at(i).name, i);
    }
}

std::optional<qsizetype> TableLoads::set(qsizetype place, LoadState state)
{
    // A worker is done with a table that failed, too.
    if (place < 0 || m_tables.at(place).state == state ||
        (m_tables.at(place).state == LoadState::Failed && state == LoadState::Loaded))
        return std::nullopt;
    m_tables[place].state = state;
    return place;
}

QList<qsizetype> TableLoads::readLine(const QString& line)
{
    static const QRegularExpression parallel(
        QStringLiteral("^pg_restore: (launching|finished) item (\\d+) "));
    static const QRegularExpression serial(
        QStringLiteral("^pg_restore: processing data for table \"(.*)\"$"));
    static const QRegularExpression failed(QStringLiteral("^pg_restore: from TOC entry (\\d+);"));
    static const QRegularExpression other(QStringLiteral("^pg_restore: (creating|executing|launching) "));
    QList<qsizetype> changed;
    const auto note = [&](qsizetype place, LoadState state) {
        if (const auto which = set(place, state))
            changed.append(*which);
    };
    if (!line.startsWith(QLatin1String("pg_restore: ")))
        return changed;
    if (const auto item = parallel.match(line); item.hasMatch()) {
        const bool isStart = item.capturedView(1) == u"launching";
        note(m_byId.value(item.captured(2).toInt(), -1), isStart ? LoadState::Loading : LoadState::Loaded);
    } else if (const auto start = serial.match(line); start.hasMatch()) {
        note(m_serial, LoadState::Loaded);
        m_serial = m_byName.value(start.captured(1), -1);
        note(m_serial, LoadState::Loading);
    } else if (const auto problem = failed.match(line); problem.hasMatch()) {
        const qsizetype place = m_byId.value(problem.captured(1).toInt(), -1);
        note(place, LoadState::Failed);
        if (place == m_serial)
            m_serial = -1;
    } else if (m_serial >= 0 && other.match(line).hasMatch()) {
        note(m_serial, LoadState::Loaded);
        m_serial = -1;
    }
    return changed;
}

} // namespace tidemark::restore
