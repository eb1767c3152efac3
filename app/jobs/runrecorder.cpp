// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/runrecorder.h"

#include <QCoreApplication>

namespace tidemark::jobs {

namespace {
constexpr qsizetype keptLog = 256 << 10;
}

RunRecorder::RunRecorder(store::RunRecord record, const QString& historyPath, const core::RunContext& inner)
    : m_runId(record.runId)
    , m_inner(inner)
    , m_context(inner)
{
    m_context.onLog = [this](const core::LogLine& line) { keep(line); };
    record.started = QDateTime::currentDateTimeUtc();
    auto history = store::History::open(historyPath);
    if (history)
        (void)history->markInterrupted(); // what a crash left as running would otherwise look so for ever
    core::Status begun = history ? history->begin(record) : core::Status(history.error());
    if (begun)
        m_history.emplace(std::move(*history));
    else
        m_inner.log(core::LogLevel::Warning, QCoreApplication::translate("jobs::RunRecorder", "This run will not appear in the history: %1").arg(begun.error().toText()));
}

void RunRecorder::keep(const core::LogLine& line)
{
    m_log += line.text.toUtf8() + '\n';
    if (m_log.size() > 2 * keptLog)
        m_log.remove(0, m_log.size() - keptLog);
    if (m_inner.onLog)
        m_inner.onLog(line);
}

void RunRecorder::finish(core::Verdict verdict, const QString& summary, const QString& setPath, qint64 bytes)
{
    if (!m_history)
        return;
    const core::Status ended = m_history->end(m_runId, {QDateTime::currentDateTimeUtc(), verdict, summary, setPath, QString::fromUtf8(m_log.right(keptLog)), bytes});
    if (!ended)
        m_inner.log(core::LogLevel::Warning, QCoreApplication::translate("jobs::RunRecorder", "The end of this run could not be written to the history: %1").arg(ended.error().toText()));
}

} // namespace tidemark::jobs
