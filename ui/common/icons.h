// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QIcon>
#include <QString>

namespace tidemark::ui {

/// The icon :/icons/NAME.svg in the colour of the tone. It is drawn when it is painted, in the palette that is in force
/// then and at the screen's resolution, so it may be kept across a change of either. Unknown names paint nothing.
QIcon icon(const QString& name, Tone tone = Tone::Text);

/// The application's mark.
QIcon applicationIcon();

} // namespace tidemark::ui
