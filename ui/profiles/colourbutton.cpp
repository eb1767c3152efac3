// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/colourbutton.h"

#include <QMenu>
#include <QPainter>

#include <array>

namespace tidemark::ui {

namespace {

struct NamedColour
{
    const char* name;
    QRgb rgb;
};
constexpr std::array<NamedColour, 8> choices{{
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Magenta"), 0xffa3297f},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Violet"), 0xff5b4bb8},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Blue"), 0xff1f66ad},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Teal"), 0xff1b747e},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Green"), 0xff3f7a2a},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Brown"), 0xff8a5a2b},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Orange"), 0xffc25700},
    {QT_TRANSLATE_NOOP("tidemark::ui::ColourButton", "Grey"), 0xff5f6772},
}};

QPixmap swatch(const QColor& colour, const QColor& frame)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(frame, 2));
    painter.setBrush(colour.isValid() ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(3, 3, 26, 26), 6, 6);
    return pixmap;
}

} // namespace

ColourButton::ColourButton(QWidget* parent) : QToolButton(parent)
{
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setText(tr("&Colour"));
    auto* menu = new QMenu(this);
    const QColor frame = palette().color(QPalette::Mid);
    menu->addAction(tr("As the environment"), this, [this] { choose({}); });
    menu->addSeparator();
    for (const NamedColour& named : choices) {
        const QColor colour(named.rgb);
        menu->addAction(swatch(colour, frame), tr(named.name), this, [this, colour] { choose(colour); });
    }
    setMenu(menu);
    showColour();
}

void ColourButton::setColour(const QColor& colour)
{
    m_colour = colour;
    showColour();
}

void ColourButton::setFallback(const QColor& colour)
{
    m_fallback = colour;
    showColour();
}

void ColourButton::choose(const QColor& colour)
{
    setColour(colour);
    Q_EMIT changed();
}

void ColourButton::showColour()
{
    setIcon(swatch(m_colour.isValid() ? m_colour : m_fallback, palette().color(QPalette::Mid)));
}

} // namespace tidemark::ui
