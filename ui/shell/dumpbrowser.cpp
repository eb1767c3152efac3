// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dumpbrowser.h"

#include "core/quoting.h"
#include "ui/common/icons.h"
#include "ui/contents/contentspage.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QStackedWidget>

namespace tidemark::ui {

DumpBrowser::DumpBrowser(Services& services, QStackedWidget& content, QMenu& recent, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_content(content)
    , m_recent(recent)
    , m_window(window)
{
    connect(&recent, &QMenu::aboutToShow, this, &DumpBrowser::fillRecent);
}

void DumpBrowser::open(const QString& path)
{
    if (!m_page) {
        m_page = new ContentsPage(m_services, m_window);
        m_content.addWidget(m_page);
        connect(m_page, &ContentsPage::restoreRequested, this, &DumpBrowser::restoreRequested);
        connect(m_page, &ContentsPage::verifyRequested, this, &DumpBrowser::verifyRequested);
        connect(m_page, &ContentsPage::rowsRequested, this, [this](const std::shared_ptr<const OpenedDump>& dump, int object) {
            Q_EMIT rowsRequested({m_page->path(), dump, object});
        });
        connect(m_page, &ContentsPage::openRequested, this, &DumpBrowser::chooseFile);
        connect(m_page, &ContentsPage::closeRequested, this, &DumpBrowser::close, Qt::QueuedConnection);
        connect(m_page, &ContentsPage::opened, this, [this](bool well) {
            if (well)
                m_services.preferences.addRecentFile(m_page->path());
        });
    }
    m_page->open(path);
    show();
    Q_EMIT opened();
}

void DumpBrowser::show()
{
    if (!m_page)
        return;
    m_content.setCurrentWidget(m_page);
    m_page->focusSearch();
}

void DumpBrowser::close()
{
    if (!m_page)
        return;
    m_content.removeWidget(m_page);
    m_page->deleteLater();
    m_page = nullptr;
    Q_EMIT closed();
}

QString DumpBrowser::shownTitle() const
{
    if (!m_page || m_content.currentWidget() != m_page)
        return {};
    return core::singleLine(QFileInfo(QDir::cleanPath(m_page->path())).fileName());
}

void DumpBrowser::chooseFile()
{
    FileQuestion question;
    question.title = tr("Open a dump file");
    question.start = m_services.preferences.recentFiles().value(0, QDir::homePath());
    question.filters = {tr("PostgreSQL dumps (*.dump *.backup *.pgdump *.custom *.tar *.sql *.sql.gz *.sql.zst *.gz *.zst)"), tr("All files (*)")};
    m_services.dialogs.chooseFile(m_window, question, [this](const QString& path) { open(path); });
}

void DumpBrowser::chooseFolder()
{
    FileQuestion question;
    question.title = tr("Open a folder that pg_dump or a backup wrote");
    question.start = m_services.preferences.recentFiles().value(0, QDir::homePath());
    m_services.dialogs.chooseFolder(m_window, question, [this](const QString& path) { open(path); });
}

void DumpBrowser::fillRecent()
{
    m_recent.clear();
    const QStringList files = m_services.preferences.recentFiles();
    for (const QString& path : files) {
        QString text = core::singleLine(QDir::toNativeSeparators(path)).replace(QLatin1Char('&'), QLatin1String("&&"));
        m_recent.addAction(icon(QStringLiteral("file-archive")), text, this, [this, path] { open(path); });
    }
    if (files.isEmpty())
        m_recent.addAction(tr("No dump was opened yet"))->setEnabled(false);
}

} // namespace tidemark::ui
