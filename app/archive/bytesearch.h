// SPDX-License-Identifier: GPL-3.0-or-later
// The two searches that reading plain SQL at the speed of memory needs. The processor is asked once, at run
// time, what it can do; every way gives the same answers.
#pragma once

#include <QByteArrayView>

namespace tidemark::archive {

enum class Instructions
{
    Portable,
    Avx2,
};

/// The fastest that this processor has.
Instructions bestInstructions();

/// The position of the first \. in `text`, or -1.
qsizetype findEndMark(QByteArrayView text, Instructions use = bestInstructions());

/// Where a walk over the values of INSERT statements stands between two pieces of them.
struct ValuesState
{
    bool inString = false;
    char previous = ' '; // the last byte, while outside strings
};

/// Walks over values as pg_dump writes them, with standard_conforming_strings on: '…' with '' for a quote
/// within. Returns the position of the first byte outside strings that needs the whole of SQL's rules: one of
/// ; " $ \ /, a second dash, or the quote of E'…'; `state` is then undefined. Returns text.size() where there
/// is none, with `state` ready for the next piece.
qsizetype skipValues(QByteArrayView text, ValuesState& state, Instructions use = bestInstructions());

} // namespace tidemark::archive
