// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "core/quoting.h"
#include "ui/activity/activitybar.h"
#include "ui/activity/activitypanel.h"
#include "ui/profiles/profileactions.h"
#include "ui/shell/aboutdialog.h"
#include "ui/shell/dumpbrowser.h"
#include "ui/shell/notices.h"
#include "ui/shell/serverlist.h"
#include "ui/shell/shutdown.h"
#include "ui/shell/traypresence.h"
#include "ui/shell/welcomepage.h"
#include "ui/shell/wizards.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

constexpr QSize leastSize(960, 620);
constexpr QSize usualSize(1280, 800);
constexpr int sidebarWidth = 240;

} // namespace

MainWindow::MainWindow(Services& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_model(services.profiles)
    , m_demo(services)
    , m_housekeeping(services)
    , m_actions(makeMainMenu(*this))
    , m_profileActions(new ProfileActions(services, m_model, this))
    , m_shutdown(new Shutdown(services, m_demo, this))
    , m_notices(new Notices(this))
    , m_list(new ServerList(m_model, this))
    , m_content(new QStackedWidget(this))
    , m_welcome(new WelcomePage(this))
    , m_dumps(new DumpBrowser(services, *m_content, *m_actions.recentMenu, this))
    , m_vertical(new QSplitter(Qt::Vertical, this))
    , m_horizontal(new QSplitter(Qt::Horizontal, this))
    , m_activityBar(new ActivityBar(services, this))
    , m_wizards(new Wizards(services, [this] { return currentAsStored(); }, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Tidemark"));
    setAcceptDrops(true);
    setMinimumSize(leastSize);
    buildLayout();
    m_tray = new TrayPresence(services, *m_notices, this); // pages look at its watches, and go first
    connectActions();
    connectParts();
    restoreGeometryFromLastTime();
    sayStoreState();
    showProfile(std::nullopt);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildLayout()
{
    m_content->addWidget(m_welcome);
    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notices);
    column->addWidget(m_content, 1);
    m_vertical->addWidget(right);
    m_vertical->setChildrenCollapsible(false);
    m_horizontal->addWidget(m_list);
    m_horizontal->addWidget(m_vertical);
    m_horizontal->setChildrenCollapsible(false);
    m_horizontal->setStretchFactor(1, 1);
    m_horizontal->setSizes({sidebarWidth, usualSize.width() - sidebarWidth});
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Sunken);
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_horizontal, 1);
    layout->addWidget(line);
    layout->addWidget(m_activityBar);
    setCentralWidget(central);
}

void MainWindow::connectActions()
{
    const auto withCurrent = [this](auto member) {
        return [this, member] {
            if (const auto profile = m_list->current())
                (m_profileActions->*member)(profile->id);
        };
    };
    connect(m_actions.open, &QAction::triggered, m_dumps, &DumpBrowser::chooseFile);
    connect(m_actions.openFolder, &QAction::triggered, m_dumps, &DumpBrowser::chooseFolder);
    connect(m_actions.dump, &QAction::triggered, m_dumps, &DumpBrowser::show);
    connect(m_actions.importServers, &QAction::triggered, m_profileActions, &ProfileActions::importServers);
    connect(m_actions.demo, &QAction::triggered, this, [this] { m_demo.state() == DemoSession::State::Running ? m_demo.stop() : startDemo(); });
    connect(m_actions.quit, &QAction::triggered, m_shutdown, &Shutdown::request);
    connect(m_actions.add, &QAction::triggered, m_profileActions, &ProfileActions::add);
    connect(m_actions.backUp, &QAction::triggered, this, [this] { m_wizards->backUp(BackupWay::Databases); });
    connect(m_actions.restore, &QAction::triggered, this, [this] { m_wizards->restore({}); });
    connect(m_actions.test, &QAction::triggered, this, withCurrent(&ProfileActions::test));
    connect(m_actions.edit, &QAction::triggered, this, withCurrent(&ProfileActions::edit));
    connect(m_actions.duplicate, &QAction::triggered, this, withCurrent(&ProfileActions::duplicate));
    connect(m_actions.remove, &QAction::triggered, this, withCurrent(&ProfileActions::remove));
    for (int i = 0; i < sectionCount; ++i) {
        connect(m_actions.sections.at(i), &QAction::triggered, this, [this, i] {
            if (!m_view)
                return;
            showServer();
            m_view->showSection(static_cast<Section>(i));
        });
    }
    connect(m_actions.activity, &QAction::toggled, this, &MainWindow::showActivityPanel);
    connect(m_actions.refresh, &QAction::triggered, this, [this] {
        if (m_view)
            m_view->refresh();
    });
    connect(m_actions.about, &QAction::triggered, this, [this] { (new AboutDialog(m_services, this))->open(); });
    connect(m_actions.aboutQt, &QAction::triggered, qApp, &QApplication::aboutQt);
    m_list->setContextMenu(m_actions.serverMenu);
}

void MainWindow::connectParts()
{
    connect(m_list, &ServerList::currentChanged, this, &MainWindow::showProfile);
    connect(m_list, &ServerList::addRequested, m_profileActions, &ProfileActions::add);
    connect(m_list, &ServerList::activated, this, &MainWindow::showServer);
    connect(m_profileActions, &ProfileActions::stored, this, [this](const QString& id) {
        m_list->select(id);
        restorePending();
    });
    connect(m_profileActions, &ProfileActions::failed, this, &MainWindow::showError);
    connect(m_welcome, &WelcomePage::addRequested, m_profileActions, &ProfileActions::add);
    connect(m_welcome, &WelcomePage::demoRequested, this, &MainWindow::startDemo);
    connect(m_welcome, &WelcomePage::openRequested, m_dumps, &DumpBrowser::chooseFile);
    connect(m_activityBar, &ActivityBar::panelToggled, m_actions.activity, &QAction::setChecked);
    connect(m_tray, &TrayPresence::serverRequested, m_list, &ServerList::select);
    connect(m_tray, &TrayPresence::serverRequested, m_actions.sections.at(3), &QAction::trigger);
    connect(m_tray, &TrayPresence::profilesRead, &m_model, &ProfileModel::reload);
    connect(m_tray, &TrayPresence::quitRequested, m_shutdown, &Shutdown::request);
    connect(m_shutdown, &Shutdown::finished, this, &MainWindow::quitReady);
    connect(m_dumps, &DumpBrowser::opened, this, &MainWindow::showTitle);
    connect(m_dumps, &DumpBrowser::opened, this, &MainWindow::updateActions);
    connect(m_dumps, &DumpBrowser::closed, this, &MainWindow::showServer);
    connect(m_dumps, &DumpBrowser::restoreRequested, this, &MainWindow::restoreDump);
    connect(m_dumps, &DumpBrowser::rowsRequested, this, &MainWindow::bringBackRows);
    connect(m_dumps, &DumpBrowser::verifyRequested, m_wizards, &Wizards::verify);
    connect(m_content, &QStackedWidget::currentChanged, this, &MainWindow::showTitle);
    connect(m_wizards, &Wizards::contentsRequested, this, &MainWindow::openSource);
    connect(m_wizards, &Wizards::profileStored, this, [this] { m_model.reload(); });

    connect(&m_demo, &DemoSession::started, this,
            [this](const store::Profile& primary, const store::Profile& standby) {
                m_model.addTransient(primary);
                m_model.addTransient(standby);
                m_demoIds = {primary.id, standby.id};
                m_list->select(primary.id);
                restorePending();
            });
    connect(&m_demo, &DemoSession::failed, this, &MainWindow::showError);
    connect(&m_demo, &DemoSession::stateChanged, this, &MainWindow::showDemoState);
}

void MainWindow::restoreGeometryFromLastTime()
{
    resize(usualSize);
    restoreGeometry(m_services.preferences.windowGeometry());
    m_horizontal->restoreState(m_services.preferences.windowState());
}

void MainWindow::beginWork()
{
    setWindowIcon(QApplication::windowIcon());
    m_housekeeping.start();
    connect(&m_housekeeping, &Housekeeping::toolsFound, this, [this] {
        if (m_view)
            m_view->showTools();
    });
    m_tray->begin();
    if (m_model.rowCount() > 0)
        m_list->select(m_model.at(0).id);
}

void MainWindow::showProfile(const std::optional<store::Profile>& profile)
{
    if (profile && !m_view) {
        m_view = new ServerView(m_services, m_tray->watches(), this);
        m_content->addWidget(m_view);
        m_wizards->serve(*m_view);
        connect(m_view, &ServerView::contentsRequested, this, &MainWindow::openSource);
        connect(m_view, &ServerView::runAgainRequested, this, [this](const catalog::BackupSet& set) { runAgain(currentAsStored(), formerRun(set)); });
        connect(m_view, &ServerView::editRequested, m_actions.edit, &QAction::trigger);
        connect(m_view, &ServerView::profileStored, &m_model, &ProfileModel::reload);
        connect(m_view, &ServerView::stateChanged, this, [this](const QString& id, const ServerState& state) {
            m_model.setState(id, state);
            if (const auto current = m_list->current(); current && current->id == id)
                m_view->setState(state);
        });
    }
    if (profile) {
        m_model.setState(profile->id, {ServerState::Kind::Checking, {}});
        m_view->setState(m_model.state(profile->id));
        m_view->setProfile(profile);
    } else if (m_view) {
        m_view->setProfile(std::nullopt);
    }
    m_list->setVisible(m_model.rowCount() > 0);
    showServer();
}

/// Instead of a dump, where one is looked at.
void MainWindow::showServer()
{
    m_content->setCurrentWidget(m_list->current() ? static_cast<QWidget*>(m_view) : m_welcome);
    showTitle();
    updateActions();
}

void MainWindow::showTitle()
{
    const auto profile = m_list->current();
    const QString shown = m_dumps->shownTitle().isEmpty() && profile ? core::singleLine(profile->name) : m_dumps->shownTitle();
    setWindowTitle(shown.isEmpty() ? tr("Tidemark") : tr("%1 — Tidemark").arg(shown));
}

void MainWindow::updateActions()
{
    const auto profile = m_list->current();
    const bool writable = m_services.profiles.access() == store::ProfileStore::Access::Writable;
    const bool stored = profile && !m_model.isTransient(profile->id) && writable;
    for (QAction* action : m_actions.serverActions())
        action->setEnabled(profile.has_value());
    for (QAction* action : std::as_const(m_actions.sections))
        action->setEnabled(profile.has_value());
    m_actions.dump->setEnabled(m_dumps->hasDump());
    m_actions.edit->setEnabled(stored);
    m_actions.remove->setEnabled(stored);
    m_actions.duplicate->setEnabled(stored);
    m_actions.add->setEnabled(writable);
    m_actions.importServers->setEnabled(writable);
    m_list->setCanAdd(writable);
    m_welcome->setCanAdd(writable);
}

void MainWindow::startDemo()
{
    m_demo.start();
}

void MainWindow::showDemoState()
{
    const DemoSession::State state = m_demo.state();
    const bool runs = state == DemoSession::State::Running;
    m_actions.demo->setText(runs ? tr("Stop the &demo") : tr("Try the &demo"));
    m_actions.demo->setEnabled(runs || state == DemoSession::State::Stopped);
    m_welcome->setDemoRunning(state != DemoSession::State::Stopped);
    if (state == DemoSession::State::Stopping) {
        for (const QString& id : std::as_const(m_demoIds))
            m_model.removeTransient(id);
        m_demoIds.clear();
    }
}

void MainWindow::sayStoreState()
{
    if (m_services.profiles.access() == store::ProfileStore::Access::Writable)
        return;
    const core::Status state = m_services.profiles.load();
    QString text = tr("The list of servers was written by a newer version of Tidemark. It can be used but not changed here.");
    if (!state)
        text = state.error().toText();
    m_notices->say({QStringLiteral("store"), QStringLiteral("lock"), state ? Tone::Warning : Tone::Danger, text, {}});
}

void MainWindow::showError(const core::Error& error)
{
    m_notices->say({QStringLiteral("error"), QLatin1String(core::factsOf(error.kind).icon), Tone::Danger, error.toText(), {}});
}

std::optional<store::Profile> MainWindow::currentAsStored() const
{
    const auto profile = m_list->current();
    if (!profile)
        return std::nullopt;
    // The store's copy knows the folder that was used last; the demo's servers are in no store.
    const auto stored = m_services.profiles.find(profile->id);
    return stored ? std::optional(*stored) : profile;
}

void MainWindow::runAgain(const std::optional<store::Profile>& profile, const core::Result<FormerRun>& former)
{
    if (!former)
        showError(former.error());
    else if (profile)
        m_wizards->runAgain(*profile, *former);
}

void MainWindow::openSource(const QString& path)
{
    m_dumps->open(path);
}

void MainWindow::restorePending()
{
    if (const auto pending = std::exchange(m_pendingRestore, std::nullopt))
        restoreDump(*pending);
}

void MainWindow::restoreDump(const RestoreRequest& request)
{
    if (m_list->current()) {
        m_wizards->restore(request);
        return;
    }
    m_pendingRestore = request;
    m_notices->say({QStringLiteral("pending"),
                    QStringLiteral("file-archive"),
                    Tone::Accent,
                    tr("To restore %1, choose a server: one of yours, or the demo's.")
                        .arg(core::singleLine(QDir::toNativeSeparators(request.source))),
                    {{tr("Add a server…"), QStringLiteral("pendingAdd"), [this] { m_profileActions->add(); }},
                     {tr("Try the demo"), QStringLiteral("pendingDemo"), [this] { startDemo(); }}}});
}

void MainWindow::bringBackRows(const RowsSource& source)
{
    if (m_list->current()) {
        m_wizards->bringBackRows(source);
        return;
    }
    m_notices->say({QStringLiteral("pending"), QStringLiteral("file-archive"), Tone::Accent, tr("To bring rows back, choose a server first: one of yours, or the demo's."),
                     {{tr("Add a server…"), QStringLiteral("pendingAdd"), [this] { m_profileActions->add(); }},
                      {tr("Try the demo"), QStringLiteral("pendingDemo"), [this] { startDemo(); }}}});
}

void MainWindow::showActivityPanel(bool open)
{
    if (open && !m_activityPanel) {
        m_activityPanel = new ActivityPanel(m_services, this);
        connect(m_activityPanel, &ActivityPanel::runAgainRequested, this, [this](const store::RunRecord& run) {
            const auto profile = m_model.find(run.profileId);
            runAgain(profile, profile ? formerRun(run) : serverNotListed(run));
        });
        m_vertical->addWidget(m_activityPanel);
        m_vertical->setSizes({m_vertical->height() * 3 / 5, m_vertical->height() * 2 / 5});
    }
    if (m_activityPanel)
        m_activityPanel->setVisible(open);
    m_activityBar->setPanelOpen(open);
}

void MainWindow::quitNow()
{
    m_shutdown->begin();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_services.preferences.setWindow(saveGeometry(), m_horizontal->saveState());
    event->ignore(); // Shutdown decides
    if (!m_tray->keepsRunning())
        m_shutdown->request();
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_tray->windowSeen();
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.constFirst().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openSource(event->mimeData()->urls().constFirst().toLocalFile());
}

} // namespace tidemark::ui
