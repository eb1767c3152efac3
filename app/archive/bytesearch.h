// SPDX-License-Identifier: GPL-3.0-or-later
// The searches that reading plain SQL at the speed of memory needs. The processor is asked once, at run
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
    // Of what comes before, while outside strings:
    char previous = ' ';     // the last byte
    bool wordBefore = false; // the one before it belongs to a word
};

/// Walks over values as pg_dump writes them, with standard_conforming_strings on: '…' with '' for a quote
/// within. Returns the position of the first byte outside strings that needs the whole of SQL's rules: one of
/// ; " \ / or a $ that is in no word, a second dash, or the quote of E'…'; `state` is then undefined. Returns
/// text.size() where there is none, with `state` ready for the next piece.
qsizetype skipValues(QByteArrayView text, ValuesState& state, Instructions use = bestInstructions());

/// Where a walk over INSERT statements stands between two pieces of them.
struct InsertsState
{
    bool inValues = false; // else behind the semicolon of one
    ValuesState values;
};

struct InsertsWalk
{
    enum class Stop
    {
        NeedMore, // what is behind `looked` has to be there again, with more behind it
        AtLimit,  // a statement ended there or behind it
        Other,    // not another such statement, or one that needs the whole of SQL's rules
    };
    Stop stop = Stop::NeedMore;
    qsizetype looked = 0;
    qsizetype end = -1; // behind the last semicolon, or where the walk began if that is behind one; -1: none
};

/// Goes from one statement to the next; each is `next`, which begins with the line break and goes up to the
/// word VALUES, values as skipValues() has them, and a semicolon. `state` is for the next piece where more is
/// needed, else undefined.
InsertsWalk walkInserts(QByteArrayView text, QByteArrayView next, qint64 limit, InsertsState& state,
                        Instructions use = bestInstructions());

} // namespace tidemark::archive
