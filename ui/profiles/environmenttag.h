// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QRect>
#include <QWidget>

#include <optional>

class QPainter;

namespace tidemark::ui {

/// Draws the tag of a profile at the left of `area` and says how wide it became; 0 where the profile has no tag.
int paintTag(QPainter* painter, const QRect& area, const store::Profile& profile, const QFont& font);

/// The environment's colour and word, for pages on which one has to know where one is. Empty without an environment.
class EnvironmentTagLabel : public QWidget
{
    Q_OBJECT
public:
    explicit EnvironmentTagLabel(QWidget* parent = nullptr);
    void setProfile(const std::optional<store::Profile>& profile);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<store::Profile> m_profile;
};

} // namespace tidemark::ui
