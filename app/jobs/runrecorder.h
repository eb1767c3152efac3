// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"
#include "store/history.h"

#include <optional>

namespace tidemark::jobs {

/// Writes one run into the history, for window and command line alike: a row when it begins, its verdict and the tail of
/// its log when it ends. One thread: that of the run. The run goes on when its history cannot be written; that is said
/// in the log.
class RunRecorder
{
public:
    /// `record` without times and verdict. `inner` is whom to pass progress and log on to.
    RunRecorder(store::RunRecord record, const QString& historyPath, const core::RunContext& inner);
    RunRecorder(const RunRecorder&) = delete;
    RunRecorder& operator=(const RunRecorder&) = delete;

    /// The context that the run is to be given: the inner one, with its log kept. Valid as long as the recorder.
    const core::RunContext& context() const { return m_context; }
    void finish(core::Verdict verdict, const QString& summary, const QString& setPath, qint64 bytes);

private:
    void keep(const core::LogLine& line);

    QString m_runId;
    core::RunContext m_inner;
    core::RunContext m_context;
    std::optional<store::History> m_history;
    QByteArray m_log; // UTF-8, the last part only
};

} // namespace tidemark::jobs
