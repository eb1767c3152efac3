// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoreprogress.h"

#include <QRegularExpression>

namespace tidemark::restore {

namespace {

// A definition costs about as much as a few kilobytes of rows; an index on a large table far more, which only the
// table's size tells.
constexpr qint64 definitionWeight = 16'384;

} // namespace

RestoreProgress::RestoreProgress(const archive::Toc& toc, const catalog::Manifest* manifest)
{
    QHash<QString, qint64> bytes;
    if (manifest) {
        for (const catalog::ManifestTable& table : manifest->tables)
            bytes.insert(table.schema + QLatin1Char('.') + table.name, table.bytes);
    }
    for (const archive::TocEntry& entry : toc.entries) {
        const QString qualified = entry.schema() + QLatin1Char('.') + entry.tag();
        qint64 weight = definitionWeight;
        if (entry.isTableData()) {
            weight += bytes.value(qualified, 1 << 20);
            m_tableData.insert(qualified, entry.dumpId());
        }
        m_weights.insert(entry.dumpId(), weight);
        m_names.insert(entry.dumpId(), qualified);
        m_total += weight;
    }
}

std::optional<int> finishedEntry(const QByteArray& line)
{
    static const QRegularExpression finished(QStringLiteral("finished item (\\d+) "));
    const auto match = finished.match(QString::fromUtf8(line));
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

void RestoreProgress::finishEntry(int dumpId)
{
    if (m_done.contains(dumpId) || !m_weights.contains(dumpId))
        return;
    m_done.insert(dumpId);
    m_finished += m_weights.value(dumpId);
}

void RestoreProgress::readLine(const QByteArray& line)
{
    static const QRegularExpression launched(QStringLiteral("launching item (\\d+) "));
    static const QRegularExpression processing(QStringLiteral("processing data for table \"(.*)\"$"));
    const QString text = QString::fromUtf8(line);
    if (const auto dumpId = finishedEntry(line)) {
        finishEntry(*dumpId);
    } else if (const auto start = launched.match(text); start.hasMatch()) {
        m_item = m_names.value(start.captured(1).toInt());
    } else if (const auto serial = processing.match(text); serial.hasMatch()) {
        if (m_current)
            finishEntry(*m_current);
        m_item = serial.captured(1);
        m_current = m_tableData.contains(m_item) ? std::optional(m_tableData.value(m_item)) : std::nullopt;
    }
}

void RestoreProgress::finish(const QList<int>& dumpIds)
{
    for (const int id : dumpIds)
        finishEntry(id);
    m_current.reset();
}

core::Progress RestoreProgress::progress(const QString& phase)
{
    core::Progress progress;
    progress.phase = phase;
    progress.item = m_item;
    progress.bytesDone = m_finished;
    progress.bytesTotal = m_total;
    progress.fraction = m_total > 0 ? static_cast<double>(m_finished) / static_cast<double>(m_total) : 0.0;
    m_meter.record(std::chrono::steady_clock::now(), m_finished);
    progress.bytesPerSecond = m_meter.bytesPerSecond();
    progress.left = m_meter.timeLeft(m_total - m_finished);
    return progress;
}

} // namespace tidemark::restore
