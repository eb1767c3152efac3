// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/common/inquiry.h"

#include <QTimer>
#include <QWizardPage>

class QLabel;
class QLineEdit;
class QScrollArea;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace tidemark::ui {

class ElidedLabel;
class FormatChoice;
class IconLabel;
class OptionList;

/// "How": format, compression and jobs, folder and file name, and every option of pg_dump behind More options.
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
    void buildFolder(QVBoxLayout& layout);
    void buildOptions(QVBoxLayout& layout);
    void askForTool();
    void showName();
    void showMore();
    void browse();
    void takeFolder();
    void lookAtFolderNow();
    void showFolder(const FolderFacts& facts);

    BackupState& m_state;
    Inquiry m_inquiry;
    Inquiry m_toolInquiry;
    QTimer m_delay; // typing is not a question yet
    QLineEdit* m_folder;
    IconLabel* m_space;
    FormatChoice* m_form;
    QLineEdit* m_name;
    ElidedLabel* m_preview;
    IconLabel* m_toolProblem;
    QToolButton* m_more;
    QWidget* m_options;
    QSpinBox* m_lockWait;
    OptionList* m_optionList;
    QScrollArea* m_scroll;
};

} // namespace tidemark::ui
