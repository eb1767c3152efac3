// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/processidentity.h"

#include <QFile>

#include <unistd.h>

namespace tidemark::core {

namespace {

QString bootIdentifier()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll()).trimmed() : QString();
}

QString ownPidNamespace()
{
    return QFile::symLinkTarget(QStringLiteral("/proc/self/ns/pid")).section(QLatin1Char('/'), -1);
}

} // namespace

std::optional<ProcessIdentity> ProcessIdentity::of(qint64 pid)
{
    if (pid <= 0)
        return std::nullopt;
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20 || fields.at(0) == "Z" || fields.at(0) == "X")
        return std::nullopt;
    return ProcessIdentity{pid, fields.at(19).toLongLong(), bootIdentifier(), ownPidNamespace()};
}

ProcessIdentity ProcessIdentity::self()
{
    return of(::getpid()).value_or(ProcessIdentity{::getpid(), 0, bootIdentifier(), ownPidNamespace()});
}

Liveness ProcessIdentity::liveness() const
{
    if (bootId != bootIdentifier())
        return Liveness::Gone;
    if (pidNamespace != ownPidNamespace())
        return Liveness::Unknown;
    return of(pid) == *this ? Liveness::Alive : Liveness::Gone;
}

QJsonObject ProcessIdentity::toJson() const
{
    return {{QStringLiteral("pid"), pid},
            {QStringLiteral("startTicks"), startTicks},
            {QStringLiteral("bootId"), bootId},
            {QStringLiteral("pidNamespace"), pidNamespace}};
}

ProcessIdentity ProcessIdentity::fromJson(const QJsonObject& object)
{
    return {object.value(QLatin1String("pid")).toInteger(), object.value(QLatin1String("startTicks")).toInteger(),
            object.value(QLatin1String("bootId")).toString(), object.value(QLatin1String("pidNamespace")).toString()};
}

} // namespace tidemark::core
