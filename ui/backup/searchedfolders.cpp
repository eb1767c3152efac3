// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/searchedfolders.h"

#include "core/quoting.h"
#include "ui/common/icons.h"

#include <QDir>

namespace tidemark::ui {

SearchedFolders::SearchedFolders(Services& services, QWidget* parent)
    : QMenu(parent)
    , m_services(services)
{
    setObjectName(QStringLiteral("backupFoldersMenu"));
    connect(this, &QMenu::aboutToShow, this, &SearchedFolders::fill);
}

void SearchedFolders::fill()
{
    clear();
    const QStringList extra = m_services.preferences.extraBackupFolders();
    for (const QString& folder : extra) {
        const QString name = core::singleLine(QDir::toNativeSeparators(folder)).replace(QLatin1Char('&'), QLatin1String("&&"));
        addAction(ui::icon(QStringLiteral("x")), tr("Do not look in %1").arg(name), this, [this, folder] {
            QStringList rest = m_services.preferences.extraBackupFolders();
            rest.removeAll(folder);
            keep(rest);
        });
    }
    if (!extra.isEmpty())
        addSeparator();
    addAction(ui::icon(QStringLiteral("plus")), tr("Look in &another folder…"), this, &SearchedFolders::add);
}

void SearchedFolders::add()
{
    FileQuestion question;
    question.title = tr("Look for backups in");
    m_services.dialogs.chooseFolder(this, question, [this](const QString& path) {
        QStringList folders = m_services.preferences.extraBackupFolders();
        const QString clean = QDir(path).absolutePath();
        if (!folders.contains(clean))
            folders.append(clean);
        keep(folders);
    });
}

void SearchedFolders::keep(const QStringList& folders)
{
    m_services.preferences.setExtraBackupFolders(folders);
    Q_EMIT changed();
}

} // namespace tidemark::ui
