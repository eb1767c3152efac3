// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/filestate.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace tidemark::restore {

namespace {

void add(QCryptographicHash& hash, const QString& path, const QString& name)
{
    struct stat found = {};
    QByteArray line = name.toUtf8() + '\0';
    if (::stat(QFile::encodeName(path).constData(), &found) == 0)
        line += QByteArray::number(static_cast<qint64>(found.st_size)) + ' ' +
                QByteArray::number(static_cast<qint64>(found.st_mtim.tv_sec)) + ' ' +
                QByteArray::number(static_cast<qint64>(found.st_mtim.tv_nsec));
    hash.addData(line + '\0');
}

} // namespace

FileState FileState::of(const QString& path)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (QFileInfo(path).isDir()) {
        const QDir folder(path);
        const QStringList names = folder.entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
        for (const QString& name : names)
            add(hash, folder.filePath(name), name);
    } else {
        add(hash, path, {});
    }
    FileState state;
    state.m_digest = hash.result();
    return state;
}

} // namespace tidemark::restore
