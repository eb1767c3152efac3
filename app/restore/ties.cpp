// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/ties.h"

#include "archive/entryname.h"
#include "core/quoting.h"
#include "postgres/queries/movetables.h"
#include "restore/namelist.h"

#include <QCoreApplication>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::ties", text);
}

class Finder
{
public:
    Finder(const RestoreDraft& draft, const archive::Toc& source, const QSet<int>& restored,
           const TargetContents& target)
        : m_draft(draft)
        , m_graph(source)
        , m_restored(restored)
        , m_database(core::singleLine(target.database))
    {
        for (const archive::TocEntry& entry : target.toc.entries)
            m_present.insert(keyOf(entry));
    }

    Ties run()
    {
        const bool hasPublications = !process::hasOption(m_draft.options, "no-publications");
        for (int i = 0; i < m_graph.size(); ++i) {
            if (m_graph.kind(i) == EntryKind::ForeignKey)
                lookAtKey(i);
            else if (m_graph.kind(i) == EntryKind::Publication && hasPublications)
                lookAtMember(i);
        }
        addFindings();
        return std::move(m_ties);
    }

private:
    bool isIn(int index) const { return index >= 0 && m_restored.contains(m_graph.entry(index).dumpId()); }
    bool isPresent(int index) const { return index >= 0 && m_present.contains(keyOf(m_graph.entry(index))); }
    bool stays(int index) const { return !isIn(index) && isPresent(index); }
    void lookAtKey(int key);
    void lookAtMember(int member);
    void addFindings();

    const RestoreDraft& m_draft;
    const archive::TocGraph m_graph;
    const QSet<int>& m_restored;
    const QString m_database;
    QSet<ObjectKey> m_present;
    QStringList m_made;
    QStringList m_dropped; // the target has the tables, and not these
    QStringList m_unpublished;
    Ties m_ties;
};

void Finder::lookAtKey(int key)
{
    const int table = m_graph.whole(key);
    const int other = m_graph.otherSide(key);
    const bool isOfRestored = isIn(table) && stays(other);
    const bool isToRestored = isIn(other) && stays(table) && !isPresent(key); // else it is put back
    if (isIn(key) || (!isOfRestored && !isToRestored))
        return;
    const QString name = m_graph.entry(table).schema() + QLatin1Char('.') + m_graph.entry(table).tag() +
                         QLatin1Char(' ') + archive::entryName(m_graph, key);
    if (isToRestored && isPresent(other)) { // somebody wanted it away
        m_dropped.append(tr("foreign key %1").arg(name));
        return;
    }
    m_ties.dumpIds.append(m_graph.entry(key).dumpId());
    m_made.append(tr("foreign key %1").arg(name));
}

/// ALTER PUBLICATION … ADD TABLE …
void Finder::lookAtMember(int member)
{
    int table = -1;
    int publication = -1;
    for (const int each : m_graph.dependencies(member)) {
        if (archive::isRelation(m_graph.kind(each)))
            table = each;
        else if (m_graph.kind(each) == EntryKind::Publication)
            publication = each;
    }
    if (!isIn(table) || publication < 0 || isIn(member) || isPresent(member))
        return;
    const QString name = m_graph.entry(publication).tag();
    const QString text = tr("%1 in the publication %2").arg(archive::entryName(m_graph, table), name);
    if (!isPresent(publication)) {
        m_unpublished.append(text);
    } else if (isPresent(table)) {
        m_dropped.append(text);
    } else {
        m_ties.dumpIds.append(m_graph.entry(member).dumpId());
        m_made.append(text);
    }
}

void Finder::addFindings()
{
    const auto add = [this](const char* id, const QString& sentence, const QString& hint) {
        m_ties.findings.append({core::Severity::Info, QLatin1String(id), sentence, hint, {}});
    };
    if (!m_made.isEmpty())
        add("ties.made", tr("These are made again once the tables are there: %1.").arg(listed(m_made)),
            tr("A foreign key that rows do not keep then holds for new rows only; the result says so."));
    if (!m_dropped.isEmpty())
        add("ties.dropped",
            tr("These are in the backup, and are not brought back, because %1 has the tables without them: "
               "%2.")
                .arg(m_database, listed(m_dropped)),
            tr("Make them by hand where they are wanted."));
    if (!m_unpublished.isEmpty())
        add("ties.unpublished",
            tr("These are in the backup, and are not brought back, because %1 has no such publications: %2.")
                .arg(m_database, listed(m_unpublished)),
            tr("Restore the publications too, or make them by hand."));
}

QByteArray statementOf(const archive::TocGraph& graph, int index)
{
    QByteArray statement = graph.entry(index).definition().trimmed();
    if (statement.endsWith(';'))
        statement.chop(1);
    return statement;
}

class Maker
{
public:
    Maker(const RestorePlan& plan, postgres::Connection& connection)
        : m_database(core::singleLine(plan.database.name))
        , m_graph(plan.source.toc)
        , m_connection(connection)
    {
    }

    core::Findings run(const QList<int>& dumpIds, const core::RunContext& context, qint64& made)
    {
        for (const int dumpId : dumpIds) {
            const int index = m_graph.indexOf(dumpId);
            const bool isKey = m_graph.kind(index) == EntryKind::ForeignKey;
            if (!context.checkpoint())
                m_left.append(archive::entryText(m_graph, index));
            else if (isKey ? makeKey(index) : makeMember(index))
                ++made;
        }
        if (!m_broken.isEmpty())
            add("foreignKeys.broken",
                tr("Rows point to rows that %1 does not have; these foreign keys hold for new rows only: %2.")
                    .arg(m_database, listed(m_broken)),
                tr("Bring those rows back, then run: ALTER TABLE … VALIDATE CONSTRAINT …"));
        if (!m_left.isEmpty())
            add("ties.left", tr("These were not made again: %1.").arg(listed(m_left)), m_reason);
        return std::move(m_findings);
    }

private:
    void add(const char* id, const QString& sentence, const QString& hint)
    {
        m_findings.append({core::Severity::Warning, QLatin1String(id), sentence, hint, {}});
    }
    bool leave(int index, const core::Error& error);
    bool makeKey(int key);
    bool checkKey(int key, const QByteArray& statement, const postgres::RelationName& table,
                  const QString& name);
    bool makeMember(int member);
    /// The connection speaks UTF-8, whatever the dump is in.
    QByteArray text(const QByteArray& statement) const { return m_graph.decode(statement).toUtf8(); }

    const QString m_database;
    const archive::TocGraph m_graph;
    postgres::Connection& m_connection;
    QStringList m_broken;
    QStringList m_left;
    QString m_reason; // of the first
    core::Findings m_findings;
};

bool Maker::leave(int index, const core::Error& error)
{
    m_left.append(archive::entryText(m_graph, index));
    if (m_reason.isEmpty())
        m_reason = error.detail.isEmpty() ? error.message : error.detail;
    return false;
}

bool Maker::makeKey(int key)
{
    const int table = m_graph.whole(key);
    const archive::TocEntry& owner = m_graph.entry(table);
    const QString name = archive::entryName(m_graph, key);
    QByteArray statement = statementOf(m_graph, key);
    const bool wasNotValid = statement.contains(" NOT VALID"); // as in the backup then
    // Before PostgreSQL 18 the server refuses NOT VALID for partitioned tables: there rows have to keep it.
    if (!wasNotValid && m_graph.partitions(table).empty())
        statement += " NOT VALID";
    if (wasNotValid) {
        const core::Status done = postgres::runFromDump(m_connection, text(statement), name);
        if (!done)
            return leave(key, done.error());
    } else if (!checkKey(key, text(statement), {owner.schema(), owner.tag()}, name)) {
        return false;
    }
    for (const int about : m_graph.dependents(key)) {
        if (m_graph.kind(about) == EntryKind::Comment)
            (void)postgres::runFromDump(m_connection, text(statementOf(m_graph, about)), name);
    }
    return true;
}

bool Maker::checkKey(int key, const QByteArray& statement, const postgres::RelationName& table,
                     const QString& name)
{
    const auto made = postgres::addForeignKey(m_connection, statement, table, name);
    if (!made)
        return leave(key, made.error());
    if (made->rows == postgres::AddedKey::Rows::NotChecked)
        add("foreignKeys.unchecked",
            tr("The foreign key %1 holds for new rows; whether the others keep it was not found out.")
                .arg(name),
            (made->why.detail.isEmpty() ? made->why.message : made->why.detail) + QLatin1Char('\n') +
                tr("Run: ALTER TABLE … VALIDATE CONSTRAINT …"));
    else if (made->rows == postgres::AddedKey::Rows::BreakIt)
        m_broken.append(name);
    return true;
}

bool Maker::makeMember(int member)
{
    const core::Status made = postgres::runFromDump(m_connection, text(statementOf(m_graph, member)),
                                                    archive::entryName(m_graph, member));
    return made || leave(member, made.error());
}

} // namespace

Ties tiesOf(const RestoreDraft& draft, const archive::Toc& source, const QSet<int>& restored,
            const TargetContents& target)
{
    if (draft.target != TargetKind::ExistingDatabase || draft.isForExistingTables() ||
        !draft.has(StageKind::PostData))
        return {};
    return Finder(draft, source, restored, target).run();
}

core::Findings makeTies(const RestorePlan& plan, const access::ServerAccess& server,
                        const core::RunContext& context, qint64& made)
{
    if (plan.scope.tied.isEmpty())
        return {};
    auto connection = server.connect(plan.database.name, {}, context.stop);
    if (!connection)
        return {{core::Severity::Warning,
                 QStringLiteral("ties.left"),
                 tr("What holds the restored tables to others was not made again."),
                 connection.error().detail,
                 {}}};
    return Maker(plan, *connection).run(plan.scope.tied, context, made);
}

} // namespace tidemark::restore
