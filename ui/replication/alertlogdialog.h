// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/replication/alertlogmodel.h"

#include <QDialog>

namespace tidemark::ui {

class IconLabel;
class RecordTable;

/// The alerts of one server, as they were logged.
class AlertLogDialog : public QDialog
{
    Q_OBJECT
public:
    AlertLogDialog(Services& services, const store::Profile& profile, QWidget* parent);

private:
    void show(const core::Result<QList<store::LoggedAlert>>& alerts);

    Inquiry m_inquiry;
    AlertLogModel m_model;
    RecordTable* m_table;
    IconLabel* m_none;
};

} // namespace tidemark::ui
