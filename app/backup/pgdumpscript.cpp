// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/pgdumpscript.h"

#include "catalog/setwriter.h"
#include "core/quoting.h"

#include <QCoreApplication>
#include <QDir>

namespace tidemark::backup {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::pgDumpScript", text);
}

QString comment(const QString& text)
{
    return QStringLiteral("# ") + core::singleLine(text) + QLatin1Char('\n');
}

/// What to call and how, with its words quoted; the file's place is the script's to know.
QString line(const process::Command& command, const QString& file)
{
    QStringList words{core::quoteShell(command.program())};
    for (const QString& argument : command.arguments())
        words.append(core::quoteShell(argument));
    words.append(QStringLiteral("--file=\"$partial/%1\"").arg(file));
    return words.join(QLatin1String(" \\\n    ")) + QLatin1Char('\n');
}

/// Letters, digits, "%", "-", "_" and "." only, so it may stand between double quotes; date and time are the script's.
QString fileOf(const BackupDraft& draft)
{
    BackupDraft marked = draft;
    const QString date = QStringLiteral("TIDEMARK-DATE"), time = QStringLiteral("TIDEMARK-TIME");
    marked.fileName.replace(QLatin1String("{date}"), date).replace(QLatin1String("{time}"), time);
    return fileNameFrom(marked, QDateTime::currentDateTimeUtc()).replace(date, QLatin1String("${date}")).replace(time, QLatin1String("${time}"));
}

QString dumpLines(const BackupPlan& plan, const QString& conninfo)
{
    PgDumpParameters parameters{plan.pgDump, {}, {}, plan.form, plan.contentArguments, plan.draft.options, plan.draft.lockWait};
    parameters.form.compressor = Compressor::Tool;
    const core::CompressionMethod method = plan.form.compression.method;
    const bool later = plan.pgDump.version.major() < 16 && (method == core::CompressionMethod::Zstd || method == core::CompressionMethod::Lz4);
    if (later)
        parameters.form.compression = {};
    process::Command command = pgDumpCommand(parameters);
    QStringList arguments = command.arguments();
    arguments.removeAll(QStringLiteral("--verbose"));
    command = process::Command(command.program(), arguments);
    command.addOption(QStringLiteral("--dbname"), conninfo);
    const QString file = fileOf(plan.draft) + parameters.form.suffix();
    QString lines = line(command, file);
    if (later) {
        const QString level = plan.form.compression.level ? QStringLiteral(" -%1").arg(*plan.form.compression.level) : QString();
        lines += QStringLiteral("%1 -q%2 --rm \"$partial/%3\"\n").arg(core::compressionName(method), level, file);
    }
    return lines;
}

} // namespace

QString pgDumpScript(const QList<BackupPlan>& plans, const postgres::ConnectionSpec& server)
{
    QString script = QStringLiteral("#!/bin/sh\n");
    script += comment(tr("Dumps with PostgreSQL's programs alone, in the same form as Tidemark would make them."));
    script += comment(tr("What it does without, compared with tidemarkctl backup:"));
    for (const QString& lack : {tr("- nothing is read back: that pg_dump ended well does not show that the file can be read or restored"),
                                tr("- what is in the dump is not compared with what the server has, and there are no checksums"),
                                tr("- these dumps are no backup sets: Tidemark opens and restores them, but does not list them"),
                                tr("- free space and privileges are not looked at before, and the files are not flushed to disk")})
        script += comment(lack);
    script += comment(tr("The password comes from ~/.pgpass or PGPASSWORD. It ends with 0 only when every program has."));
    script += QLatin1String("set -eu\numask 077\n"
                            "partial=''\n"
                            "trap '[ -z \"$partial\" ] || rm -rf -- \"$partial\"' EXIT\n"
                            "trap 'exit 130' INT TERM HUP\n"
                            "stamp=$(date -u +%Y%m%dT%H%M%SZ)\n"
                            "date=$(date -u +%Y-%m-%d)\n"
                            "time=$(date -u +%H%M%S)\n");
    for (const BackupPlan& plan : plans) {
        const QString conninfo = server.withDatabase(plan.draft.database).toConninfo();
        const QString folder = catalog::SetPlace{QDir(plan.draft.destination).filePath(QStringLiteral("pg_dump")), plan.draft.serverLabel, plan.draft.database}.folder();
        script += QLatin1Char('\n') + comment(plan.draft.database);
        script += QStringLiteral("folder=%1/\"$stamp\"\npartial=$folder.partial\nmkdir -p -- \"$partial\"\n").arg(core::quoteShell(folder));
        script += dumpLines(plan, conninfo);
        if (plan.pgDumpAll) {
            process::Command globals(plan.pgDumpAll->path, {QStringLiteral("--globals-only"), QStringLiteral("--no-password")});
            if (plan.rolePasswords == RolePasswords::Leave)
                globals.add(QStringLiteral("--no-role-passwords"));
            globals.addOption(QStringLiteral("--dbname"), conninfo);
            script += line(globals, QStringLiteral("globals.sql"));
        }
        script += QLatin1String("mv -- \"$partial\" \"$folder\"\npartial=''\necho \"$folder\"\n");
    }
    return script;
}

} // namespace tidemark::backup
