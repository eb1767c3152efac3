// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archiveerror.h"

#include <QCoreApplication>

namespace tidemark::archive {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("archive", text);
}

QString placeText(const Place& place, const QString& what)
{
    // Plain digits: the number is typed into tools.
    if (place.size < 0)
        return tr("At byte %1 of what it unpacks to: %2.").arg(QString::number(place.position), what);
    return tr("At byte %1 of %2: %3.")
        .arg(QString::number(place.position), QString::number(place.size), what);
}

} // namespace

core::Error damagedAt(const Place& place, const QString& what)
{
    return {core::ErrorKind::Corrupt, tr("“%1” is damaged.").arg(place.file), placeText(place, what),
            tr("Do not rely on this file. Make a new backup, or use another one that passes the check.")};
}

core::Error tooNew(const QString& file, const QString& detail)
{
    return {core::ErrorKind::ToolTooOld,
            tr("“%1” was written by a newer pg_dump than Tidemark knows.").arg(file), detail,
            tr("Update Tidemark, or read the file with the pg_restore of that version.")};
}

} // namespace tidemark::archive
