// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/role/backuprole.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace tidemark::ui {

class CommandView;
class MutedLabel;

/// Whether pg_hba.conf lets a role in that is about to be made: the rule that decides today, and the lines
/// that are needed, to be copied. Nothing is ever changed there by us, and it says so.
class AdmissionView : public QWidget
{
    Q_OBJECT
public:
    explicit AdmissionView(QWidget* parent);

    void setPlan(const backup::role::RolePlan& plan);

private:
    QVBoxLayout* m_rules;
    QWidget* m_shown = nullptr;
    CommandView* m_lines;
    MutedLabel* m_note;
};

} // namespace tidemark::ui
