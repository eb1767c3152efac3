// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/profilepage.h"
#include "ui/services.h"

class QGroupBox;
class QLineEdit;
class QPlainTextEdit;

namespace tidemark::ui {

class PathField;

/// An SSH tunnel through the system's ssh.
class TunnelPage : public ProfilePage
{
    Q_OBJECT
public:
    explicit TunnelPage(Services& services, QWidget* parent = nullptr);

    void setProfile(const store::Profile& profile) override;
    void apply(store::Profile& profile) const override;
    std::optional<FieldProblem> problem() const override;

private:
    QGroupBox* m_box;
    QLineEdit* m_host;
    QLineEdit* m_user;
    QLineEdit* m_port;
    PathField* m_identity;
    QPlainTextEdit* m_options;
};

} // namespace tidemark::ui
