// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/cluster/clusterdumpstate.h"

#include <QWizardPage>

class QComboBox;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace tidemark::ui {

class ElidedLabel;
class FolderField;
class MoreOptions;
class OptionList;

/// "Where to, and how" of a dump of a whole server: compression, folder, file name, and every other option of
/// pg_dumpall behind More options.
class ClusterFormPage : public QWizardPage
{
    Q_OBJECT
public:
    ClusterFormPage(ClusterDumpState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildPlace(QVBoxLayout& layout);
    QWidget* buildCompression();
    void buildMore(QVBoxLayout& layout);
    void fillCompression();
    void takeCompression();
    void showName();
    void showChosen();

    ClusterDumpState& m_state;
    FolderField* m_folder;
    QLineEdit* m_name;
    ElidedLabel* m_preview;
    QComboBox* m_compression;
    QSpinBox* m_level;
    MoreOptions* m_more;
    QSpinBox* m_lockWait;
    OptionList* m_options;
};

} // namespace tidemark::ui
