// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/dumpform.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tidemark::backup {

namespace {

using core::CompressionMethod;
using archive::DumpFormat;

constexpr int mostJobs = 8; // each is a connection and a server process

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::form", text);
}

/// Methods other than gzip came with 16.
bool hasMethods(const process::Tool& pgDump)
{
    return pgDump.version.major() >= 16;
}

core::Finding blocker(const char* id, const QString& sentence, const QString& hint)
{
    return {core::Severity::Blocker, QLatin1String(id), sentence, hint, {}};
}

} // namespace

core::Result<DumpFormat> formatFromText(const QString& text)
{
    for (const DumpFormat format : {DumpFormat::Custom, DumpFormat::Directory, DumpFormat::Tar, DumpFormat::Plain}) {
        if (text == archive::formatText(format))
            return format;
    }
    return core::Error{core::ErrorKind::InvalidInput, tr("%1 is no format of a dump.").arg(text), {}, tr("Write custom, directory, tar or plain.")};
}

QString DumpForm::toolCompression(const process::Tool& pgDump) const
{
    if (format == DumpFormat::Tar)
        return {};
    if (compressor == Compressor::Tidemark || compression.method == CompressionMethod::None)
        return QStringLiteral("0");
    if (hasMethods(pgDump))
        return compression.toText();
    return QString::number(compression.level.value_or(1));
}

QString DumpForm::suffix() const
{
    switch (format) {
    case DumpFormat::Directory:
        return QStringLiteral(".dir");
    case DumpFormat::Tar:
        return QStringLiteral(".tar");
    case DumpFormat::Plain:
    case DumpFormat::PlainCluster:
        break;
    case DumpFormat::Custom:
        return QStringLiteral(".dump");
    }
    switch (compression.method) {
    case CompressionMethod::Gzip:
        return QStringLiteral(".sql.gz");
    case CompressionMethod::Lz4:
        return QStringLiteral(".sql.lz4");
    case CompressionMethod::Zstd:
        return QStringLiteral(".sql.zst");
    case CompressionMethod::None:
        break;
    }
    return QStringLiteral(".sql");
}

DumpForm decideForm(const FormChoice& choice, const process::Tool& pgDump, core::ByteSize tables, int cores)
{
    DumpForm form;
    const bool parallel = cores > 1 && tables.bytes() >= bigDatabase;
    form.format = choice.format.value_or(parallel || choice.jobs > 1 ? DumpFormat::Directory : DumpFormat::Custom);
    const bool directory = form.format == DumpFormat::Directory;
    form.jobs = choice.jobs > 0 ? choice.jobs : directory ? std::clamp(cores, 1, mostJobs) : 1;

    if (choice.compression)
        form.compression = *choice.compression;
    else if (form.format == DumpFormat::Plain || !hasMethods(pgDump))
        form.compression = {form.format == DumpFormat::Tar ? CompressionMethod::None : CompressionMethod::Gzip, std::nullopt};
    else
        form.compression = form.format == DumpFormat::Tar ? core::CompressionSpec{} : core::CompressionSpec{CompressionMethod::Zstd, directory ? std::optional(1) : std::nullopt};

    const bool compresses = form.compression.method != CompressionMethod::None;
    const bool gzippedDirectory = directory && form.compression.method == CompressionMethod::Gzip;
    if (compresses && (form.format == DumpFormat::Plain || gzippedDirectory))
        form.compressor = Compressor::Tidemark;
    return form;
}

core::Findings checkForm(const FormChoice& choice, const DumpForm& form, const process::Tool& pgDump)
{
    core::Findings findings;
    const bool needsMethods = form.compressor == Compressor::Tool && (form.compression.method == CompressionMethod::Lz4 || form.compression.method == CompressionMethod::Zstd);
    if (form.format == DumpFormat::Tar && form.compression.method != CompressionMethod::None) {
        findings.append(blocker("form.tarCompressed", tr("A dump in the tar format cannot be compressed."), tr("Choose the custom or the directory format, or no compression.")));
    } else if (needsMethods && !hasMethods(pgDump)) {
        findings.append(blocker("form.method", tr("pg_dump %1 cannot compress with %2.").arg(pgDump.version.toText(), core::compressionName(form.compression.method)),
                                tr("Choose gzip, or install the tools of PostgreSQL 16 or newer.")));
    }
    if (choice.jobs > 1 && form.format != DumpFormat::Directory)
        findings.append(blocker("form.jobs", tr("Only the directory format can be written by several jobs."), tr("Choose the directory format, or one job.")));
    return findings;
}

} // namespace tidemark::backup
