// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/alertpolicy.h"
#include "ui/replication/watchchoices.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace tidemark::ui {

class FindingsView;

/// When a server's replication is worth an alert, how often it is looked at, and what an alert does. Every
/// threshold can be switched off.
class AlertRulesDialog : public QDialog
{
    Q_OBJECT
public:
    AlertRulesDialog(const QString& server, const replication::AlertRules& rules, const WatchChoices& choices,
                     QWidget* parent);

    replication::AlertRules rules() const;
    /// The given ones, with what is chosen here.
    WatchChoices choices() const;

Q_SIGNALS:
    /// Only what makes sense is accepted.
    void chosen(const tidemark::replication::AlertRules& rules, const tidemark::ui::WatchChoices& choices);

private:
    struct Threshold
    {
        QCheckBox* on;
        QDoubleSpinBox* value;
    };
    Threshold addThreshold(QFormLayout& form, const QString& text, const QString& objectName,
                           std::optional<double> value, double usual, const QString& suffix);
    QCheckBox* addSwitch(QFormLayout& form, const QString& text, const QString& objectName, bool on);
    void addWatching(QFormLayout& form);
    void addThresholds(QFormLayout& form);
    void addDelivery(QFormLayout& form);
    void check();

    const replication::AlertRules m_rules; // as they were
    const WatchChoices m_choices;
    QSpinBox* m_interval = nullptr;
    QCheckBox* m_background = nullptr;
    QCheckBox* m_enabled = nullptr;
    Threshold m_stuck{};
    Threshold m_behind{};
    Threshold m_time{};
    Threshold m_slots{};
    QCheckBox* m_missing = nullptr;
    QCheckBox* m_archive = nullptr;
    QCheckBox* m_unreachable = nullptr;
    QCheckBox* m_commits = nullptr;
    QSpinBox* m_duration = nullptr;
    QLineEdit* m_command = nullptr;
    QLineEdit* m_webhook = nullptr;
    FindingsView* m_findings = nullptr;
    QPushButton* m_save = nullptr;
};

} // namespace tidemark::ui
