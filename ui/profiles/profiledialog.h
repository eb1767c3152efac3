// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/profilepage.h"
#include "ui/services.h"

#include <QDialog>
#include <QPointer>

class QPushButton;
class QTabWidget;

namespace tidemark::ui {

class ConnectionPage;
class ConnectionTest;
class IconLabel;

/// Adds or changes a server. Shown with open(); stores the profile and its password, then says saved().
class ProfileDialog : public QDialog
{
    Q_OBJECT
public:
    enum class Purpose
    {
        Add,
        Edit,
    };

    ProfileDialog(Services& services, const store::Profile& profile, Purpose purpose, QWidget* parent = nullptr);

    /// The profile as it is entered now.
    store::Profile entered() const;

Q_SIGNALS:
    /// `password` says where a new one is kept; nothing where none was entered.
    void saved(const QString& profileId, std::optional<tidemark::store::SecretPlace> password);

private:
    void addPage(ProfilePage* page, const QString& title);
    void buildLayout();
    bool reportProblems();
    void complain(const QString& sentence, QWidget* field);
    void test();
    void makeRoom();
    void save();
    void savePassword(const store::Profile& profile);
    void finish(store::Profile profile, std::optional<store::SecretPlace> place);

    Services& m_services;
    const store::Profile m_original;
    const Purpose m_purpose;
    QTabWidget* m_tabs;
    QList<ProfilePage*> m_pages;
    ConnectionPage* m_connection;
    ConnectionTest* m_test;
    IconLabel* m_problem;
    QPushButton* m_testButton;
    QPushButton* m_saveButton;
};

} // namespace tidemark::ui
