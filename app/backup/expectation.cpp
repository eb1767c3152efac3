// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/expectation.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QSet>

namespace tidemark::backup {

namespace {

using Key = std::pair<QString, QString>;

bool holdsRows(const postgres::Relation& relation)
{
    return relation.kind == postgres::RelationKind::Table;
}

core::Finding problem(const char* id, const QString& sentence, const QStringList& names)
{
    constexpr qsizetype shown = 5;
    QString list = names.mid(0, shown).join(QStringLiteral(", "));
    const int left = static_cast<int>(names.size() - shown);
    if (left > 0)
        list += QCoreApplication::translate("backup::expectation", " and %n more", nullptr, left);
    return {core::Severity::Blocker, QLatin1String(id), sentence.arg(list),
            QCoreApplication::translate("backup::expectation", "Run the backup again; if it happens again, keep the log and report it."), {}};
}

} // namespace

core::Findings compareRelations(const QList<ExpectedRelation>& expected, const archive::Toc& toc)
{
    QSet<Key> defined;
    for (const archive::Relation& relation : toc.relations())
        defined.insert({relation.schema, relation.name});
    QSet<Key> filled;
    for (const archive::TocEntry* entry : toc.tableData())
        filled.insert({entry->schema(), entry->tag()});

    QStringList absent;
    QStringList empty;
    QStringList unwanted;
    for (const ExpectedRelation& one : expected) {
        const postgres::Relation& relation = one.relation;
        const Key key{relation.schema, relation.name};
        const QString name = core::singleLine(core::quoteQualified(relation.schema, relation.name));
        const bool lacksRows = holdsRows(relation) && one.rows && !filled.contains(key);
        if (one.definition && !defined.contains(key))
            absent.append(name);
        else if (lacksRows)
            empty.append(name);
        else if ((!one.definition && defined.contains(key)) || (holdsRows(relation) && !one.rows && filled.contains(key)))
            unwanted.append(name);
    }
    core::Findings findings;
    if (!absent.isEmpty())
        findings.append(problem("archive.relationMissing", QCoreApplication::translate("backup::expectation", "The dump does not contain: %1."), absent));
    if (!empty.isEmpty())
        findings.append(problem("archive.rowsMissing", QCoreApplication::translate("backup::expectation", "The dump has no rows of: %1."), empty));
    if (!unwanted.isEmpty())
        findings.append(problem("archive.unwanted", QCoreApplication::translate("backup::expectation", "The dump contains what was to be left out: %1."), unwanted));
    return findings;
}

} // namespace tidemark::backup
