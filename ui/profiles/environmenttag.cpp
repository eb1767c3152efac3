// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/environmenttag.h"

#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int padding = 6;
constexpr int bareWidth = 12; // of a tag that has a colour but no word

} // namespace

int paintTag(QPainter* painter, const QRect& area, const store::Profile& profile, const QFont& font)
{
    const QColor fill = tagColour(profile);
    const QString word = store::environmentLabel(profile.environment);
    if (!fill.isValid())
        return 0;
    const QFontMetrics metrics(font);
    const int wanted = word.isEmpty() ? bareWidth : metrics.horizontalAdvance(word) + 2 * padding;
    const int height = std::min(area.height(), metrics.height() + 2);
    const QRect box(area.left(), area.top() + (area.height() - height) / 2, std::min(wanted, area.width()), height);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(box, 4, 4);
    painter->setPen(inkOn(fill));
    painter->setFont(font);
    painter->drawText(box, Qt::AlignCenter, word);
    painter->restore();
    return box.width();
}

EnvironmentTagLabel::EnvironmentTagLabel(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void EnvironmentTagLabel::setProfile(const std::optional<store::Profile>& profile)
{
    m_profile = profile;
    const QString word = profile ? store::environmentLabel(profile->environment) : QString();
    setAccessibleName(word);
    setVisible(profile && tagColour(*profile).isValid());
    updateGeometry();
    update();
}

QSize EnvironmentTagLabel::sizeHint() const
{
    if (!m_profile)
        return {0, 0};
    const QString word = store::environmentLabel(m_profile->environment);
    const int width = word.isEmpty() ? bareWidth : fontMetrics().horizontalAdvance(word) + 2 * padding;
    return {width, fontMetrics().height() + 2};
}

void EnvironmentTagLabel::paintEvent(QPaintEvent*)
{
    if (!m_profile)
        return;
    QPainter painter(this);
    paintTag(&painter, rect(), *m_profile, font());
}

} // namespace tidemark::ui
