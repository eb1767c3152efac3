// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/base/basebackuparguments.h"

namespace tidemark::backup::base {

QStringList commandArguments(const BaseBackupDraft& draft)
{
    const BaseBackupDraft usual;
    QStringList arguments{QStringLiteral("backup"), QStringLiteral("--physical")};
    const auto add = [&arguments](const char* option, const QString& value) {
        arguments << QStringLiteral("--") + QLatin1String(option) << value;
    };
    add("to", draft.destination);
    add("format", formatName(draft.format));
    if (draft.compression)
        add("compress", compressionName(*draft.compression));
    if (draft.walMethod != usual.walMethod)
        add("wal-method", walMethodName(draft.walMethod));
    if (draft.checkpoint != usual.checkpoint)
        add("checkpoint", checkpointName(draft.checkpoint));
    if (draft.rateLimit)
        add("rate-limit", QString::number(*draft.rateLimit));
    if (draft.tablespaces != usual.tablespaces)
        add("tablespaces", placeName(draft.tablespaces));
    for (const TablespaceMapping& mapping : draft.mappings)
        add("tablespace-mapping", mappingText(mapping));
    if (draft.checksums != usual.checksums)
        add("manifest-checksums", archive::checksumName(draft.checksums));
    if (!draft.label.isEmpty())
        add("label", draft.label);
    if (draft.sizeEstimate == SizeEstimate::Leave)
        arguments << QStringLiteral("--no-estimate-size");
    return arguments;
}

} // namespace tidemark::backup::base
