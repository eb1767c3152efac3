// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/sanitytable.h"
#include "cli/texttable.h"
#include "core/quoting.h"
#include "jobs/sanityqueries.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::cli {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::sanity", text);
}

core::Error wrong(const QString& message)
{
    return usageError(message, QStringLiteral("sanity"));
}

/// The server and the database whose queries are meant, connected where the action asks them.
struct Subject
{
    OpenServer server;
    store::SanityPlace place;
    postgres::Connection connection;
};

core::Result<Subject> subjectOf(Invocation& invocation)
{
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto connection = server->access.connect(invocation.value("database"), {}, invocation.context.stop);
    if (!connection)
        return std::move(connection).error();
    const QString id = server->owner.profileId.isEmpty() ? server->label : server->owner.profileId;
    const store::SanityPlace place{id, connection->databaseName()};
    return Subject{*std::move(server), place, *std::move(connection)};
}

QString expectationText(const core::SanityQuery& query)
{
    switch (query.expectation) {
    case core::Expectation::Equal:
        return tr("must be equal");
    case core::Expectation::SomeRows:
        return tr("must return rows");
    case core::Expectation::AtLeast:
        return tr("must be at least %1").arg(query.least);
    case core::Expectation::Nothing:
        break;
    }
    return tr("nothing");
}

core::Result<Outcome> list(Invocation& invocation)
{
    auto subject = subjectOf(invocation);
    if (!subject)
        return std::move(subject).error();
    const auto queries = store::SanityStore().of(subject->place);
    if (!queries)
        return queries.error();
    TextTable table;
    for (const QString& title : {tr("Name"), tr("Expected"), tr("Enabled"), tr("SQL")})
        table.addColumn(title);
    QJsonArray array;
    for (const core::SanityQuery& query : *queries) {
        table.addRow({query.name, expectationText(query), query.enabled ? tr("yes") : tr("no"),
                      core::singleLine(query.sql)});
        array.append(query.toJson());
    }
    if (table.isEmpty())
        invocation.printer.line(
            tr("There are none for %1 yet. See what is worth asking: tidemarkctl sanity suggest")
                .arg(core::singleLine(subject->place.database)));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{
        core::Verdict::Ok,
        {{QStringLiteral("database"), subject->place.database}, {QStringLiteral("queries"), array}}};
}

core::Result<core::SanityQuery> queryOf(const Invocation& invocation)
{
    if (invocation.arguments().size() != 3)
        return wrong(tr("A name and a statement are expected: sanity add NAME SQL."));
    core::SanityQuery query;
    query.name = invocation.arguments().at(1);
    query.sql = invocation.arguments().at(2);
    query.enabled = !invocation.isSet("disabled");
    if (int{invocation.isSet("must-be-equal")} + int{invocation.isSet("must-return-rows")} +
            int{invocation.isSet("at-least")} >
        1)
        return wrong(tr("Only one of --must-be-equal, --must-return-rows and --at-least can be given."));
    if (invocation.isSet("must-be-equal"))
        query.expectation = core::Expectation::Equal;
    if (invocation.isSet("must-return-rows"))
        query.expectation = core::Expectation::SomeRows;
    if (invocation.isSet("at-least")) {
        bool ok = false;
        query.expectation = core::Expectation::AtLeast;
        query.least = invocation.value("at-least").toDouble(&ok);
        if (!ok)
            return wrong(tr("--at-least is a number."));
    }
    TIDEMARK_TRY(query.check());
    return query;
}

core::Result<Outcome> add(Invocation& invocation)
{
    const auto query = queryOf(invocation);
    if (!query)
        return query.error();
    auto subject = subjectOf(invocation);
    if (!subject)
        return std::move(subject).error();
    // Who writes a query wants to know at once whether it works.
    const auto answer = jobs::trySanityQuery(*query, subject->connection);
    if (!answer)
        return answer.error();
    TIDEMARK_TRY(store::SanityStore().save(subject->place, *query));
    invocation.printer.line(tr("Saved “%1” for %2; now it answers: %3")
                                .arg(core::singleLine(query->name), core::singleLine(subject->place.database),
                                     answer->summary()));
    return Outcome{
        core::Verdict::Ok,
        {{QStringLiteral("query"), query->toJson()}, {QStringLiteral("answer"), answer->toJson()}}};
}

core::Result<Outcome> remove(Invocation& invocation)
{
    if (invocation.arguments().size() != 2)
        return wrong(tr("Which query? Its name is missing."));
    auto subject = subjectOf(invocation);
    if (!subject)
        return std::move(subject).error();
    TIDEMARK_TRY(store::SanityStore().remove(subject->place, invocation.arguments().at(1)));
    invocation.printer.line(tr("Removed “%1”.").arg(core::singleLine(invocation.arguments().at(1))));
    return Outcome{};
}

core::Result<Outcome> suggest(Invocation& invocation)
{
    auto subject = subjectOf(invocation);
    if (!subject)
        return std::move(subject).error();
    const auto known = store::SanityStore().of(subject->place);
    if (!known)
        return known.error();
    const auto queries = jobs::newSanityQueries(*known, subject->connection);
    if (!queries)
        return queries.error();
    QJsonArray array;
    for (const core::SanityQuery& query : *queries) {
        array.append(query.toJson());
        invocation.printer.line(
            QStringLiteral("%1 (%2)\n  %3")
                .arg(core::singleLine(query.name), expectationText(query), core::singleLine(query.sql)));
        if (invocation.isSet("save"))
            TIDEMARK_TRY(store::SanityStore().save(subject->place, query));
    }
    if (queries->isEmpty())
        invocation.printer.line(known->isEmpty() ? tr("The database has no tables that could be asked about.")
                                                 : tr("There is nothing new to suggest."));
    else if (!invocation.isSet("save"))
        invocation.printer.line(tr("Save them with: tidemarkctl sanity suggest --save"));
    return Outcome{
        core::Verdict::Ok,
        {{QStringLiteral("database"), subject->place.database}, {QStringLiteral("queries"), array}}};
}

core::Result<Outcome> ask(Invocation& invocation)
{
    auto subject = subjectOf(invocation);
    if (!subject)
        return std::move(subject).error();
    const auto queries = store::SanityStore().of(subject->place);
    if (!queries)
        return queries.error();
    std::optional<postgres::Connection> other;
    if (invocation.isSet("against")) {
        auto connection =
            subject->server.access.connect(invocation.value("against"), {}, invocation.context.stop);
        if (!connection)
            return std::move(connection).error();
        other.emplace(*std::move(connection));
    }
    const auto results =
        jobs::runSanityQueries(*queries, subject->connection, other ? &*other : nullptr, invocation.context);
    if (!results)
        return results.error();
    QJsonArray array;
    core::Findings findings;
    for (const core::SanityResult& result : *results) {
        array.append(result.toJson());
        if (const auto finding = result.finding(false))
            findings.append(*finding);
    }
    const QString own = core::singleLine(subject->place.database);
    printSanityResults(*results, own, other ? core::singleLine(invocation.value("against")) : own,
                       invocation.printer);
    invocation.printer.findings(findings);
    if (results->isEmpty())
        invocation.printer.line(tr("There are no queries for %1.").arg(own));
    const core::Verdict verdict = core::hasBlocker(findings) ? core::Verdict::Differences
                                  : findings.isEmpty()       ? core::Verdict::Ok
                                                             : core::Verdict::Warnings;
    return Outcome{verdict,
                   {{QStringLiteral("database"), subject->place.database},
                    {QStringLiteral("results"), array},
                    {QStringLiteral("findings"), core::toJson(findings)}}};
}

struct NamedAction
{
    const char* name;
    int mostArguments;
    core::Result<Outcome> (*action)(Invocation&);
};
constexpr NamedAction actions[]{
    {"list", 1, list}, {"add", 3, add}, {"remove", 2, remove}, {"suggest", 1, suggest}, {"run", 1, ask}};

core::Result<Outcome> run(Invocation& invocation)
{
    const QString name =
        invocation.arguments().isEmpty() ? QStringLiteral("list") : invocation.arguments().constFirst();
    for (const NamedAction& known : actions) {
        if (name != QLatin1String(known.name))
            continue;
        if (invocation.arguments().size() > known.mostArguments)
            return wrong(tr("One argument too many: %1.")
                             .arg(core::singleLine(invocation.arguments().at(known.mostArguments))));
        return known.action(invocation);
    }
    return wrong(tr("sanity has no action %1.").arg(core::singleLine(name)));
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "database", tr("Of which database; the connection's own by default."), "NAME");
    addOption(parser, "must-be-equal", tr("For add: both answers have to be equal."));
    addOption(parser, "must-return-rows", tr("For add: the restored database has to answer with rows."));
    addOption(parser, "at-least", tr("For add: the first value has to be at least this number."), "N");
    addOption(parser, "disabled", tr("For add: keep it, but do not ask it."));
    addOption(parser, "save", tr("For suggest: keep them all."));
    addOption(parser, "against",
              tr("For run: another database of the same server, such as a restored one, side by side."),
              "NAME");
    addServerOptions(parser);
}

} // namespace

const Subcommand sanityCommand{
    "sanity",
    "[list]\nadd NAME SQL [--must-be-equal | --must-return-rows | --at-least N] [--disabled]\nremove "
    "NAME\nsuggest [--save]\nrun [--against DATABASE]",
    QT_TRANSLATE_NOOP("cli",
                      "Questions of your own about a database, asked of what is restored from its backups."),
    3,
    addOptions,
    run};

} // namespace tidemark::cli
