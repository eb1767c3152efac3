// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/directorycompressor.h"
#include "backup/dumpform.h"
#include "backup/streamcompressor.h"
#include "process/process.h"

#include <optional>

namespace tidemark::backup {

/// Compresses a dump while its tool writes it, where the form says that Tidemark does; else does nothing.
class DumpPacking
{
public:
    /// `file` is the dump, or its folder. A stop ends the tool and the packing with Cancelled.
    DumpPacking(const DumpForm& form, const QString& file, const process::Tool& tool, std::stop_token stop);

    /// Before the tool starts: tells its run where the output goes. Errors: those of the compressors.
    core::Status start(process::RunOptions& options);
    /// For the tool's run.
    std::stop_token toolStop() const;
    /// After the tool has ended; gives the reason why it was stopped, where packing failed first.
    core::Status finish(core::Status ofTool);

    /// What pg_dump has to be given as its file: empty where it writes to its standard output.
    QString toolFile() const { return m_stream ? QString() : m_file; }
    /// Bytes that came out of the tool so far; nothing where they do not pass through here.
    std::optional<qint64> bytesSeen() const;

private:
    const QString m_file;
    const std::stop_token m_stop;
    std::optional<DirectoryCompressor> m_directory;
    std::optional<StreamCompressor> m_stream;
};

} // namespace tidemark::backup
