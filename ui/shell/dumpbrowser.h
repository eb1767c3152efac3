// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/restore/restorerequest.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/services.h"

#include <QObject>

class QAction;
class QMenu;
class QStackedWidget;

namespace tidemark::ui {

class ContentsPage;

/// How a dump comes into the window: the menus and questions that choose it, and the page that shows what is in it, made
/// when the first one is opened.
class DumpBrowser : public QObject
{
    Q_OBJECT
public:
    /// The page becomes one of `content`. The menu of recent dumps is filled when it is opened.
    DumpBrowser(Services& services, QStackedWidget& content, QMenu& recent, QWidget* window);

    void open(const QString& path);
    void chooseFile();
    void chooseFolder();
    bool hasDump() const { return m_page != nullptr; }
    /// "pagila.dump" while its page is seen, else nothing.
    QString shownTitle() const;
    void show();

Q_SIGNALS:
    void opened();
    void closed();
    void restoreRequested(const tidemark::ui::RestoreRequest& request);
    void verifyRequested(const QString& source); // by a trial restore
    void rowsRequested(const tidemark::ui::RowsSource& source);

private:
    void fillRecent();
    void close();

    Services& m_services;
    QStackedWidget& m_content;
    QMenu& m_recent;
    QWidget* m_window;
    ContentsPage* m_page = nullptr;
};

} // namespace tidemark::ui
