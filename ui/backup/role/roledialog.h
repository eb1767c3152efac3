// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/role/backuprole.h"
#include "ui/common/inquiry.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

class AdmissionView;
class CommandView;
class FindingsView;
class IconLabel;
class Spinner;

/// What the dialog is told: everything that will be done, and the statements as they can be run.
struct RoleProposal
{
    backup::role::RolePlan plan;
    QStringList runnable; // its statements with the password's verifier: for somebody who may run them
};

/// Makes a role that may make backups and nothing else, and a profile that connects as it. Shows the
/// statements before they are run; where this user may not run them, the profile is made all the same, for
/// when an administrator has. Deletes itself.
class RoleDialog : public QDialog
{
    Q_OBJECT
public:
    RoleDialog(Services& services, const store::Profile& profile, backup::role::Purpose purpose,
               QWidget* parent = nullptr);

    /// Not while the role is being made: its password would be lost.
    void reject() override;

Q_SIGNALS:
    void profileStored(const QString& profileId);

private:
    void buildForm();
    void buildLayout();
    backup::role::RoleDraft draft() const;
    void plan();
    void receive(const core::Result<RoleProposal>& proposal);
    void start();
    void makeRole();
    void storeProfile();
    void finish(store::SecretPlace place);
    void complain(const core::Error& error);
    void setBusy(const QString& sentence); // empty: no more

    Services& m_services;
    const store::Profile m_profile; // of who makes the role
    const core::Secret m_password;
    Inquiry m_inquiry;
    QTimer m_delay; // typing is not a question yet
    std::optional<RoleProposal> m_proposal;
    store::Profile m_made; // of the role
    bool m_busy = false;

    QComboBox* m_purpose;
    QLineEdit* m_name;
    QLineEdit* m_address;
    QLineEdit* m_profileName;
    Spinner* m_spinner;
    FindingsView* m_findings;
    CommandView* m_statements;
    AdmissionView* m_admissions;
    IconLabel* m_done;
    QPushButton* m_copyPassword;
    QPushButton* m_make;
    QPushButton* m_close;
};

} // namespace tidemark::ui
