// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/profilemodel.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/services.h"
#include "ui/shell/demosession.h"
#include "ui/shell/housekeeping.h"
#include "ui/shell/mainmenu.h"
#include "ui/shell/serverview.h"

#include <QMainWindow>

class QSplitter;
class QStackedWidget;

namespace tidemark::ui {

class ActivityBar;
class ActivityPanel;
struct FormerRun;
class DumpBrowser;
class Notices;
class ProfileActions;
class ServerList;
class Shutdown;
class TrayPresence;
class WelcomePage;
class Wizards;

/// The one window: servers at the left, the chosen one beside them, what runs below. Parts that are not seen at the start
/// are made when they are needed.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(Services& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Everything that has to be done at a start but not before the window is seen.
    void beginWork();
    void startDemo();
    /// Looks into a dump file, the folder of a dump or of a backup.
    void openSource(const QString& path);
    /// Stops all and quits without a question.
    void quitNow();

Q_SIGNALS:
    /// All that ran has ended, or time is up.
    void quitReady();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildLayout();
    void connectActions();
    void connectParts();
    void restoreGeometryFromLastTime();
    void showProfile(const std::optional<store::Profile>& profile);
    void updateActions();
    void showDemoState();
    void sayStoreState();
    std::optional<store::Profile> currentAsStored() const;
    void runAgain(const std::optional<store::Profile>& profile, const core::Result<FormerRun>& former);
    void restoreDump(const RestoreRequest& request);
    void restorePending();
    void bringBackRows(const RowsSource& source);
    void showServer();
    void showTitle();
    void showActivityPanel(bool open);
    void showError(const core::Error& error);

    Services& m_services;
    ProfileModel m_model;
    DemoSession m_demo;
    Housekeeping m_housekeeping;
    MainActions m_actions;
    ProfileActions* m_profileActions;
    Shutdown* m_shutdown;
    Notices* m_notices;
    TrayPresence* m_tray = nullptr;
    ServerList* m_list;
    QStackedWidget* m_content;
    WelcomePage* m_welcome;
    DumpBrowser* m_dumps;
    ServerView* m_view = nullptr; // made with the first server
    QSplitter* m_vertical;
    QSplitter* m_horizontal;
    ActivityBar* m_activityBar;
    Wizards* m_wizards;
    ActivityPanel* m_activityPanel = nullptr;       // made when it is opened
    std::optional<RestoreRequest> m_pendingRestore; // of a person who has no server yet
    QStringList m_demoIds;
};

} // namespace tidemark::ui
