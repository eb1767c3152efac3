// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupmenu.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/common/inquiry.h"

#include <optional>

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

class ElidedLabel;
class FindingsView;
class RecordTable;
class Spinner;

/// The Backups section: the sets of a server, found by looking into its folders.
class BackupsPage : public QWidget
{
    Q_OBJECT
public:
    explicit BackupsPage(Services& services, QWidget* parent = nullptr);

    /// None: nothing is shown. Looks into the folders afresh.
    void setProfile(const std::optional<store::Profile>& profile);
    void refresh();

Q_SIGNALS:
    void backupRequested(tidemark::ui::BackupWay way);
    void restoreRequested(const QString& source);
    void contentsRequested(const QString& path);
    void runAgainRequested(const tidemark::catalog::BackupSet& set);

private:
    void buildLayout();
    void buildWays();
    QWidget* buildEmpty();
    void receive(const core::Result<catalog::ScanResult>& result);
    void showSets();
    void updateActions();
    void openFolder();
    void buildRunAgain();

    Services& m_services;
    std::optional<store::Profile> m_profile;
    Inquiry m_inquiry;
    BackupSetModel m_model;
    catalog::ScanResult m_found;
    QPushButton* m_backUp;
    QPushButton* m_ways; // beside it: the other ways
    QPushButton* m_restore;
    QPushButton* m_look;
    QPushButton* m_open;
    QAction* m_runAgain;
    QPushButton* m_refresh;
    QCheckBox* m_everyServer;
    ElidedLabel* m_where;
    Spinner* m_spinner;
    FindingsView* m_problems;
    QStackedWidget* m_stack;
    RecordTable* m_table;
    QLabel* m_emptyText;
};

/// The folders in which backups of a profile are looked for, the likeliest first.
QStringList backupFolders(const Services& services, const store::Profile& profile);
/// Scans all of them; a folder that was never made is no error. For a worker thread.
core::Result<catalog::ScanResult> scanFolders(const QStringList& folders, const core::RunContext& context);

} // namespace tidemark::ui
