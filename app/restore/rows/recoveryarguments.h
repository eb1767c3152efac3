// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoverydraft.h"

namespace tidemark::restore::rows {

/// `recover` with every option that the draft comes to, for tidemarkctl: its arguments without the program
/// and the server. `table` is the one in the backup as tidemarkctl takes it. The draft's keys are in the file
/// where one is named, else in the command; `ticked` is not looked at. It writes without a question.
QStringList recoverArguments(const RecoveryDraft& draft, const QString& table, const QString& keysFile);

/// Whether the keys can stand in the command itself: a few, of one column, and nothing in them that would
/// be read otherwise.
bool fitIntoCommand(const QList<QStringList>& keys);
/// What --keys @FILE reads.
QByteArray keysFileText(const QList<QStringList>& keys);

} // namespace tidemark::restore::rows
