// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/overview/databasebackupmodel.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace tidemark::ui {

class FindingsView;
class IconLabel;
class RecordTable;
class Spinner;

/// The Overview section: what would be lost, how far backups are proven, what needs attention. It is also the first to ask
/// a server that was chosen, and says what came of it.
class OverviewPage : public QWidget
{
    Q_OBJECT
public:
    explicit OverviewPage(Services& services, QWidget* parent = nullptr);

    void setProfile(const std::optional<store::Profile>& profile);
    /// Asks the server and looks into the folders afresh.
    void refresh();
    /// The search for PostgreSQL's programs has ended.
    void showTools();

Q_SIGNALS:
    void backupRequested();
    void restoreRequested(const QString& source);
    void contentsRequested(const QString& path);
    void sanityRequested(const QString& database); // its queries
    void editRequested(); // the connection failed: its settings
    void serverAnswered(const QString& profileId, const QString& sentence);
    void serverFailed(const QString& profileId, const tidemark::core::Error& error);

private:
    void buildLayout();
    void askServer();
    void lookForSets();
    void showFacts();
    void showFindings();
    void updateActions();

    Services& m_services;
    std::optional<store::Profile> m_profile;
    Inquiry m_server;
    Inquiry m_folders;
    std::optional<ServerAnswer> m_answer;
    std::optional<core::Error> m_failure;
    std::optional<catalog::ScanResult> m_found;
    DatabaseBackupModel m_model;

    QLabel* m_loss;
    QLabel* m_lossIcon;
    IconLabel* m_proof;
    QPushButton* m_backUp;
    QPushButton* m_restore;
    QPushButton* m_look;
    QPushButton* m_sanity;
    Spinner* m_spinner;
    FindingsView* m_findings;
    RecordTable* m_table;
};

} // namespace tidemark::ui
