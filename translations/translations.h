// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;

namespace tidemark::translations {

/// Gives the application its words: the plurals of English, over them the person's language where there is one.
/// Once per program, before the first text is shown.
void install(QCoreApplication& application);

} // namespace tidemark::translations
