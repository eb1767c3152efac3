// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "ui/common/inquiry.h"

#include <QDialog>

namespace tidemark::ui {

class IconLabel;
class LogView;

/// What the tools said when a backup was made: as the history has it, else the log beside the backup.
class SetLogDialog : public QDialog
{
    Q_OBJECT
public:
    SetLogDialog(Services& services, const catalog::BackupSet& set, QWidget* parent);

private:
    Inquiry m_inquiry;
    LogView* m_log;
    IconLabel* m_none;
};

/// For a worker thread. NotFound where there is none.
core::Result<QString> readSetLog(const catalog::BackupSet& set, const QString& historyPath);

} // namespace tidemark::ui
