// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/cluster/clusterjudge.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace tidemark::backup::cluster {

namespace {

using Key = std::pair<QString, QString>; // schema, name

QString tr(const char* text)
{
    return QCoreApplication::translate("backup::cluster", text);
}

QString listOf(const QStringList& names)
{
    constexpr qsizetype shown = 5;
    const int left = static_cast<int>(names.size() - shown);
    const QString list = names.mid(0, shown).join(QStringLiteral(", "));
    return left > 0 ? list + QCoreApplication::translate("backup::expectation", " and %n more", nullptr, left)
                    : list;
}

void report(core::Findings& findings, core::Severity severity, const char* id, const QString& sentence,
            QStringList names)
{
    if (names.isEmpty())
        return;
    names.sort();
    findings.append({severity,
                     QLatin1String(id),
                     sentence.arg(listOf(names)),
                     severity == core::Severity::Blocker
                         ? QCoreApplication::translate(
                               "backup::expectation",
                               "Run the backup again; if it happens again, keep the log and report it.")
                         : QString(),
                     {}});
}

QString shownName(const QString& database, const Key& relation)
{
    return core::singleLine(core::quoteIdentifier(database) + QLatin1Char('.') +
                            core::quoteQualified(relation.first, relation.second));
}

struct Lacks
{
    QStringList absent;
    QStringList empty;
    QStringList passing; // in the file alone
};

const DatabaseLook* find(const ServerLook& look, quint32 oid)
{
    const auto found = std::find_if(look.databases.begin(), look.databases.end(),
                                    [oid](const DatabaseLook& one) { return one.oid == oid; });
    return found == look.databases.end() ? nullptr : &*found;
}

/// Of one database. `after` is null where it could not be looked into again: then all of before is demanded.
void compareDatabase(const ClusterDumpDraft& draft, const DatabaseLook& before, const DatabaseLook* after,
                     const archive::Toc& toc, Lacks& lacks)
{
    QSet<Key> defined;
    for (const archive::Relation& relation : toc.relations())
        defined.insert({relation.schema, relation.name});
    QSet<Key> filled;
    for (const archive::TocEntry* entry : toc.tableData())
        filled.insert({entry->schema(), entry->tag()});
    QHash<quint32, Key> later;
    QSet<Key> known;
    for (const postgres::Relation& relation : after ? after->relations : before.relations) {
        later.insert(relation.oid, {relation.schema, relation.name});
        known.insert({relation.schema, relation.name});
    }
    const bool leavesUnlogged = hasOption(draft.options, "no-unlogged-table-data");
    for (const postgres::Relation& relation : before.relations) {
        const Key key{relation.schema, relation.name};
        known.insert(key);
        if (later.value(relation.oid) != key) // dropped, made anew or renamed meanwhile
            continue;
        const bool hasRows =
            relation.kind == postgres::RelationKind::Table && !(leavesUnlogged && relation.isUnlogged);
        if (draft.part != Part::Rows && !defined.contains(key))
            lacks.absent.append(shownName(before.name, key));
        else if (draft.part != Part::Definitions && hasRows && !filled.contains(key))
            lacks.empty.append(shownName(before.name, key));
    }
    for (const Key& key : std::as_const(defined)) {
        if (!known.contains(key))
            lacks.passing.append(shownName(before.name, key));
    }
}

void compareNames(const QSet<QString>& before, const QSet<QString>& after, const QSet<QString>& inFile,
                  const char* id, const QString& sentence, core::Findings& findings)
{
    QStringList absent;
    for (const QString& name : before) {
        if (after.contains(name) && !inFile.contains(name))
            absent.append(core::singleLine(core::quoteIdentifier(name)));
    }
    report(findings, core::Severity::Blocker, id, sentence, absent);
}

void compareGlobals(const ClusterDumpDraft& draft, const ServerLook& before, const ServerLook& after,
                    const QList<archive::DumpPart>& parts, core::Findings& findings)
{
    QSet<QString> roles;
    QSet<QString> tablespaces;
    for (const archive::DumpPart& part : parts) {
        if (part.kind != archive::DumpPart::Kind::Globals)
            continue;
        for (const archive::TocEntry& entry : part.toc.entries) {
            if (entry.type() == QLatin1String("ROLE"))
                roles.insert(entry.tag());
            else if (entry.type() == QLatin1String("TABLESPACE"))
                tablespaces.insert(entry.tag());
        }
    }
    if (draft.content != Content::Tablespaces)
        compareNames(before.globals.roles, after.globals.roles, roles, "archive.roleMissing",
                     tr("The dump does not contain the roles: %1."), findings);
    if (draft.content != Content::Roles && !hasOption(draft.options, "no-tablespaces"))
        compareNames(before.globals.tablespaces, after.globals.tablespaces, tablespaces,
                     "archive.tablespaceMissing", tr("The dump does not contain the tablespaces: %1."),
                     findings);
}

} // namespace

core::Findings compareServer(const ClusterDumpDraft& draft, const ServerLook& before, const ServerLook& after,
                             const QList<archive::DumpPart>& parts)
{
    QHash<QString, const archive::Toc*> inFile;
    for (const archive::DumpPart& part : parts) {
        if (part.kind == archive::DumpPart::Kind::Database)
            inFile.insert(part.toc.database, &part.toc);
    }
    core::Findings findings;
    if (draft.part != Part::Rows) // pg_dumpall leaves them out then
        compareGlobals(draft, before, after, parts, findings);
    QStringList absent;
    Lacks lacks;
    for (const DatabaseLook& database : before.databases) {
        const DatabaseLook* later = find(after, database.oid);
        if (!later || later->name != database.name || database.refusal)
            continue; // dropped or renamed meanwhile
        const archive::Toc* toc = inFile.value(database.name);
        if (!toc)
            absent.append(core::singleLine(core::quoteIdentifier(database.name)));
        else
            compareDatabase(draft, database, later->refusal ? nullptr : later, *toc, lacks);
    }
    using core::Severity;
    report(findings, Severity::Blocker, "archive.databaseMissing",
           tr("The dump does not contain the databases: %1."), absent);
    report(findings, Severity::Blocker, "archive.relationMissing", tr("The dump does not contain: %1."),
           lacks.absent);
    report(findings, Severity::Blocker, "archive.rowsMissing", tr("The dump has no rows of: %1."),
           lacks.empty);
    report(findings, Severity::Info, "archive.passing",
           tr("In the dump, but on the server neither before nor after it: %1."), lacks.passing);
    return findings;
}

} // namespace tidemark::backup::cluster
