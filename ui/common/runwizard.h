// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QStringList>
#include <QWizard>

class QVBoxLayout;

namespace tidemark::ui {

class WizardSteps;

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
    WizardSteps* m_steps;
    Stage m_stage = Stage::Preparing;
};

/// What every page begins with: a sentence below the title, and the server that is meant.
void addPageHead(QVBoxLayout& layout, const store::Profile& profile, const QString& sentence);

} // namespace tidemark::ui
