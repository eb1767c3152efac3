// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/contents/extraction.h"
#include "ui/services.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace tidemark::ui {

class CommandView;
class ElidedLabel;
class FindingsView;
class IconLabel;
class Task;

/// Asks how and where to, extracts, and says what came of it. Closed while it runs, it comes back at the end; the run is
/// among the window's activities. Deletes itself when it is closed.
class ExtractDialog : public QDialog
{
    Q_OBJECT
public:
    /// `objects` are of one part of the dump, and at least one.
    ExtractDialog(Services& services, std::shared_ptr<const OpenedDump> dump, const QList<int>& objects, archive::ForeignKeys foreignKeys,
                  QWidget* parent = nullptr);

    void reject() override;

private:
    QWidget* buildQuestions();
    void buildLayout(const QList<int>& objects);
    ExtractRequest request() const;
    void suggestTarget();
    void chooseTarget();
    void askForRows();
    void showCommand();
    void start();
    void showProgress();
    void receive(const core::Result<ExtractOutcome>& outcome);
    void openFolder();

    Services& m_services;
    Inquiry m_inquiry;
    ExtractRequest m_request;
    QPointer<Task> m_task;
    QString m_folder; // of what was written
    QString m_written;
    bool m_saysTaken = false; // the findings are about the name, not about a run
    QString m_suggested; // target; another one is the person's and stays
    QWidget* m_questions;
    QComboBox* m_form;
    QComboBox* m_content;
    QCheckBox* m_owners;
    QCheckBox* m_privileges;
    QCheckBox* m_tablespaces;
    QLineEdit* m_target;
    CommandView* m_command;
    QProgressBar* m_progress;
    ElidedLabel* m_phase;
    FindingsView* m_findings;
    IconLabel* m_verdict;
    QPushButton* m_extract;
    QPushButton* m_cancel;
    QPushButton* m_openFolder;
    QPushButton* m_close;
};

} // namespace tidemark::ui
