// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/dump.h"
#include "archive/rowcursor.h"
#include "catalog/backuppath.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/foundtable.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedruns.h"
#include "jobs/verdictsentence.h"
#include "restore/rows/recoveryscript.h"
#include "restore/rows/rowfilter.h"
#include "store/folders.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

#include <cstdio>
#include <limits>
#include <poll.h>
#include <unistd.h>

namespace tidemark::cli {

namespace {

namespace rows = restore::rows;

constexpr qint64 refusedShown = 20;
constexpr qint64 scriptRowsInJson = 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::recover", text);
}

core::Error usage(const QString& message)
{
    return usageError(message, QStringLiteral("recover"));
}

struct Request
{
    QString path;
    QString table;
    rows::RecoveryDraft draft;
};

/// Values separated by commas; or, of a file, a key on each line, as COPY writes it: values with tabs
/// between.
core::Result<QList<QStringList>> keysOf(const QString& text)
{
    QList<QStringList> keys;
    if (!text.startsWith(QLatin1Char('@'))) {
        for (const QString& value : text.split(QLatin1Char(',')))
            keys.append({value.trimmed()});
        return keys;
    }
    auto content = core::readFile(text.mid(1), 64 << 20);
    if (!content)
        return std::move(content).error();
    for (const QByteArray& line : content->split('\n')) {
        archive::Values values;
        if (line.isEmpty())
            continue;
        if (!archive::decodeCopyLine(line, line.count('\t') + 1, values))
            return usage(tr("--keys @FILE: a line is no key as COPY writes it."));
        QStringList key;
        for (const archive::Value& value : values)
            key.append(QString::fromUtf8(value.value_or(QByteArray())));
        keys.append(key);
    }
    return keys;
}

core::Status readChoice(Invocation& invocation, rows::RecoveryDraft& draft)
{
    rows::RowKinds kinds;
    kinds.setFlag(rows::RowKind::Missing, invocation.isSet("missing"));
    kinds.setFlag(rows::RowKind::Changed, invocation.isSet("changed"));
    kinds.setFlag(rows::RowKind::Extra, invocation.isSet("extra"));
    draft.kinds = kinds ? kinds : rows::RowKinds(rows::RowKind::Missing);
    if (invocation.isSet("columns")) {
        auto columns =
            columnList(invocation.value("columns"), QStringLiteral("--columns"), QStringLiteral("recover"));
        if (!columns)
            return std::move(columns).error();
        draft.columns = *std::move(columns);
    }
    if (invocation.isSet("keys")) {
        auto keys = keysOf(invocation.value("keys"));
        if (!keys)
            return std::move(keys).error();
        draft.keys = *std::move(keys);
    }
    draft.text = invocation.value("containing");
    draft.condition = invocation.value("where");
    if (invocation.isSet("where"))
        TIDEMARK_TRY(rows::checkCondition(draft.condition));
    return {};
}

core::Status readWays(Invocation& invocation, rows::RecoveryDraft& draft)
{
    const QString triggers =
        invocation.isSet("triggers") ? invocation.value("triggers") : QStringLiteral("fire");
    if (triggers != QLatin1String("fire") && triggers != QLatin1String("off"))
        return usage(tr("--triggers is fire or off, not %1.").arg(triggers));
    draft.triggers = triggers == QLatin1String("off") ? rows::Triggers::Off : rows::Triggers::Fire;
    const QString conflicts =
        invocation.isSet("conflicts") ? invocation.value("conflicts") : QStringLiteral("skip");
    if (conflicts != QLatin1String("skip") && conflicts != QLatin1String("stop"))
        return usage(tr("--conflicts is skip or stop, not %1.").arg(conflicts));
    draft.conflicts = conflicts == QLatin1String("stop") ? rows::Conflicts::Stop : rows::Conflicts::Skip;
    draft.parents = invocation.isSet("with-parents") ? rows::Parents::Bring : rows::Parents::Leave;
    if (invocation.isSet("lock-wait")) {
        bool ok = false;
        const int seconds = invocation.value("lock-wait").toInt(&ok);
        if (!ok || seconds < 1 || seconds > 86400)
            return usage(tr("--lock-wait is a number of seconds from 1 to 86400."));
        draft.lockLimit = std::chrono::seconds(seconds);
    }
    return {};
}

core::Result<Request> requestOf(Invocation& invocation)
{
    const QStringList arguments = invocation.arguments();
    if (arguments.isEmpty())
        return usage(tr("Which backup? A folder or file is expected."));
    if (invocation.isSet("table") == (arguments.size() == 2))
        return usage(tr("Which table? Name one, behind the backup or with --table."));
    Request request;
    request.path = arguments.constFirst();
    request.table = invocation.isSet("table") ? invocation.value("table") : arguments.at(1);
    if (invocation.isSet("key")) {
        auto key = columnList(invocation.value("key"), QStringLiteral("--key"), QStringLiteral("recover"));
        if (!key)
            return std::move(key).error();
        request.draft.diff.key = *std::move(key);
    }
    if (invocation.isSet("live"))
        TIDEMARK_TRY(readLiveName(invocation.value("live"), QStringLiteral("recover"), request.draft.diff));
    // Three copies of what differs may be in memory at once while it is matched.
    request.draft.diff.memoryBudget = 96LL << 20;
    TIDEMARK_TRY(readChoice(invocation, request.draft));
    TIDEMARK_TRY(readWays(invocation, request.draft));
    const bool writes = !invocation.isSet("dry-run") && !invocation.isSet("print-sql");
    if (writes && !invocation.isSet("yes") && (::isatty(STDIN_FILENO) != 1 || !invocation.printer.isText()))
        return usage(tr("Rows are written only after a question, and there is no terminal to ask on. Say "
                        "--yes, or look first with --dry-run."));
    return request;
}

/// Beside the history, where nothing else is removed or written over.
core::Result<QString> undoFileFor(Invocation& invocation, const QString& database, const QString& table)
{
    if (invocation.isSet("undo-to"))
        return QDir::current().absoluteFilePath(invocation.value("undo-to"));
    const QDir folder(store::dataFolder() + QStringLiteral("/undo"));
    if (!folder.mkpath(QStringLiteral(".")))
        return core::Error{core::ErrorKind::Io,
                           tr("The folder for undo scripts could not be made: %1").arg(folder.path()),
                           {},
                           tr("Say where the script is to be: --undo-to FILE.")};
    return folder.filePath(rows::undoFileName(database, table, QDateTime::currentDateTimeUtc()));
}

void printRefused(const QList<rows::RefusedRow>& refused, Printer& printer)
{
    if (refused.isEmpty())
        return;
    printer.line(tr("Left out:"));
    for (const rows::RefusedRow& row : refused.mid(0, refusedShown))
        printer.line(QStringLiteral("  ") + row.toText());
    if (refused.size() > refusedShown)
        printer.line(QStringLiteral("  ") + tr("… and more (--json has them)"));
}

void printPlan(const rows::RecoveryPlan& plan, const rows::RecoveryFacts& facts, Printer& printer)
{
    printer.line(tr("%1 in %2: %3 missing, %4 changed, %5 extra.")
                     .arg(facts.diff.liveTable.toText(), core::singleLine(plan.database),
                          core::countText(facts.diff.rows.missing), core::countText(facts.diff.rows.changed),
                          core::countText(facts.diff.rows.extra)));
    for (const rows::PlannedTable& table : plan.tables) {
        printer.line(tr("%1: %2 to insert, %3 to set back, %4 to delete, %5 collide and are left out.")
                         .arg(table.isParent ? tr("needed: %1").arg(table.liveTable.toText())
                                             : table.liveTable.toText(),
                              core::countText(table.counts.missing), core::countText(table.counts.changed),
                              core::countText(table.counts.extra), core::countText(table.counts.refused)));
    }
    printRefused(plan.refused, printer);
    printer.findings(plan.findings);
}

/// On the terminal that was made sure of. Only a clear yes is one; a stop is none.
bool isConfirmed(const rows::RecoveryPlan& plan, Invocation& invocation)
{
    invocation.printer.say(tr("Write %1 row(s) to %2? An undo script goes to %3. [y/N]")
                               .arg(core::countText(plan.rowsToWrite()), core::singleLine(plan.database),
                                    core::singleLine(plan.draft.undoFile)));
    pollfd input{STDIN_FILENO, POLLIN, 0};
    while (!invocation.context.stopRequested()) {
        if (::poll(&input, 1, 200) <= 0)
            continue;
        char answer[64] = {};
        const ssize_t length = ::read(STDIN_FILENO, answer, sizeof answer - 1);
        const QByteArray word =
            QByteArray(answer, length > 0 ? static_cast<qsizetype>(length) : 0).trimmed().toLower();
        return word == "y" || word == "yes" || QString::fromLocal8Bit(word) == tr("yes");
    }
    return false;
}

core::Result<Outcome> printSql(const rows::RecoveryPlan& plan, QJsonObject json, Invocation& invocation)
{
    QByteArray script;
    const bool text = invocation.printer.isText();
    TIDEMARK_TRY(rows::writeRecoveryScript(
        plan, text ? std::numeric_limits<qint64>::max() : scriptRowsInJson,
        [&](QByteArrayView bytes) -> core::Status {
            if (!text)
                script += bytes;
            else if (!bytes.isEmpty() &&
                     std::fwrite(bytes.data(), 1, static_cast<std::size_t>(bytes.size()), stdout) !=
                         static_cast<std::size_t>(bytes.size()))
                return core::systemError(errno, tr("The script could not be written."));
            return {};
        },
        invocation.context));
    json.insert(QStringLiteral("sql"), QString::fromUtf8(script));
    return Outcome{plan.rowsToWrite() > 0 ? core::Verdict::Differences : core::Verdict::Ok, json};
}

QJsonObject planJson(const rows::RecoveryPlan& plan, const rows::RecoveryFacts& facts)
{
    QJsonObject json = plan.toJson();
    json.insert(QStringLiteral("missing"), facts.diff.rows.missing);
    json.insert(QStringLiteral("changed"), facts.diff.rows.changed);
    json.insert(QStringLiteral("extra"), facts.diff.rows.extra);
    QJsonArray refused;
    for (const rows::RefusedRow& row : plan.refused)
        refused.append(row.toJson());
    json.insert(QStringLiteral("refused"), refused);
    json.insert(QStringLiteral("findings"), core::toJson(plan.findings));
    return json;
}

core::Result<Outcome> write(const rows::RecoveryPlan& plan, const rows::RecoveryFacts& facts,
                            const OpenServer& server, Invocation& invocation)
{
    auto report = jobs::runRecovery(plan, server.access, server.owner, invocation.context);
    if (!report)
        return std::move(report).error();
    for (const core::Finding& finding : report->findings) {
        if (!std::any_of(plan.findings.begin(), plan.findings.end(),
                         [&](const core::Finding& said) { return said.id == finding.id; }))
            invocation.printer.findings({finding});
    }
    printRefused(report->refused, invocation.printer);
    invocation.printer.line(jobs::verdictSentence(*report));
    if (report->written() > 0) {
        invocation.printer.line(tr("Keys that were written: %1").arg(report->keysFile));
        invocation.printer.line(tr("To take it back: psql -f %1").arg(core::quoteShell(report->undoFile)));
    }
    QJsonObject json = report->toJson();
    json.insert(QStringLiteral("missing"), facts.diff.rows.missing);
    json.insert(QStringLiteral("changed"), facts.diff.rows.changed);
    json.insert(QStringLiteral("extra"), facts.diff.rows.extra);
    return Outcome{report->verdict, json};
}

core::Result<Outcome> run(Invocation& invocation)
{
    auto request = requestOf(invocation);
    if (!request)
        return std::move(request).error();
    auto path = catalog::resolveBackup(request->path);
    if (!path)
        return std::move(path).error();
    auto dump = archive::Dump::open(path->dump, {store::cacheFolder()}, invocation.context);
    if (!dump)
        return std::move(dump).error();
    rows::RecoveryDraft& draft = request->draft;
    auto found = findTable(**dump, request->table, invocation.value("database"));
    if (!found)
        return std::move(found).error();
    draft.source = request->path;
    draft.part = found->part;
    draft.dumpId = found->dumpId;
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto plan = core::Result<rows::RecoveryPlan>(core::cancelledError());
    auto facts = core::Result<rows::RecoveryFacts>(core::cancelledError());
    {
        auto connection = server->access.connect(invocation.value("database"), {}, invocation.context.stop);
        if (!connection)
            return std::move(connection).error();
        facts = rows::gatherFacts(**dump, draft, *connection, invocation.context);
        if (!facts)
            return std::move(facts).error();
        auto undo = undoFileFor(invocation, facts->database, facts->diff.liveTable.toText());
        if (!undo)
            return std::move(undo).error();
        draft.undoFile = *undo;
        plan = rows::makePlan(**dump, draft, *facts, *connection, invocation.context);
    }
    if (!plan)
        return std::move(plan).error();
    if (invocation.isSet("print-sql"))
        return printSql(*plan, planJson(*plan, *facts), invocation);
    printPlan(*plan, *facts, invocation.printer);
    if (invocation.isSet("dry-run"))
        return Outcome{plan->rowsToWrite() > 0 ? core::Verdict::Differences : core::Verdict::Ok,
                       planJson(*plan, *facts)};
    if (!invocation.isSet("yes") && plan->rowsToWrite() > 0 && !isConfirmed(*plan, invocation))
        return core::cancelledError();
    return write(*plan, *facts, *server, invocation);
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "table",
              tr("The table in the backup: SCHEMA.NAME, or NAME where only one schema has it."), "TABLE");
    addOption(parser, "live", tr("Write to this table; where it is not given, to the one of the same name."),
              "TABLE");
    addOption(parser, "database",
              tr("The live table's database; the connection's own where it is not given."), "NAME");
    addOption(parser, "key",
              tr("Columns that identify a row, separated by commas; the primary key where it is not given."),
              "COLUMNS");
    addOption(parser, "missing",
              tr("Insert rows that only the backup has; this is what is done where nothing is said."));
    addOption(parser, "changed", tr("Set rows back that are different now."));
    addOption(parser, "extra", tr("Delete rows that the backup does not have."));
    addOption(parser, "columns", tr("Of changed rows, set only these columns back."), "COLUMNS");
    addOption(parser, "keys",
              tr("Only rows with these keys: values separated by commas, or @FILE with a key on each line, "
                 "tabs between its values."),
              "KEYS");
    addOption(parser, "containing", tr("Only rows that have this text in any column."), "TEXT");
    addOption(parser, "where", tr("Only rows that meet this SQL condition on the values in the backup."),
              "CONDITION");
    addOption(parser, "with-parents",
              tr("Bring missing rows along that foreign keys refer to, from the same backup."));
    addOption(parser, "triggers",
              tr("fire: triggers act on each row (default); off: they do not, which only the table's owner "
                 "may say. Foreign keys are always checked."),
              "fire|off");
    addOption(parser, "conflicts",
              tr("skip: rows that collide are left out and listed (default); stop: then nothing is written."),
              "skip|stop");
    addOption(parser, "lock-wait",
              tr("Give up after so many seconds where somebody else holds a lock; 10 by default."),
              "SECONDS");
    addOption(parser, "undo-to",
              tr("Where the script goes that takes everything back; beside the history by default."), "FILE");
    addOption(parser, "dry-run", tr("Say what would be written and what collides, and write nothing."));
    addOption(parser, "print-sql", tr("Print all of it as a script for psql, and write nothing."));
    addOption(parser, "yes", tr("Write without asking; needed where there is no terminal."));
    addServerOptions(parser);
}

} // namespace

const Subcommand recoverCommand{
    "recover",
    "BACKUP --table TABLE [--missing] [--changed] [--extra] [--keys KEYS] [--containing TEXT] [--where "
    "CONDITION] [--columns COLUMNS]\n"
    "        [--with-parents] [--triggers fire|off] [--conflicts skip|stop] [--undo-to FILE] "
    "[--dry-run|--print-sql] [--yes]",
    QT_TRANSLATE_NOOP(
        "cli",
        "Puts rows of a backup back into the live table, in one transaction, with a script that undoes it."),
    2,
    addOptions,
    run};

} // namespace tidemark::cli
