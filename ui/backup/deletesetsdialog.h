// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/setremoval.h"
#include "jobs/recordedsets.h"
#include "store/profile.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

/// Names what is going to be deleted, and what is lost by that. The last proven backup of a database wants
/// its name typed; Enter never confirms.
class DeleteSetsDialog : public QDialog
{
    Q_OBJECT
public:
    DeleteSetsDialog(const QList<catalog::RemovalFacts>& facts, const std::optional<store::Profile>& profile,
                     QWidget* parent);

    QList<jobs::RemovalOrder> orders() const;

private:
    void buildLayout(const std::optional<store::Profile>& profile);
    QString listText() const;
    QString lossText() const;
    catalog::RemovalWay wayOf(const catalog::RemovalFacts& facts) const;
    void update();

    QList<catalog::RemovalFacts> m_facts;
    QString m_wanted; // to be typed; empty for nothing
    QLabel* m_way;
    QCheckBox* m_forGood;
    QLineEdit* m_typed;
    QPushButton* m_delete;
};

} // namespace tidemark::ui
