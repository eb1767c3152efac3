// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace tidemark::ui {

/// What can be chosen in the menus. The window connects them; here they only get their words, keys and places.
struct MainActions
{
    QAction* open = nullptr;
    QAction* openFolder = nullptr;
    QAction* importServers = nullptr;
    QAction* demo = nullptr; // starts it, or stops it while it runs
    QAction* quit = nullptr;

    QAction* add = nullptr;
    QAction* backUp = nullptr;
    QAction* restore = nullptr;
    QAction* test = nullptr;
    QAction* edit = nullptr;
    QAction* duplicate = nullptr;
    QAction* remove = nullptr;

    QList<QAction*> sections; // in the order of Section
    QAction* dump = nullptr; // what is in the dump that is open
    QAction* activity = nullptr; // checkable
    QAction* refresh = nullptr;

    QAction* about = nullptr;
    QAction* aboutQt = nullptr;

    QMenu* recentMenu = nullptr;
    QMenu* serverMenu = nullptr; // also that of the list

    /// Those that need a chosen server.
    QList<QAction*> serverActions() const { return {backUp, restore, test, edit, duplicate, remove, refresh}; }
};

MainActions makeMainMenu(QMainWindow& window);

} // namespace tidemark::ui
