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

core::Finding missing(const char* id, const QString& sentence, const QStringList& names)
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

core::Findings compareRelations(const QList<postgres::Relation>& expected, const archive::Toc& toc)
{
    QSet<Key> defined;
    for (const archive::Relation& relation : toc.relations())
        defined.insert({relation.schema, relation.name});
    QSet<Key> filled;
    for (const archive::TocEntry* entry : toc.tableData())
        filled.insert({entry->schema, entry->tag});

    QStringList absent;
    QStringList empty;
    for (const postgres::Relation& relation : expected) {
        const Key key{relation.schema, relation.name};
        const QString name = core::singleLine(core::quoteQualified(relation.schema, relation.name));
        if (!defined.contains(key))
            absent.append(name);
        else if (holdsRows(relation) && !filled.contains(key))
            empty.append(name);
    }
    core::Findings findings;
    if (!absent.isEmpty())
        findings.append(missing("archive.relationMissing", QCoreApplication::translate("backup::expectation", "The dump does not contain: %1."), absent));
    if (!empty.isEmpty())
        findings.append(missing("archive.rowsMissing", QCoreApplication::translate("backup::expectation", "The dump has the definition but not the rows of: %1."), empty));
    return findings;
}

} // namespace tidemark::backup
