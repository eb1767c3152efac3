// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"

#include <QList>
#include <QScrollArea>

class QGridLayout;
class QLabel;

namespace tidemark::ui {

class FindingsView;
class IconLabel;

/// What is known of the chosen backups: of one all, of several the sum.
class SetDetail : public QScrollArea
{
    Q_OBJECT
public:
    explicit SetDetail(QWidget* parent = nullptr);

    /// `all`: among which copies of the one are looked for.
    void setSets(const QList<catalog::BackupSet>& chosen, const QList<catalog::BackupSet>& all);

private:
    void showOne(const catalog::BackupSet& set, const QList<catalog::BackupSet>& all);
    void showChecks(const catalog::BackupSet& set);

    QLabel* m_title;
    IconLabel* m_state;
    QGridLayout* m_facts;
    QWidget* m_factsBox;
    FindingsView* m_findings;
    QLabel* m_checks;
};

} // namespace tidemark::ui
