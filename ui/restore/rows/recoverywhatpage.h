// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/finding.h"
#include "ui/common/inquiry.h"
#include "ui/restore/rows/liveplace.h"
#include "ui/restore/rows/recoverytablemodel.h"

#include <QStringListModel>
#include <QWizardPage>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

struct RecoveryState;
class ElidedLabel;
class FindingsView;
class RecordTable;
class ServerBanner;
class Spinner;

/// "What": the backup, the table in it, and the live table that its rows go to.
class RecoveryWhatPage : public QWizardPage
{
    Q_OBJECT
public:
    RecoveryWhatPage(RecoveryState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;

private:
    void buildLayout();
    QWidget* buildBackup();
    QWidget* buildLive();
    void choose(bool folder);
    void open();
    void receive(core::Result<std::shared_ptr<const OpenedDump>> dump);
    void showDump();
    void takeTable();
    void takeServer(int index);
    void takeDatabase();
    void askServer();
    void receivePlace(core::Result<LivePlace> place);
    void suggestLiveTable();
    void takeLiveTable();

    RecoveryState& m_state;
    Inquiry m_opening;
    Inquiry m_asking;
    RecoveryTableModel m_tables;
    QStringListModel m_liveNames;
    std::optional<LivePlace> m_place;
    core::Findings m_problems; // of the live table
    bool m_databaseIsChosen = false;
    bool m_isChosen = false; // the live table is one of those that are there
    ElidedLabel* m_path;
    Spinner* m_openSpinner;
    FindingsView* m_openError;
    QLineEdit* m_search;
    RecordTable* m_table;
    ServerBanner* m_banner;
    QComboBox* m_server;
    QComboBox* m_database;
    QComboBox* m_live;
    Spinner* m_askSpinner;
    FindingsView* m_findings;
};

} // namespace tidemark::ui
