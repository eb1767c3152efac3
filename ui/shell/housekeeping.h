// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QObject>

namespace tidemark::ui {

/// What has to be done once at each start but not before the window is there: finds PostgreSQL's programs, closes the
/// history of runs that ended with their process, removes servers that a crashed run left behind, ends deletions of
/// backups that broke off.
class Housekeeping : public QObject
{
    Q_OBJECT
public:
    explicit Housekeeping(Services& services, QObject* parent = nullptr) : QObject(parent), m_services(services) {}

    void start();

Q_SIGNALS:
    void toolsFound();

private:
    Services& m_services;
};

} // namespace tidemark::ui
