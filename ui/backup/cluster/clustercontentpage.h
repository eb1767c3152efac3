// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/cluster/clusterdumpstate.h"
#include "ui/backup/databasemodel.h"
#include "ui/common/inquiry.h"

#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QLabel;
class QVBoxLayout;

namespace tidemark::ui {

class ChoiceCard;
class FindingsView;
class RecordTable;
class Spinner;

/// "What" of a dump of a whole server: everything, with databases to leave out, or roles and tablespaces
/// alone. The server is asked while the page is alive; nothing waits for it.
class ClusterContentPage : public QWizardPage
{
    Q_OBJECT
public:
    ClusterContentPage(ClusterDumpState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ChoiceCard* addCard(QLayout& layout, const char* objectName, const QString& title,
                        const QString& sentence, backup::cluster::Content content);
    void buildLayout();
    void load();
    void receive(const core::Result<ClusterSource>& source);
    void take();
    void showContent();

    ClusterDumpState& m_state;
    Inquiry m_inquiry;
    DatabaseModel m_model;
    ChoiceCard* m_everything = nullptr;
    ChoiceCard* m_globals = nullptr;
    QWidget* m_databases; // what only everything has
    Spinner* m_spinner;
    FindingsView* m_problem;
    RecordTable* m_table;
    QLabel* m_sum;
    QComboBox* m_part;
    QCheckBox* m_passwords;
};

} // namespace tidemark::ui
