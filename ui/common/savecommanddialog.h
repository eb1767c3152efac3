// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/shellscript.h"
#include "ui/services.h"

#include <QDialog>

class QPushButton;
class QTabWidget;

namespace tidemark::ui {

class IconLabel;

/// What was chosen by clicking, as a command of any kind: the line for tidemarkctl, a shell script around it, and where there
/// is one a script of PostgreSQL's own programs; to copy and to save. Open it with open(); it deletes itself.
class SaveCommandDialog : public QDialog
{
    Q_OBJECT
public:
    /// `stockScript` may be empty. The program is called by its path where it lies beside this one and not in the PATH.
    SaveCommandDialog(Services& services, jobs::CommandCalls calls, const QString& stockScript, QWidget* parent);

private:
    void addForm(const QString& objectName, const QString& title, const QString& explanation, const QString& text, const QString& fileName);
    QString currentText() const;
    QString currentFile() const; // empty where the form is none to be saved
    void showCurrent();
    void copy();
    void save();
    void write(const QString& path);

    Services& m_services;
    QTabWidget* m_forms;
    QPushButton* m_copy;
    QPushButton* m_save;
    IconLabel* m_said;
};

} // namespace tidemark::ui
