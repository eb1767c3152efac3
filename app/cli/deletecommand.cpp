// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/runid.h"
#include "cli/commandline.h"
#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "jobs/recordedsets.h"
#include "store/history.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QScopeGuard>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <unistd.h>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::delete", text);
}

void addDeleteOptions(QCommandLineParser& parser)
{
    addOption(parser, "permanently", tr("Delete for good instead of moving to the trash."));
    addOption(parser, "yes", tr("Do not ask."));
}

/// Nothing without a terminal, nor when a stop was requested.
std::optional<QString> ask(const QString& question, const core::RunContext& context)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return std::nullopt;
    const auto close = qScopeGuard([terminal] { ::close(terminal); });
    const QByteArray text = question.toLocal8Bit();
    (void)!::write(terminal, text.constData(), static_cast<std::size_t>(text.size()));
    pollfd ready{terminal, POLLIN, 0};
    while (!context.stopRequested()) {
        if (::poll(&ready, 1, 100) == 0)
            continue;
        char answer[1024];
        const ssize_t length = ::read(terminal, answer, sizeof answer);
        return length <= 0
                   ? std::nullopt
                   : std::optional(
                         QString::fromLocal8Bit(answer, length).chopped(answer[length - 1] == '\n' ? 1 : 0));
    }
    return std::nullopt;
}

/// Every set below the folders that the sets to delete are in: among them the last proven one of a database
/// is looked for.
QList<catalog::BackupSet> neighbours(const QStringList& folders, const core::RunContext& context)
{
    QStringList roots;
    for (const QString& folder : folders) {
        const QString root = QFileInfo(QFileInfo(folder).absolutePath()).absolutePath(); // of the server
        if (!roots.contains(root))
            roots.append(root);
    }
    QList<catalog::BackupSet> all;
    for (const QString& root : std::as_const(roots)) {
        if (const auto scan = catalog::scanFolder(root, context))
            all += scan->sets;
    }
    return all;
}

void describe(const catalog::RemovalFacts& facts, catalog::RemovalWay way, Printer& printer)
{
    const catalog::Manifest& manifest = facts.set.manifest;
    const QString size = manifest.totalSize().toText();
    if (manifest.server.isEmpty()) // imported without one
        printer.say(tr("%1, %2: %3").arg(jobs::subjectOf(facts.set), size, facts.set.folder));
    else
        printer.say(tr("%1, server %2, %3: %4")
                        .arg(jobs::subjectOf(facts.set), core::singleLine(manifest.server), size,
                             facts.set.folder));
    if (way == catalog::RemovalWay::Permanent)
        printer.say(tr("  It is deleted for good."));
    if (facts.lastProven)
        printer.say(
            tr("  warning: this is the last proven backup of %1.").arg(core::singleLine(manifest.database)));
    if (!facts.strangers.isEmpty())
        printer.say(tr("  Not of the backup, and left in the folder: %1")
                        .arg(core::singleLine(facts.strangers.mid(0, 20).join(QStringLiteral(", ")))));
}

core::Status refuseTrash(const QList<catalog::RemovalFacts>& facts)
{
    for (const catalog::RemovalFacts& one : facts) {
        if (one.canTrash)
            continue;
        return core::Error{
            core::ErrorKind::Conflict,
            one.strangers.isEmpty()
                ? tr("There is no trash where %1 is.").arg(one.set.folder)
                : tr("%1 cannot go to the trash: its folder holds also what does not belong to the backup.")
                      .arg(one.set.folder),
            core::singleLine(one.strangers.mid(0, 20).join(QStringLiteral(", "))),
            tr("With --permanently it is deleted for good; nothing else in the folder is touched.")};
    }
    return {};
}

core::Status confirm(const QList<catalog::RemovalFacts>& facts, const core::RunContext& context)
{
    // The last proven backup of a database asks for its name: what a habit answers with "y" is not to be
    // lost.
    const auto last = std::find_if(facts.begin(), facts.end(),
                                   [](const catalog::RemovalFacts& one) { return one.lastProven; });
    const QString name = last != facts.end() ? last->set.manifest.database : QString();
    const bool byName = last != facts.end() && !name.isEmpty();
    const QString question =
        byName ? tr("To delete it, type the name of the database: ") : tr("Delete? [y/N] ");
    const auto answer = ask(question, context);
    if (!answer) {
        if (context.stopRequested())
            return core::cancelledError();
        return core::Error{core::ErrorKind::InvalidInput,
                           tr("Nothing was deleted: there is no terminal to ask on."),
                           {},
                           tr("Say --yes to delete without a question.")};
    }
    if (byName ? *answer == name : answer->compare(QLatin1String("y"), Qt::CaseInsensitive) == 0)
        return {};
    return core::cancelledError();
}

Outcome tell(const jobs::RemovalBatch& batch, Invocation& invocation, qsizetype wanted)
{
    QJsonArray deleted;
    QJsonArray failed;
    for (const jobs::RemovalItem& item : batch.items) {
        if (!item.report) {
            invocation.printer.error(item.report.error());
            failed.append(QJsonObject{{QStringLiteral("path"), item.folder},
                                      {QStringLiteral("error"), item.report.error().toJson()}});
            continue;
        }
        if (!item.report->strangers.isEmpty())
            invocation.printer.say(
                tr("Left in %1: %2")
                    .arg(item.folder,
                         core::singleLine(item.report->strangers.mid(0, 20).join(QStringLiteral(", ")))));
        deleted.append(QJsonObject{
            {QStringLiteral("path"), item.folder},
            {QStringLiteral("trash"),
             item.report->trashPath.isEmpty() ? QJsonValue() : QJsonValue(item.report->trashPath)},
            {QStringLiteral("left"), QJsonArray::fromStringList(item.report->strangers)}});
    }
    invocation.printer.line(jobs::verdictSentence(batch));
    const bool cut = static_cast<qsizetype>(batch.items.size()) < wanted;
    return {cut ? core::Verdict::Cancelled : batch.verdict(),
            {{QStringLiteral("deleted"), deleted}, {QStringLiteral("failed"), failed}}};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList folders = invocation.arguments();
    if (folders.isEmpty())
        return usageError(tr("Which backup set? A folder is expected."), QStringLiteral("delete"));
    for (const QString& folder : folders) {
        if (!QFileInfo(folder).isDir())
            return core::Error{
                core::ErrorKind::NotFound, tr("There is no backup set %1.").arg(folder), {}, {}};
        (void)catalog::finishRemovals(QFileInfo(folder).absolutePath()); // of an earlier run that broke off
    }
    const auto facts = catalog::removalFacts(folders, neighbours(folders, invocation.context));
    if (!facts)
        return facts.error();
    const auto way =
        invocation.isSet("permanently") ? catalog::RemovalWay::Permanent : catalog::RemovalWay::Trash;
    if (way == catalog::RemovalWay::Trash)
        TIDEMARK_TRY(refuseTrash(*facts));
    QList<jobs::RemovalOrder> orders;
    for (const catalog::RemovalFacts& one : *facts) {
        describe(one, way, invocation.printer);
        orders.append({one.set.folder, jobs::subjectOf(one.set), way});
    }
    if (!invocation.isSet("yes"))
        TIDEMARK_TRY(confirm(*facts, invocation.context));
    return tell(jobs::runRemovals(orders, catalog::newRunId(QDateTime::currentDateTimeUtc()),
                                  {{}, {}, store::History::defaultPath()}, invocation.context),
                invocation, orders.size());
}

} // namespace

const Subcommand deleteCommand{"delete",
                               "SET... [--permanently] [--yes]",
                               QT_TRANSLATE_NOOP("cli", "Deletes backup sets: to the trash, or for good."),
                               1000,
                               addDeleteOptions,
                               run};

} // namespace tidemark::cli
