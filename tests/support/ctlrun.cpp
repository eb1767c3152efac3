// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ctlrun.h"

#include <QProcess>
#include <QProcessEnvironment>

namespace tidemark::test {

CtlRun runCtl(const QString& program, const QStringList& arguments, const QString& home,
              const QString& temporary)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR"})
        environment.insert(QLatin1String(name), home);
    if (!temporary.isEmpty())
        environment.insert(QStringLiteral("TMPDIR"), temporary);
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    if (!process.waitForFinished(90'000))
        process.kill();
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace tidemark::test
