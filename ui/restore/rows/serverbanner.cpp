// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/serverbanner.h"

#include "ui/common/profilebanner.h"

#include <QVBoxLayout>

namespace tidemark::ui {

ServerBanner::ServerBanner(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
}

void ServerBanner::setProfile(const store::Profile& profile)
{
    if (m_banner && m_profile == profile)
        return;
    m_profile = profile;
    delete m_banner;
    m_banner = new ProfileBanner(profile, this);
    layout()->addWidget(m_banner);
}

} // namespace tidemark::ui
