// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/openeddump.h"

class QGridLayout;
class QWidget;

namespace tidemark::ui {

/// Facts in `columns` beside each other, label and value; what was in the grid before is gone.
void fillFactGrid(QGridLayout& grid, const QList<DumpFact>& facts, int columns, QWidget* parent);

} // namespace tidemark::ui
