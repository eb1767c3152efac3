// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/textsource.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace tidemark::archive {

/// What one reading of a plain dump has found.
struct PlainIndex
{
    DumpContents contents;
    qint64 textBytes = 0;
    bool hasCrLf = false;
    QList<ResumePoint> points; // in the order of the text
};

/// The kind under which it is kept; another form gets another name.
inline constexpr char plainIndexKind[] = "plain sql/3";

QByteArray packPlainIndex(const PlainIndex& index);
/// Nothing for what is no such index, or cannot be one of a file of this size.
std::optional<PlainIndex> unpackPlainIndex(const QByteArray& packed, qint64 fileBytes);

} // namespace tidemark::archive
