// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainmenu.h"

#include "ui/common/icons.h"
#include "ui/shell/serverview.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::MainMenu", text);
}

QAction* entry(QMenu* menu, const char* objectName, const QString& text, const QString& iconName = {}, const QKeySequence& key = {})
{
    QAction* action = menu->addAction(text);
    action->setObjectName(QLatin1String(objectName));
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    action->setShortcut(key);
    return action;
}

void makeFileMenu(QMenu* menu, MainActions& actions)
{
    actions.open = entry(menu, "actionOpen", tr("&Open dump file…"), QStringLiteral("file-archive"), QKeySequence::Open);
    actions.openFolder = entry(menu, "actionOpenFolder", tr("Open dump &folder…"), QStringLiteral("folder-open"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    actions.recentMenu = menu->addMenu(icon(QStringLiteral("history")), tr("Open &recent"));
    menu->addSeparator();
    actions.importServers = entry(menu, "actionImport", tr("&Import servers…"), QStringLiteral("download"));
    menu->addSeparator();
    actions.demo = entry(menu, "actionDemo", tr("Try the &demo"), QStringLiteral("play"));
    menu->addSeparator();
    actions.quit = entry(menu, "actionQuit", tr("&Quit"), {}, QKeySequence(Qt::CTRL | Qt::Key_Q));
    actions.quit->setMenuRole(QAction::QuitRole);
}

void makeServerMenu(QMenu* menu, MainActions& actions)
{
    actions.add = entry(menu, "actionAdd", tr("&Add server…"), QStringLiteral("plus"), QKeySequence::New);
    menu->addSeparator();
    actions.backUp = entry(menu, "actionBackUp", tr("&Back up now…"), QStringLiteral("save"), QKeySequence(Qt::CTRL | Qt::Key_B));
    actions.restore = entry(menu, "actionRestore", tr("Re&store…"), QStringLiteral("rotate-ccw"), QKeySequence(Qt::CTRL | Qt::Key_R));
    actions.test = entry(menu, "actionTest", tr("&Test connection…"), QStringLiteral("plug"), QKeySequence(Qt::CTRL | Qt::Key_T));
    menu->addSeparator();
    actions.edit = entry(menu, "actionEdit", tr("&Edit…"), QStringLiteral("settings"), QKeySequence(Qt::CTRL | Qt::Key_E));
    actions.duplicate = entry(menu, "actionDuplicate", tr("D&uplicate…"), QStringLiteral("copy"));
    actions.remove = entry(menu, "actionRemove", tr("Re&move…"), QStringLiteral("trash-2"));
}

void makeViewMenu(QMenu* menu, MainActions& actions)
{
    for (int i = 0; i < sectionCount; ++i) {
        const auto section = static_cast<Section>(i);
        QAction* action = menu->addAction(QStringLiteral("&%1 %2").arg(i + 1).arg(sectionTitle(section)));
        action->setObjectName(QStringLiteral("actionSection.") + sectionName(section));
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
        actions.sections.append(action);
    }
    actions.dump = entry(menu, "actionDump", tr("&Open dump"), QStringLiteral("file-archive"), QKeySequence(Qt::CTRL | Qt::Key_D));
    menu->addSeparator();
    actions.activity = entry(menu, "actionActivity", tr("&Activity"), QStringLiteral("scroll-text"), QKeySequence(Qt::CTRL | Qt::Key_J));
    actions.activity->setCheckable(true);
    actions.refresh = entry(menu, "actionRefresh", tr("&Refresh"), QStringLiteral("refresh-cw"), QKeySequence(Qt::CTRL | Qt::Key_F5));
}

} // namespace

MainActions makeMainMenu(QMainWindow& window)
{
    MainActions actions;
    QMenuBar* bar = window.menuBar();
    makeFileMenu(bar->addMenu(tr("&File")), actions);
    actions.serverMenu = bar->addMenu(tr("&Server"));
    makeServerMenu(actions.serverMenu, actions);
    makeViewMenu(bar->addMenu(tr("&View")), actions);
    QMenu* help = bar->addMenu(tr("&Help"));
    actions.about = entry(help, "actionAbout", tr("&About Tidemark"), QStringLiteral("info"));
    actions.about->setMenuRole(QAction::AboutRole);
    actions.aboutQt = entry(help, "actionAboutQt", tr("About &Qt"));
    actions.aboutQt->setMenuRole(QAction::AboutQtRole);
    return actions;
}

} // namespace tidemark::ui
