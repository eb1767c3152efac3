// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/rows/recoveryplan.h"
#include "store/profile.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace tidemark::ui {

/// Names server, database and table, what is written and what is lost by that. In production, and where rows
/// are deleted, the database's name has to be typed; Enter never confirms.
class ConfirmRecoveryDialog : public QDialog
{
    Q_OBJECT
public:
    ConfirmRecoveryDialog(const restore::rows::RecoveryPlan& plan, const store::Profile& profile,
                          QWidget* parent);

    /// Only inserting rows outside of production loses nothing.
    static bool isNeeded(const restore::rows::RecoveryPlan& plan, const store::Profile& profile);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildLayout(const restore::rows::RecoveryPlan& plan, const store::Profile& profile);

    QString m_wanted; // to be typed; empty for nothing
    QLineEdit* m_typed;
    QPushButton* m_apply;
};

} // namespace tidemark::ui
