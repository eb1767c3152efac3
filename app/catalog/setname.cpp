// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/setname.h"

#include "core/quoting.h"

#include <QCryptographicHash>

namespace tidemark::catalog {

QString setFolderName(const QDateTime& started)
{
    return started.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
}

QString pathComponent(const QString& name)
{
    constexpr qsizetype longest = 200; // file systems allow 255 bytes; the dump's ending needs some
    QString encoded = core::percentEncodeFileName(name);
    if (encoded.isEmpty())
        return QStringLiteral("_");
    if (encoded.size() > longest) {
        const QByteArray hash = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
        encoded = encoded.left(longest - 17) + QLatin1Char('~') + QString::fromLatin1(hash);
    }
    return encoded;
}

QString subjectFolder(SetKind kind, const QString& database)
{
    switch (kind) {
    case SetKind::Cluster:
        return QStringLiteral("+cluster"); // "+" is encoded in names
    case SetKind::BaseBackup:
        return QStringLiteral("+base");
    case SetKind::Database:
        break;
    }
    return pathComponent(database);
}

} // namespace tidemark::catalog
