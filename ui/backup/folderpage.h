// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace tidemark::ui {

class ElidedLabel;
class FolderField;
class FormatChoice;
class IconLabel;
class MoreOptions;
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
    void showAnswers();
    void showName();
    void showMore();
    void takeFolder(const QString& path);

    BackupState& m_state;
    int m_taken = 0; // of BackupState
    Inquiry m_toolInquiry;
    FormatChoice* m_form;
    FolderField* m_folder;
    QLineEdit* m_name;
    ElidedLabel* m_preview;
    IconLabel* m_toolProblem;
    MoreOptions* m_more;
    QSpinBox* m_lockWait;
    OptionList* m_optionList;
};

} // namespace tidemark::ui
