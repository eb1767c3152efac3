// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/processidentity.h"

#include <QFile>

#include <optional>
#include <unistd.h>

namespace tidemark::store {

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct Stat
{
    char state = 0;
    qint64 startTicks = 0;
};

std::optional<Stat> statOf(qint64 processId)
{
    const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(processId));
    // The second field, the name in parentheses, may hold blanks and parentheses itself.
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype stateField = 0; // the third of all
    constexpr qsizetype startField = 19; // the twenty-second of all
    if (stat.isEmpty() || fields.size() <= startField || fields.at(stateField).isEmpty())
        return std::nullopt;
    return Stat{fields.at(stateField).front(), fields.at(startField).toLongLong()};
}

QString currentBoot()
{
    return QString::fromLatin1(contentOf(QStringLiteral("/proc/sys/kernel/random/boot_id")).trimmed());
}

} // namespace

ProcessIdentity ProcessIdentity::own()
{
    const qint64 self = ::getpid();
    const std::optional<Stat> stat = statOf(self);
    return {self, stat ? stat->startTicks : 0, currentBoot()};
}

bool ProcessIdentity::isAlive() const
{
    const std::optional<Stat> stat = statOf(processId);
    // A zombie has ended; only its parent has not looked yet.
    return stat && stat->state != 'Z' && stat->state != 'X' && stat->startTicks == startTicks && currentBoot() == bootId;
}

} // namespace tidemark::store
