// SPDX-License-Identifier: GPL-3.0-or-later
// How a state looks everywhere: an icon and a word. Never colour alone.
#pragma once

#include "catalog/backupset.h"
#include "core/finding.h"
#include "core/verdict.h"
#include "ui/common/theme.h"

#include <QFont>
#include <QString>

class QLabel;

namespace tidemark::ui {

struct StatusLook
{
    QString icon; // name below :/icons
    QString word;
    Tone tone = Tone::Text;
};

StatusLook lookOf(core::Severity severity);
StatusLook lookOf(core::Verdict verdict);
StatusLook lookOf(catalog::Proven proven);

/// Larger and bold, for the head of a page.
void makeHeading(QLabel& label);
/// Quieter, still readable.
void makeQuiet(QLabel& label);
QFont fixedFont(const QFont& like);

} // namespace tidemark::ui
