// SPDX-License-Identifier: GPL-3.0-or-later
// Opens archives of a format that was recognised, out of any bytes. Dump::open is what recognises them.
#pragma once

#include "archive/bytesource.h"
#include "archive/dump.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <memory>

namespace tidemark::archive {

/// What is known of a file before it is opened.
struct DumpOrigin
{
    QString path;
    Wrapping wrapping = Wrapping::None;
    qint64 fileBytes = 0;
    DumpOptions options;
};

/// `source` gives what the file holds, without what is around it. Errors as Dump::open.
core::Result<std::unique_ptr<Dump>> openCustomDump(ByteSource source, const DumpOrigin& origin);
/// A tar file as pg_dump writes it, or one of a folder that pg_dump wrote. InvalidInput where neither.
core::Result<std::unique_ptr<Dump>> openTarDump(ByteSource source, const DumpOrigin& origin,
                                                const core::RunContext& context);
/// The folder that holds a toc.dat.
core::Result<std::unique_ptr<Dump>> openFolderDump(const QString& folder, const DumpOptions& options);

} // namespace tidemark::archive
