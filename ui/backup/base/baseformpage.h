// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/base/basebackupstate.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace tidemark::ui {

class BaseFormatChoice;
class FindingsView;
class FolderField;
class MoreOptions;
class MutedLabel;
class Spinner;
class TablespaceChoice;

/// "How" of a base backup: tar or plain, folder, how hard it presses on the server, tablespaces, and the rest
/// of pg_basebackup behind More options. The server is asked while the page is alive; nothing waits for it.
class BaseFormPage : public QWizardPage
{
    Q_OBJECT
public:
    BaseFormPage(BaseBackupState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildLayout();
    void buildPlace(QVBoxLayout& layout);
    QWidget* buildRate();
    void buildMore();
    void fillChecksums();
    void load();
    void receive(const core::Result<BaseSource>& source);
    void showSource();
    void takeRate();
    void showChosen();

    BaseBackupState& m_state;
    Inquiry m_inquiry;
    BaseFormatChoice* m_form;
    MutedLabel* m_size;
    Spinner* m_spinner;
    FindingsView* m_problem;
    FolderField* m_folder;
    QComboBox* m_checkpoint;
    QSpinBox* m_rate;
    QComboBox* m_unit;
    TablespaceChoice* m_tablespaces;
    MoreOptions* m_more;
    QComboBox* m_wal;
    QComboBox* m_checksums;
    QLineEdit* m_label;
    QCheckBox* m_estimate;
};

} // namespace tidemark::ui
