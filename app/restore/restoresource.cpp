// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoresource.h"

#include "archive/readback.h"
#include "archive/recognise.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::restore {

namespace {

core::Result<RestoreSource> openArchive(const QString& path)
{
    const archive::Recognition what = archive::recognise(path);
    if (what.kind != archive::FileKind::CustomArchive) {
        core::ErrorKind kind = core::ErrorKind::InvalidInput;
        if (what.kind == archive::FileKind::NotThere)
            kind = core::ErrorKind::NotFound;
        else if (what.kind == archive::FileKind::NotReadable)
            kind = core::ErrorKind::PermissionDenied;
        return core::Error{kind, QCoreApplication::translate("restore::source", "%1 cannot be restored.").arg(path), what.sentence,
                           QCoreApplication::translate("restore::source", "Choose the folder of a backup set, or a file written by pg_dump in the custom format.")};
    }
    auto toc = archive::readToc(path);
    if (!toc)
        return std::move(toc).error();
    return RestoreSource{path, std::nullopt, *std::move(toc)};
}

} // namespace

core::Result<RestoreSource> openSource(const QString& path)
{
    const QFileInfo info(path);
    // A dump file inside a set is the set: its manifest says what must come out.
    const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
    if (!QFileInfo::exists(folder + QLatin1Char('/') + QLatin1String(catalog::manifestFileName)))
        return openArchive(path);
    auto set = catalog::readSet(folder);
    if (!set)
        return std::move(set).error();
    if (info.isFile() && info.absoluteFilePath() != QFileInfo(set->dumpPath()).absoluteFilePath())
        return openArchive(path);
    auto source = openArchive(set->dumpPath());
    if (source)
        source->set = *std::move(set);
    return source;
}

} // namespace tidemark::restore
