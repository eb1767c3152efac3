// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"

#include <QObject>

class QWidget;

namespace tidemark::ui {

class ProfileModel;

/// What can be done with the servers of the list: each call opens its dialog over `window` and brings the model up to date.
class ProfileActions : public QObject
{
    Q_OBJECT
public:
    ProfileActions(Services& services, ProfileModel& model, QWidget* window);

    void add();
    void edit(const QString& id);
    void duplicate(const QString& id);
    void test(const QString& id);
    void remove(const QString& id);
    void importServers();

Q_SIGNALS:
    void stored(const QString& id); // a new or changed one
    void failed(const tidemark::core::Error& error);

private:
    void readAgain();
    void openForm(const store::Profile& profile, bool isNew);
    void removeConfirmed(const store::Profile& profile);

    Services& m_services;
    ProfileModel& m_model;
    QWidget* m_window;
};

} // namespace tidemark::ui
