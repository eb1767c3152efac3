// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/finding.h"
#include "store/profile.h"

#include <QWizardPage>

class QFormLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace tidemark::ui {

class CommandView;
class FindingsView;
class IconLabel;
class Spinner;

/// "Review" of every kind of backup: what will be done, what speaks against it, the exact commands. The
/// server is asked while the page is alive; pressing Next meanwhile starts the backup as soon as the answer
/// is there and says nothing that should be read first.
class CheckPage : public QWizardPage
{
    Q_OBJECT
public:
    CheckPage(const store::Profile& profile, QWidget* parent);

    /// Asks afresh: a plan serves one run.
    void check();
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    bool validatePage() override;

Q_SIGNALS:
    void roleRequested(); // by the button of a finding

protected:
    /// A line with a title; texts are "…" until the answer is there.
    void addFact(const QString& title, QWidget* fact);
    void addFact(QLabel* title, QWidget* fact); // whose text changes
    QLabel* addText(const QString& title, const QString& objectName);
    /// A button in a row at the foot of the page; they appear in the order in which they are added.
    QPushButton* addAction(const QString& objectName, const QString& text, const QString& iconName);
    struct Words
    {
        QString checking; // while the answer is awaited
        QString waiting;  // the same, after Next was pressed
        QString allWell;  // nothing speaks against it
    };
    /// Instead of those of a backup.
    void setWords(const Words& words) { m_words = words; }

    /// Forgets the former plan, shows what needs no asking, and asks: the answer goes to showAnswer() or
    /// showError().
    virtual void ask() = 0;
    /// There is a plan to be run.
    virtual bool hasPlan() const = 0;
    void showAnswer(const core::Findings& findings, const QStringList& commands);
    void showError(const core::Error& error);

private:
    QFormLayout* m_facts;
    QHBoxLayout* m_actions;
    QList<QLabel*> m_texts;
    Words m_words;
    bool m_goOn = false; // Next was pressed while the check ran
    Spinner* m_spinner;
    FindingsView* m_findings;
    IconLabel* m_allWell;
    CommandView* m_commands;
};

} // namespace tidemark::ui
