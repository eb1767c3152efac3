// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "ui/profiles/profilepage.h"
#include "ui/services.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tidemark::ui {

class ColourButton;

/// The page everybody needs: name, environment, where the server is, who one is there.
class ConnectionPage : public ProfilePage
{
    Q_OBJECT
public:
    explicit ConnectionPage(Services& services, QWidget* parent = nullptr);

    void setProfile(const store::Profile& profile) override;
    void apply(store::Profile& profile) const override;
    std::optional<FieldProblem> problem() const override;

    /// What was typed; empty where nothing was, and then a saved one stays.
    core::Secret typedPassword() const;
    /// The saved password is to be removed.
    bool forgetsPassword() const { return m_forget; }

private:
    void addIdentity(QFormLayout& form);
    void addServer(QFormLayout& form);
    void addPassword(QFormLayout& form);
    void sayWhereThePasswordGoes();
    QLineEdit* addField(QFormLayout& form, const QString& label, const char* name, const QString& placeholder);

    Services& m_services;
    QLineEdit* m_name = nullptr;
    QComboBox* m_environment = nullptr;
    ColourButton* m_colour = nullptr;
    QLineEdit* m_host = nullptr;
    QLineEdit* m_port = nullptr;
    QLineEdit* m_database = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QPushButton* m_forgetButton = nullptr;
    QLabel* m_passwordNote = nullptr;
    bool m_passwordSaved = false;
    bool m_forget = false;
};

} // namespace tidemark::ui
