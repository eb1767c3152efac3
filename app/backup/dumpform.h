// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a dump: its format, how it is compressed and by whom, and how many jobs make it.
#pragma once

#include "archive/dump.h"
#include "core/bytesize.h"
#include "core/compression.h"
#include "core/finding.h"
#include "core/result.h"
#include "process/toollocator.h"

#include <QString>

#include <optional>

namespace tidemark::backup {

/// What was chosen; what was left open is decided by decideForm().
struct FormChoice
{
    std::optional<archive::DumpFormat> format;
    std::optional<core::CompressionSpec> compression;
    int jobs = 0; // 0: as many as are good

    friend bool operator==(const FormChoice&, const FormChoice&) = default;
};

enum class Compressor
{
    Tool,
    Tidemark, // while the tool goes on: faster, on all cores, in a form that stock tools read
};

struct DumpForm
{
    archive::DumpFormat format = archive::DumpFormat::Custom;
    core::CompressionSpec compression;
    Compressor compressor = Compressor::Tool;
    int jobs = 1;

    /// What the tool is told by --compress; empty where it has no such option in this format.
    QString toolCompression(const process::Tool& pgDump) const;
    /// ".dump", ".dir", ".tar", ".sql.gz"
    QString suffix() const;
};

/// Above this a directory, dumped by several jobs, is much faster than one file.
inline constexpr qint64 bigDatabase = qint64{1} << 30;

/// Fills in what was left open with what is fastest and still read by this tool's own pg_restore or psql.
DumpForm decideForm(const FormChoice& choice, const process::Tool& pgDump, core::ByteSize tables, int cores);

/// Blockers for what cannot be together.
core::Findings checkForm(const FormChoice& choice, const DumpForm& form, const process::Tool& pgDump);

/// "custom", "directory", "tar", "plain". Error: InvalidInput.
core::Result<archive::DumpFormat> formatFromText(const QString& text);

} // namespace tidemark::backup
