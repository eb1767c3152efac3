// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/cluster/newclusterstate.h"

#include <QWizardPage>

class QCheckBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QSpinBox;
class QVBoxLayout;

namespace tidemark::ui {

class FindingsView;
class MutedLabel;
class Spinner;
class TargetFolder;

/// "A new cluster on this computer": the backup as it describes itself, the folder, a place for each
/// tablespace, and whether the server is to run on.
class NewClusterWherePage : public QWizardPage
{
    Q_OBJECT
public:
    NewClusterWherePage(NewClusterState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildLayout();
    void load();
    void receive(core::Result<restore::base::BaseSource> source);
    void describe(const restore::base::BaseSource& source);
    void addTablespaces(const restore::base::BaseSource& source);
    void take();

    struct Row
    {
        QString oid;
        TargetFolder* folder = nullptr;
    };

    NewClusterState& m_state;
    Inquiry m_inquiry;
    Spinner* m_spinner;
    FindingsView* m_problem;
    QWidget* m_body;
    QFormLayout* m_about;
    TargetFolder* m_folder;
    QLabel* m_tablespacesHead;
    MutedLabel* m_tablespacesNote;
    QGridLayout* m_tablespaces;
    QCheckBox* m_run;
    QSpinBox* m_port;
    QList<Row> m_rows;
};

} // namespace tidemark::ui
