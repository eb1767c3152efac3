// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QWidget>

namespace tidemark::ui {

class ProfileBanner;

/// The banner of a server that may be chosen anew.
class ServerBanner : public QWidget
{
    Q_OBJECT
public:
    explicit ServerBanner(QWidget* parent = nullptr);

    void setProfile(const store::Profile& profile);

private:
    store::Profile m_profile;
    ProfileBanner* m_banner = nullptr;
};

} // namespace tidemark::ui
