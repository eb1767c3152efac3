// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace tidemark::core {

/// The ways in which pg_dump, and we, compress.
enum class CompressionMethod
{
    None,
    Gzip,
    Lz4,
    Zstd,
};

/// The levels that a method has, as pg_dump 16 and newer take them.
struct LevelRange
{
    int least = 0;
    int most = 0;
};

/// A method and how hard it tries, as people write it (manual, "pg_dump", --compress). A value.
struct CompressionSpec
{
    CompressionMethod method = CompressionMethod::None;
    std::optional<int> level; // none: what the method or the tool takes by itself

    /// "none", "gzip", "zstd:3"; and as every pg_dump has known it, a number alone: "0" is none, "1" to "9" is gzip of that
    /// level. Letters of any case. InvalidInput for everything else, and for a level that the method does not have.
    static Result<CompressionSpec> fromText(const QString& text);
    /// The same words: "none", "gzip", "zstd:3".
    QString toText() const;

    friend bool operator==(const CompressionSpec&, const CompressionSpec&) = default;
};

/// "none", "gzip", "lz4", "zstd"
QString compressionName(CompressionMethod method);
/// What pg_dump, and the program of that name, add to a file name: ".gz", ".lz4", ".zst", or nothing.
QByteArray compressionEnding(CompressionMethod method);
/// Nothing for None.
std::optional<LevelRange> compressionLevels(CompressionMethod method);

} // namespace tidemark::core
