// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/restoresource.h"

#include "archive/recognise.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace tidemark::restore {

namespace {

bool readByPgRestore(archive::FileKind kind)
{
    return kind == archive::FileKind::CustomArchive || kind == archive::FileKind::DirectoryArchive || kind == archive::FileKind::TarArchive;
}

core::Result<RestoreSource> openArchive(const QString& path)
{
    const archive::Recognition what = archive::recognise(path);
    if (!readByPgRestore(what.kind)) {
        core::ErrorKind kind = core::ErrorKind::InvalidInput;
        if (what.kind == archive::FileKind::NotThere)
            kind = core::ErrorKind::NotFound;
        else if (what.kind == archive::FileKind::NotReadable)
            kind = core::ErrorKind::PermissionDenied;
        // Compressed or not.
        const auto holds = [&what](archive::FileKind one) { return what.kind == one || what.inside == one; };
        const QString hint = holds(archive::FileKind::PlainClusterSql)
            ? QCoreApplication::translate("restore::source", "It makes roles and databases by itself: psql restores it into a new server, as a superuser: psql --dbname=postgres --file=FILE. "
                                                             "Unpack it first where it is compressed.")
            : holds(archive::FileKind::PlainSql)
            ? QCoreApplication::translate("restore::source", "psql restores it: psql --set=ON_ERROR_STOP=1 --dbname=NAME --file=FILE.")
            : QCoreApplication::translate("restore::source", "Choose the folder of a backup set, or a dump that pg_dump wrote in the custom, directory or tar format.");
        return core::Error{kind, QCoreApplication::translate("restore::source", "%1 cannot be restored.").arg(path), what.sentence, hint};
    }
    const auto dump = archive::Dump::open(path, {}, core::silentContext());
    if (!dump)
        return dump.error();
    const archive::DumpContents& contents = (*dump)->contents();
    if (contents.parts.isEmpty() || contents.packedDirectory) {
        return core::Error{core::ErrorKind::InvalidInput, QCoreApplication::translate("restore::source", "%1 cannot be restored.").arg(path),
                           QCoreApplication::translate("restore::source", "It is a dump in the directory format within a tar file."),
                           QCoreApplication::translate("restore::source", "Unpack it first.")};
    }
    return RestoreSource{path, std::nullopt, contents.parts.constFirst().toc, contents.format, contents.fileBytes};
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
