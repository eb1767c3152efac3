// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QWidget>

namespace tidemark::ui {

/// Says which server a wizard is about, on every page: its name, where it is, and its environment as colour and word.
class ProfileBanner : public QWidget
{
    Q_OBJECT
public:
    explicit ProfileBanner(const store::Profile& profile, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor m_colour; // of the stripe; invalid for none
};

} // namespace tidemark::ui
