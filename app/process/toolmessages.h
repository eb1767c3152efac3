// SPDX-License-Identifier: GPL-3.0-or-later
// What PostgreSQL's tools say on standard error, sorted. They run with English messages (LC_MESSAGES=C); the part after
// "ERROR:" comes from the server and may be in its own language, so nothing that counts rests on it alone.
#pragma once

#include "core/runcontext.h"
#include "process/process.h"

#include <QByteArray>

namespace tidemark::process {

/// One line for the log: red only for real errors. `pg_dump: error: …` is Error, `…: warning: …` Warning, chatter Info.
core::LogLine classifyToolLine(const QByteArray& line);

/// The error that a failed dump, base backup or restore makes: kind, message and hint by the words of the tool, its own
/// words as the detail (at most the last 12 telling lines).
core::Error toolFailure(const Command& command, const Finished& finished);

/// For tests and for messages met elsewhere: the same judgement from the text alone.
core::Error toolFailureFromText(const QString& tool, const QString& errorOutput);

} // namespace tidemark::process
