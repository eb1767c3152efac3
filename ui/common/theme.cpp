// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <algorithm>
#include <cmath>

namespace tidemark::ui {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QColor between(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
    return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

} // namespace

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Window)) < luminance(palette.color(QPalette::WindowText));
}

double contrast(const QColor& a, const QColor& b)
{
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

QColor readableOn(const QColor& wanted, const QColor& background)
{
    const QColor ink = inkOn(background);
    for (double share = 0; share < 1; share += 0.05) {
        const QColor colour = between(wanted, ink, share);
        if (contrast(colour, background) >= leastContrast)
            return colour;
    }
    return ink;
}

QColor toneColour(Tone tone, const QPalette& palette)
{
    // Texts stand on the window's and on a list's background: serve the one that is closer to the ink.
    const QColor window = palette.color(QPalette::Window);
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::WindowText);
    const QColor background = contrast(text, window) < contrast(text, base) ? window : base;
    switch (tone) {
    case Tone::Text:
        return text;
    case Tone::Muted:
        return readableOn(between(text, background, 0.4), background);
    case Tone::Accent:
        return readableOn(palette.color(QPalette::Highlight), background);
    case Tone::Ok:
        return readableOn(QColor(0x2d, 0x96, 0x4b), background);
    case Tone::Warning:
        return readableOn(QColor(0xb8, 0x78, 0x00), background);
    case Tone::Danger:
        return readableOn(QColor(0xd0, 0x3a, 0x2b), background);
    }
    return text;
}

QColor inkOn(const QColor& fill)
{
    return contrast(Qt::white, fill) >= contrast(Qt::black, fill) ? QColor(Qt::white) : QColor(Qt::black);
}

QColor environmentColour(store::EnvironmentTag tag)
{
    // Red, amber and green stay free for what they say elsewhere: loss, attention, well.
    switch (tag) {
    case store::EnvironmentTag::Production:
        return {0xa3, 0x29, 0x7f};
    case store::EnvironmentTag::Staging:
        return {0x5b, 0x4b, 0xb8};
    case store::EnvironmentTag::Development:
        return {0x1b, 0x74, 0x7e};
    case store::EnvironmentTag::None:
        break;
    }
    return {};
}

QColor tagColour(const store::Profile& profile)
{
    const QColor own(profile.colour);
    return own.isValid() ? own : environmentColour(profile.environment);
}

} // namespace tidemark::ui
