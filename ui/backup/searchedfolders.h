// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QMenu>

namespace tidemark::ui {

/// The folders that backups are looked for in beside those of the profiles: takes one off the list, or asks for another.
class SearchedFolders : public QMenu
{
    Q_OBJECT
public:
    SearchedFolders(Services& services, QWidget* parent);

Q_SIGNALS:
    void changed();

private:
    void fill();
    void add();
    void keep(const QStringList& folders);

    Services& m_services;
};

} // namespace tidemark::ui
