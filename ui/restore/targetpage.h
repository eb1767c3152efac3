// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restorefacts.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

struct RestoreState;
class ChoiceCard;
class FindingsView;
class SandboxBox;
class Spinner;

/// "Where": a new database, an existing one, another schema of one, an SQL file, which needs no server, or a
/// server of this computer.
/// What is entered is judged while it is typed. Each choice keeps its own answer.
class TargetPage : public QWizardPage
{
    Q_OBJECT
public:
    TargetPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    int nextId() const override;

private:
    enum class Way
    {
        New,
        Existing,
        Beside,
        File,
        Sandbox,
    };
    void buildLayout();
    QGridLayout* buildCards();
    QWidget* buildFields();
    QWidget* buildFoot();
    ChoiceCard* addCard(Way way, const char* objectName, const QString& title, const QString& sentence);
    void choose(Way way);
    Way way() const;
    void load();
    void receive(core::Result<restore::RestoreFacts> facts);
    void showAnswers();
    void take();
    void judge();
    core::Findings judgedHere(const core::Findings& all) const;
    void showVerdict(const core::Findings& findings);
    void act(const QString& action);
    void chooseFile();
    QString summary() const;
    core::Findings missingAnswers() const;

    RestoreState& m_state;
    Inquiry m_inquiry;
    Inquiry m_judgement;
    QString m_knownSource; // what the facts are about
    core::Findings m_verdict;
    Spinner* m_spinner;
    FindingsView* m_error;
    QWidget* m_answers;
    QList<ChoiceCard*> m_cards; // as Way has them
    QStackedWidget* m_fields;
    QLineEdit* m_name;
    QComboBox* m_existing;
    QComboBox* m_besideDatabase;
    QComboBox* m_apart;
    QLineEdit* m_schema;
    QLineEdit* m_file;
    SandboxBox* m_sandbox;
    FindingsView* m_findings;
    QWidget* m_foot;
    QLabel* m_summary;
    QPushButton* m_options = nullptr;
};

} // namespace tidemark::ui
