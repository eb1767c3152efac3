// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace tidemark::ui {

/// What a server can be backed up as, and what belongs to it. Each opens a window of its own.
enum class BackupWay
{
    Databases,
    BaseBackup,
    WholeDump, // by pg_dumpall
    Role, // that backups are made as
};

/// The ways, each with a sentence that says when to take it. Opened by a button of its own beside the one
/// that takes the first.
class BackupMenu : public QMenu
{
    Q_OBJECT
public:
    explicit BackupMenu(QWidget* parent);

Q_SIGNALS:
    void chosen(tidemark::ui::BackupWay way);

private:
    void addWay(BackupWay way, const char* objectName, const QString& iconName, const QString& text,
                const QString& sentence);
};

} // namespace tidemark::ui
