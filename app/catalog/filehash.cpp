// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/filehash.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

namespace tidemark::catalog {

core::Result<QString> sha256Of(const QString& path, const core::RunContext& context)
{
    const auto unreadable = [&path](const QFile& file) {
        return core::Error{core::ErrorKind::Io,
                           QCoreApplication::translate("catalog::check", "%1 cannot be read.").arg(path),
                           file.errorString(),
                           {}};
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd()) {
        TIDEMARK_TRY(context.checkpoint());
        const QByteArray piece = file.read(1 << 20);
        if (piece.isEmpty())
            return unreadable(file);
        hash.addData(piece);
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace tidemark::catalog
