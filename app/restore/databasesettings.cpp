// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/databasesettings.h"

#include "archive/rolenames.h"
#include "archive/sqlnames.h"
#include "core/quoting.h"
#include "postgres/queries/databaseadmin.h"
#include "restore/leftout.h"
#include "restore/restoreplan.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

constexpr std::chrono::seconds limit{30};

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::databaseSettings", text);
}

bool isOfDatabase(const archive::TocGraph& graph, int index)
{
    const archive::TocEntry& entry = graph.entry(index);
    if (entry.type() == QLatin1String("DATABASE PROPERTIES"))
        return true;
    const EntryKind kind = graph.kind(index);
    return (kind == EntryKind::Comment || kind == EntryKind::SecurityLabel ||
            kind == EntryKind::Privileges) &&
           entry.tag().startsWith(QLatin1String("DATABASE ")) && entry.section() == archive::Section::None;
}

/// Where names stand in one statement of a form that is wanted.
struct Names
{
    archive::SqlName database;
    std::optional<archive::SqlName> role; // that a setting is for
};

std::optional<Names> named(std::optional<archive::SqlName> database, bool isWanted,
                           std::optional<archive::SqlName> role = {})
{
    if (!database || !isWanted)
        return {};
    return Names{*std::move(database), std::move(role)};
}

/// Goes as far as it has to.
std::optional<Names> takeStatement(archive::SqlReader& reader)
{
    if (reader.takeWord("ALTER")) {
        if (reader.takeWord("DATABASE")) {
            auto database = reader.takeName();
            return named(std::move(database), reader.isWord("SET"));
        }
        if (!reader.takeWord("ROLE"))
            return {};
        auto role = reader.takeName();
        auto database = reader.takeWords("IN DATABASE") ? reader.takeName() : std::nullopt;
        return named(std::move(database), role && reader.isWord("SET"), std::move(role));
    }
    if (reader.takeWords("COMMENT ON DATABASE")) {
        auto database = reader.takeName();
        return named(std::move(database), reader.isWord("IS"));
    }
    if (reader.takeWords("SECURITY LABEL")) {
        if (reader.takeWord("FOR"))
            (void)reader.takeName();
        auto database = reader.takeWords("ON DATABASE") ? reader.takeName() : std::nullopt;
        return named(std::move(database), reader.isWord("IS"));
    }
    if (!reader.takeWord("GRANT") && !reader.takeWord("REVOKE"))
        return {};
    while (!reader.atEnd() && !reader.isSymbol(';') && !reader.isWord("ON"))
        reader.advance();
    auto database = reader.takeWords("ON DATABASE") ? reader.takeName() : std::nullopt;
    return named(std::move(database), reader.isWord("TO") || reader.isWord("FROM"));
}

class Statements
{
public:
    Statements(const RestorePlan& plan, const archive::TocGraph& graph, const QString& name)
        : m_graph(graph)
        , m_name(graph.encode(core::quoteIdentifier(name)))
        , m_roles(plan.roles)
        , m_left(leftOutOf(plan.draft, graph.toc(), plan.roles, {}).dumpIds)
    {
    }

    DatabaseSettings read()
    {
        for (int i = 0; i < m_graph.size(); ++i) {
            if (isOfDatabase(m_graph, i) && !m_left.contains(m_graph.entry(i).dumpId()))
                read(archive::withOtherRoles(m_graph, i, m_roles.replaced));
        }
        return std::move(m_settings);
    }

private:
    void read(const QByteArray& definition)
    {
        archive::SqlReader reader(definition);
        while (!reader.atEnd()) {
            const qsizetype start = reader.token().start;
            const auto names = takeStatement(reader);
            while (!reader.atEnd() && !reader.isSymbol(';'))
                reader.advance();
            if (names)
                add(reader.since(start), *names, start);
            (void)reader.takeSymbol(';');
        }
    }

    void add(QByteArray statement, const Names& names, qsizetype start)
    {
        statement.replace(names.database.start - start, names.database.length, m_name);
        if (names.role && m_roles.absent.contains(m_graph.decode(names.role->name()))) {
            m_settings.withoutRole.append(core::singleLine(m_graph.decode(statement)));
            return;
        }
        m_settings.statements.append(m_graph.decode(statement).toUtf8());
    }

    const archive::TocGraph& m_graph;
    const QByteArray m_name;
    const RolePlan& m_roles;
    const QSet<int> m_left;
    DatabaseSettings m_settings;
};

} // namespace

DatabaseSettings databaseSettings(const RestorePlan& plan, const QString& name)
{
    const RestoreDraft& draft = plan.draft;
    if (draft.target != TargetKind::NewDatabase || !draft.isWhole() || !draft.has(StageKind::PreData))
        return {};
    const archive::TocGraph graph(plan.source.toc);
    return Statements(plan, graph, name).read();
}

core::Findings applySettings(postgres::Connection& connection, const RestorePlan& plan, const QString& name)
{
    const DatabaseSettings settings = databaseSettings(plan, name);
    core::Findings findings;
    for (const QByteArray& statement : settings.statements) {
        const core::Status done = postgres::runScript(connection, statement, limit);
        if (!done)
            findings.append({core::Severity::Warning,
                             QStringLiteral("database.settings"),
                             tr("The backup says of the database itself what could not be set: %1")
                                 .arg(core::singleLine(QString::fromUtf8(statement))),
                             done.error().detail,
                             {}});
    }
    if (!settings.withoutRole.isEmpty())
        findings.append({core::Severity::Warning,
                         QStringLiteral("database.settings"),
                         tr("Settings of roles that the server does not have are left out: %1")
                             .arg(settings.withoutRole.join(QLatin1String("; "))),
                         tr("Create the roles first, and run these statements."),
                         {}});
    return findings;
}

} // namespace tidemark::restore
