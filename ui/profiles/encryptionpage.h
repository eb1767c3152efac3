// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/profiles/profilepage.h"
#include "ui/services.h"

class QComboBox;
class QLabel;

namespace tidemark::ui {

class PathField;

/// sslmode and certificates, in libpq's own words.
class EncryptionPage : public ProfilePage
{
    Q_OBJECT
public:
    explicit EncryptionPage(Services& services, QWidget* parent = nullptr);

    void setProfile(const store::Profile& profile) override;
    void apply(store::Profile& profile) const override;

private:
    void explainMode();
    QComboBox* m_mode;
    QLabel* m_modeNote;
    PathField* m_rootCert;
    PathField* m_cert;
    PathField* m_key;
};

} // namespace tidemark::ui
