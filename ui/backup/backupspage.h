// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupmenu.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/backup/setscan.h"
#include "ui/common/inquiry.h"

#include <QFileSystemWatcher>
#include <QTimer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace tidemark::ui {

class CheckButton;
class ElidedLabel;
class FindingsView;
class RecordTable;
class SearchedFolders;
class SetActions;
class SetDetail;
class Spinner;

/// The Backups section: the sets of a server, found by looking into its folders, and what can be done with them.
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
    void rowsRequested(const QString& path); // of that backup, to be put back into a live table

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildLayout();
    void buildWays();
    QWidget* buildList();
    QWidget* buildEmpty();
    void connectActions();
    void receive(const core::Result<SetSurvey>& result);
    void watchFolders();
    void showSets();
    void showProblems();
    void selectAgain(const QList<catalog::BackupSet>& sets);
    void updateActions();
    void openFolder();
    void buildRunAgain();
    void showLog();
    QList<catalog::BackupSet> chosen() const;

    Services& m_services;
    std::optional<store::Profile> m_profile;
    Inquiry m_inquiry;
    BackupSetModel m_model;
    SetSurvey m_found;
    SetActions* m_actions;
    QFileSystemWatcher m_watcher;
    QTimer m_settled; // after a change in a watched folder
    bool m_stale = true; // something changed while the page was not seen
    QPushButton* m_backUp;
    QPushButton* m_ways; // beside it: the other ways
    QPushButton* m_import;
    QLineEdit* m_filter;
    QPushButton* m_refresh;
    QPushButton* m_restore;
    QPushButton* m_look;
    CheckButton* m_check;
    QPushButton* m_log;
    QPushButton* m_open;
    QAction* m_rows;
    QAction* m_runAgain;
    QPushButton* m_delete;
    QPushButton* m_folders;
    SearchedFolders* m_folderMenu;
    QCheckBox* m_everyServer;
    ElidedLabel* m_where;
    Spinner* m_spinner;
    FindingsView* m_outcome;
    FindingsView* m_problems;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    RecordTable* m_table;
    SetDetail* m_detail;
    QLabel* m_emptyText;
};

} // namespace tidemark::ui
