// SPDX-License-Identifier: GPL-3.0-or-later
// The few colours that a palette does not have, made to be read on the palette that is in force (light or dark).
#pragma once

#include "store/profile.h"

#include <QColor>
#include <QPalette>

namespace tidemark::ui {

enum class Tone
{
    Text,
    Muted,   // explanations; still readable
    Accent,  // the palette's highlight
    Ok,
    Warning,
    Danger,  // errors, and what loses data
};

/// The text distance that everything below keeps (WCAG 2.1, contrast minimum).
inline constexpr double leastContrast = 4.5;
/// The grid that margins and gaps are multiples of, in device-independent pixels.
inline constexpr int gridStep = 8;

/// Qt 6.4 does not say which scheme the desktop wants, its palette does.
bool isDark(const QPalette& palette);
/// For text and icons on QPalette::Window or Base of this palette.
QColor toneColour(Tone tone, const QPalette& palette);
/// WCAG 2.1 contrast ratio, 1…21.
double contrast(const QColor& a, const QColor& b);
/// `wanted`, made lighter or darker until it can be read on `background`.
QColor readableOn(const QColor& wanted, const QColor& background);

/// The fill of a profile's tag: its own colour, else that of its environment; invalid where it has neither.
QColor tagColour(const store::Profile& profile);
QColor environmentColour(store::EnvironmentTag tag);
/// Black or white, whichever reads better on `fill`.
QColor inkOn(const QColor& fill);

} // namespace tidemark::ui
