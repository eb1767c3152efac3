// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/backupmenu.h"

#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"

#include <QMouseEvent>
#include <QStyle>
#include <QWidgetAction>

namespace tidemark::ui {

namespace {

constexpr int sentenceWidth = 380;

/// Below an entry of a menu, of which it is a part for the mouse. The keyboard passes it over.
class EntrySentence : public MutedLabel
{
public:
    EntrySentence(const QString& text, QAction* entry, QMenu* menu) : MutedLabel(text, menu), m_entry(entry), m_menu(menu)
    {
        const int beside = 2 * gridStep + style()->pixelMetric(QStyle::PM_SmallIconSize);
        setContentsMargins(beside, 0, 2 * gridStep, gridStep);
        setWordWrap(true);
        setFixedWidth(beside + sentenceWidth);
        setFixedHeight(heightForWidth(width()));
    }

protected:
    void mouseMoveEvent(QMouseEvent*) override { m_menu->setActiveAction(m_entry); }
    void enterEvent(QEnterEvent*) override { m_menu->setActiveAction(m_entry); }
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void mouseReleaseEvent(QMouseEvent*) override
    {
        m_menu->close();
        m_entry->trigger();
    }

private:
    QAction* m_entry;
    QMenu* m_menu;
};

} // namespace

BackupMenu::BackupMenu(QWidget* parent) : QMenu(parent)
{
    setObjectName(QStringLiteral("backupMenu"));
    addWay(BackupWay::Databases, "wayDatabases", QStringLiteral("database"), tr("&Databases…"),
           tr("A dump of each: can be restored whole, table by table or row by row, also into a newer PostgreSQL. The usual choice."));
    addWay(BackupWay::BaseBackup, "wayBaseBackup", QStringLiteral("server"), tr("&Base backup of the whole server…"),
           tr("A copy of the server's files: quickest to bring a large server back, and needed to rewind to a moment. Only the same major version can start from it."));
    addWay(BackupWay::WholeDump, "wayWholeDump", QStringLiteral("file-archive"), tr("Dump of the &whole server, or its roles…"),
           tr("All databases, roles and tablespaces in one SQL file, or the roles and tablespaces alone: to move a small server, or to read what is in it."));
    addSeparator();
    addWay(BackupWay::Role, "wayRole", QStringLiteral("key"), tr("Make a backup &role…"),
           tr("A role that may make backups and nothing else, so that no administrator's password has to lie here."));
}

void BackupMenu::addWay(BackupWay way, const char* objectName, const QString& iconName, const QString& text, const QString& sentence)
{
    QAction* entry = addAction(ui::icon(iconName), text);
    entry->setObjectName(QLatin1String(objectName));
    entry->setStatusTip(sentence);
    entry->setWhatsThis(sentence);
    connect(entry, &QAction::triggered, this, [this, way] { Q_EMIT chosen(way); });
    auto* below = new QWidgetAction(this);
    below->setDefaultWidget(new EntrySentence(sentence, entry, this));
    below->setEnabled(false); // no stop of the arrow keys
    below->defaultWidget()->setEnabled(true);
    addAction(below);
}

} // namespace tidemark::ui
