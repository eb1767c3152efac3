// SPDX-License-Identifier: GPL-3.0-or-later
// The commonest first failure is a server newer than the tools: say exactly what to type on this system.
#include "process/toollocator.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

namespace tidemark::process {

namespace {

bool isServerProgram(ToolKind kind)
{
    return kind == ToolKind::InitDb || kind == ToolKind::PgCtl || kind == ToolKind::Postgres;
}

QString field(const QString& osRelease, const QString& name)
{
    const QRegularExpression line(QStringLiteral("^%1=[\"']?([^\"'\n]*)[\"']?$").arg(name), QRegularExpression::MultilineOption);
    return line.match(osRelease).captured(1);
}

QString debianHint(ToolKind kind, int major)
{
    const QString package = QStringLiteral("postgresql-%1%2").arg(isServerProgram(kind) ? QString() : QStringLiteral("client-")).arg(major);
    return QCoreApplication::translate("process::installHint",
                                       "Install it with: sudo apt install %1\n"
                                       "If apt does not know that package, add PostgreSQL's own repository first: "
                                       "sudo apt install postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh")
        .arg(package);
}

} // namespace

QString installHint(ToolKind kind, int major, const QString& osRelease)
{
    const QString family = QLatin1Char(' ') + field(osRelease, QStringLiteral("ID")) + QLatin1Char(' ') +
                           field(osRelease, QStringLiteral("ID_LIKE")) + QLatin1Char(' ');
    const auto is = [&family](const char* id) { return family.contains(QLatin1Char(' ') + QLatin1String(id) + QLatin1Char(' ')); };
    const auto with = [](const QString& command) {
        return QCoreApplication::translate("process::installHint", "Install it with: %1").arg(command);
    };
    if (is("debian") || is("ubuntu"))
        return debianHint(kind, major);
    if (is("fedora") || is("rhel") || is("centos")) {
        const QString package = QStringLiteral("postgresql%1%2").arg(major).arg(isServerProgram(kind) ? QStringLiteral("-server") : QString());
        return with(QStringLiteral("sudo dnf install %1").arg(package)) + QLatin1Char('\n') +
               QCoreApplication::translate("process::installHint", "The package comes from PostgreSQL's own repository for your system (PGDG).");
    }
    if (is("suse") || is("opensuse")) {
        return with(QStringLiteral("sudo zypper install postgresql%1%2").arg(major).arg(isServerProgram(kind) ? QStringLiteral("-server") : QString()));
    }
    if (is("alpine"))
        return with(QStringLiteral("sudo apk add postgresql%1%2").arg(major).arg(isServerProgram(kind) ? QString() : QStringLiteral("-client")));
    if (is("arch"))
        return with(QStringLiteral("sudo pacman -S %1").arg(isServerProgram(kind) ? QStringLiteral("postgresql") : QStringLiteral("postgresql-libs postgresql")));
#ifdef Q_OS_MACOS
    return with(QStringLiteral("brew install postgresql@%1").arg(major));
#else
    return QCoreApplication::translate("process::installHint", "Install PostgreSQL %1's client programs, or name the folder that holds them in the settings.").arg(major);
#endif
}

QString installHint(ToolKind kind, int major)
{
    QFile file(QStringLiteral("/etc/os-release"));
    if (!file.open(QIODevice::ReadOnly))
        return installHint(kind, major, QString());
    return installHint(kind, major, QString::fromUtf8(file.read(65536)));
}

} // namespace tidemark::process
