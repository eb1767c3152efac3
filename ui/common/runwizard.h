// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QList>
#include <QStringList>
#include <QWizard>

namespace tidemark::ui {

/// What the wizards have in common: a list of their steps at the side, buttons that fit a run that is being prepared, runs
/// or has ended, and the rule that closing the window of a run does not stop it. Not modal; deletes itself when closed.
class RunWizard : public QWizard
{
    Q_OBJECT
public:
    enum class Stage
    {
        Preparing,
        Running,
        Succeeded,
        Failed, // Back leads to the answers
    };

    RunWizard(const QStringList& steps, QWidget* parent);

    void setStage(Stage stage);
    Stage stage() const { return m_stage; }
    /// Esc, the window's close button, Cancel. A run goes on without its window.
    void reject() override;

private:
    void showStep();
    QList<QLabel*> m_steps;
    Stage m_stage = Stage::Preparing;
};

} // namespace tidemark::ui
