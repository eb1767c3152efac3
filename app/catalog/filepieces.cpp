// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/filepieces.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace tidemark::catalog {

namespace {

constexpr int deepest = 64; // folders within each other

QString tr(const char* text)
{
    return QCoreApplication::translate("catalog::import", text);
}

core::Error invalid(const QString& message, const QString& hint = {})
{
    return {core::ErrorKind::InvalidInput, message, {}, hint};
}

core::Status listFolder(const QString& folder, const QString& prefix, int depth, QList<FilePiece>& pieces)
{
    const QFileInfoList found = QDir(folder).entryInfoList(
        QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden | QDir::System, QDir::Name);
    for (const QFileInfo& info : found) {
        const QString name = prefix + info.fileName();
        if (info.isSymLink())
            return invalid(
                tr("%1 is a link to somewhere else, so this folder does not hold the whole backup.")
                    .arg(core::singleLine(info.filePath())),
                tr("Copy what it leads to into the folder; tablespaces of a base backup belong into a tar "
                   "backup."));
        if (info.isDir()) {
            if (depth == 0)
                return invalid(
                    tr("%1 has folders too deep within each other.").arg(core::singleLine(folder)));
            pieces.append({name, 0, true});
            TIDEMARK_TRY(listFolder(info.filePath(), name + QLatin1Char('/'), depth - 1, pieces));
        } else if (info.isFile()) {
            pieces.append({name, info.size(), false});
        } else {
            return invalid(tr("%1 is not a file.").arg(core::singleLine(info.filePath())));
        }
    }
    return {};
}

} // namespace

core::Result<QList<FilePiece>> piecesOf(const QString& path)
{
    const QFileInfo info(path);
    if (!info.isDir())
        return QList<FilePiece>{{{}, info.size(), false}};
    QList<FilePiece> pieces;
    TIDEMARK_TRY(listFolder(path, {}, deepest, pieces));
    return pieces;
}

} // namespace tidemark::catalog
