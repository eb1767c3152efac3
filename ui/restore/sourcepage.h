// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "restore/restoresource.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;

namespace tidemark::ui {

struct RestoreState;
class ChoiceCard;
class ElidedLabel;
class FindingsView;
class IconLabel;
class SourceList;
class Spinner;

/// "What": the backup, as it describes itself, or what the file is instead; and all of it, or some tables.
/// Takes what is dropped on it.
class SourcePage : public QWizardPage
{
    Q_OBJECT
public:
    SourcePage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    /// A backup that is chosen in the list is opened first.
    bool validatePage() override;
    int nextId() const override;

Q_SIGNALS:
    void contentsRequested(const QString& path);
    void baseBackupChosen(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct Opened
    {
        QStringList databases;
        std::optional<restore::RestoreSource> source; // nothing while it is not said which database
        bool isBase = false;                          // of a whole server: then nothing else is known
    };
    static core::Result<Opened> openNamed(const QString& path, const QString& database,
                                          const QStringList& known, restore::Damaged damage,
                                          const core::RunContext& context);
    void buildLayout();
    QHBoxLayout* buildButtons();
    QWidget* buildChoice();
    void fillRecent();
    void choose(bool folder);
    void takePath(const QString& path);
    void open();
    bool choosesFromList() const;
    void receive(core::Result<Opened> opened);
    void showDatabases();
    void takeDatabase();
    void describe(const restore::RestoreSource& source);

    RestoreState& m_state;
    Inquiry m_inquiry;
    ElidedLabel* m_path;
    QMenu* m_recent;
    SourceList* m_sets;
    Spinner* m_spinner;
    FindingsView* m_error;
    QLabel* m_databaseLabel;
    QComboBox* m_database;
    QWidget* m_about;
    QFormLayout* m_form;
    IconLabel* m_proof;
    QPushButton* m_look;
    QWidget* m_choice;
    ChoiceCard* m_whole;
    ChoiceCard* m_tables;
};

} // namespace tidemark::ui
