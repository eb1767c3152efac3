// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/dialogs.h"

#include "ui/common/icons.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace tidemark::ui {

namespace {

void askForPath(QWidget* parent, const FileQuestion& question, Dialogs::PathChosen chosen, QFileDialog::FileMode mode,
                QFileDialog::AcceptMode accept)
{
    auto* dialog = new QFileDialog(parent, question.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    dialog->setAcceptMode(accept);
    dialog->setOption(QFileDialog::ShowDirsOnly, mode == QFileDialog::Directory);
    if (!question.filters.isEmpty())
        dialog->setNameFilters(question.filters);
    const QFileInfo start(question.start);
    if (start.isDir())
        dialog->setDirectory(question.start);
    else if (!question.start.isEmpty()) {
        dialog->setDirectory(start.absolutePath());
        dialog->selectFile(start.fileName());
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, [chosen = std::move(chosen)](const QString& path) { chosen(path); });
    dialog->open();
}

void ask(QWidget* parent, const Confirmation& confirmation, std::function<void(bool)> answered)
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, confirmation.title, confirmation.question, QMessageBox::NoButton, parent);
    box->setObjectName(QStringLiteral("confirmation"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText); // names of servers and files come from elsewhere
    box->setInformativeText(confirmation.detail);
    const bool danger = confirmation.danger == Danger::LosesData;
    box->setIconPixmap(icon(danger ? QStringLiteral("triangle-alert") : QStringLiteral("circle-help"), danger ? Tone::Danger : Tone::Accent).pixmap(48, 48));
    QPushButton* action = box->addButton(confirmation.action, danger ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    action->setObjectName(QStringLiteral("confirmAction"));
    QPushButton* refusal = confirmation.refusal.isEmpty() ? box->addButton(QMessageBox::Cancel)
                                                          : box->addButton(confirmation.refusal, QMessageBox::RejectRole);
    refusal->setObjectName(QStringLiteral("confirmRefusal"));
    box->setEscapeButton(refusal);
    box->setDefaultButton(danger ? refusal : action);
    QObject::connect(box, &QDialog::finished, parent, [box, action, answered = std::move(answered)] { answered(box->clickedButton() == action); });
    box->open();
}

} // namespace

Dialogs Dialogs::native()
{
    Dialogs dialogs;
    dialogs.chooseFile = [](QWidget* parent, const FileQuestion& question, PathChosen chosen) {
        askForPath(parent, question, std::move(chosen), QFileDialog::ExistingFile, QFileDialog::AcceptOpen);
    };
    dialogs.chooseFolder = [](QWidget* parent, const FileQuestion& question, PathChosen chosen) {
        askForPath(parent, question, std::move(chosen), QFileDialog::Directory, QFileDialog::AcceptOpen);
    };
    dialogs.chooseNewFile = [](QWidget* parent, const FileQuestion& question, PathChosen chosen) {
        askForPath(parent, question, std::move(chosen), QFileDialog::AnyFile, QFileDialog::AcceptSave);
    };
    dialogs.confirm = ask;
    return dialogs;
}

} // namespace tidemark::ui
