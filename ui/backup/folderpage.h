// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/common/inquiry.h"

#include <QTimer>
#include <QWizardPage>

class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace tidemark::ui {

class IconLabel;

/// "How": the folder, what will be written there, and the options behind More options.
class FolderPage : public QWizardPage
{
    Q_OBJECT
public:
    FolderPage(BackupState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildLayout();
    void buildOptions(QVBoxLayout& layout);
    void browse();
    void takeFolder();
    void lookAtFolderNow();
    void showFolder(const FolderFacts& facts);
    QString formatSentence() const;
    core::ByteSize chosenSize() const;

    BackupState& m_state;
    Inquiry m_inquiry;
    QTimer m_delay; // typing is not a question yet
    QLineEdit* m_folder;
    IconLabel* m_space;
    QLabel* m_format;
    QToolButton* m_more;
    QWidget* m_options;
    QSpinBox* m_lockWait;
};

} // namespace tidemark::ui
