// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/targetrights.h"

#include "core/quoting.h"
#include "restore/besiderun.h"
#include "restore/namelist.h"
#include "restore/othernames.h"

#include <QCoreApplication>

namespace tidemark::restore {

namespace {

using Names = QList<postgres::RelationName>;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::rights", text);
}

class Rights
{
public:
    Rights(const RestoreDraft& draft, const RestoreFacts& facts, const RestoreScope& scope)
        : m_draft(draft)
        , m_facts(facts)
        , m_scope(scope)
        , m_user(core::singleLine(facts.server.user))
    {
    }

    core::Findings run()
    {
        if (m_draft.isBeside()) {
            checkSchemas();
            return std::move(m_findings);
        }
        findDropped();
        for (const archive::Relation& table : m_scope.emptied)
            want(m_emptied, {table.schema, table.name}, &postgres::RelationRights::mayTruncate);
        if (m_draft.isForExistingTables()) {
            for (const archive::Relation& table : m_scope.loaded)
                want(m_loaded, {table.schema, table.name}, &postgres::RelationRights::mayInsert);
        }
        report();
        return std::move(m_findings);
    }

private:
    void want(Names& lacking, const postgres::RelationName& name, bool postgres::RelationRights::*right)
    {
        const auto found = m_facts.preflight.use.limited.constFind(name);
        if (found != m_facts.preflight.use.limited.cend() && !(*found.*right) && !lacking.contains(name))
            lacking.append(name);
    }

    void findDropped()
    {
        if (m_scope.dropped.isEmpty() || m_facts.preflight.use.limited.isEmpty())
            return;
        const archive::TocGraph graph(m_facts.target.toc);
        for (const int dumpId : m_scope.dropped) {
            const int index = graph.indexOf(dumpId);
            const int whole = graph.whole(index);
            const archive::TocEntry& entry = graph.entry(whole >= 0 ? whole : index);
            const postgres::RelationName name{entry.schema(), entry.tag()};
            if (whole < 0 && archive::isRelation(graph.kind(index)))
                want(m_dropped, name, &postgres::RelationRights::mayDrop);
            else if (whole >= 0 && m_facts.preflight.use.limited.contains(name) && !m_altered.contains(name))
                m_altered.append(name);
        }
        m_altered.removeIf([this](const postgres::RelationName& name) { return m_dropped.contains(name); });
    }

    void report()
    {
        const QString database = core::singleLine(m_facts.target.database);
        if (!m_dropped.isEmpty())
            add("privilege.drop",
                tr("%1 may not drop these of %2, which belong to others: %3.")
                    .arg(m_user, database, namesOf(m_dropped)),
                membership(m_dropped));
        if (!m_altered.isEmpty())
            add("privilege.alter",
                tr("Keys or triggers of these are taken off and put back, and %1 is not their owner: %2.")
                    .arg(m_user, namesOf(m_altered)),
                membership(m_altered));
        if (!m_emptied.isEmpty())
            add("privilege.truncate", tr("%1 may not empty these: %2.").arg(m_user, namesOf(m_emptied)),
                grant("TRUNCATE", m_emptied));
        if (!m_loaded.isEmpty())
            add("privilege.insert", tr("%1 may not add rows to these: %2.").arg(m_user, namesOf(m_loaded)),
                grant("INSERT", m_loaded));
    }

    void checkSchemas()
    {
        QSet<QString> schemas;
        const OtherNames names = otherNames(m_draft, m_facts.source.toc, m_facts.selection, m_facts.target);
        const QList<archive::Relation> moved = movedRelations(m_facts.source.toc, m_facts.selection);
        for (const archive::Relation& relation : moved)
            schemas.insert(names.placeOf(relation, m_draft.intoSchema).first);
        QSet<QString> present{QStringLiteral("public")};
        for (const archive::TocEntry& entry : m_facts.target.toc.entries) {
            if (entry.type() == QLatin1String("SCHEMA"))
                present.insert(entry.tag());
        }
        QStringList closed;
        for (const QString& schema : std::as_const(schemas)) {
            if (m_facts.preflight.use.closedSchemas.contains(schema))
                closed.append(schema);
        }
        closed.sort();
        if (!closed.isEmpty())
            add("privilege.schema",
                tr("%1 may not create anything in these schemas of %2: %3.")
                    .arg(m_user, core::singleLine(m_facts.target.database), listed(closed)),
                tr("Let their owner run: GRANT CREATE ON SCHEMA %1 TO %2;")
                    .arg(core::quoteIdentifier(closed.constFirst()),
                         core::quoteIdentifier(m_facts.server.user)));
        if (!m_facts.preflight.use.mayCreateSchemas && !(schemas - present).isEmpty())
            add("privilege.database",
                tr("%1 may not create schemas in %2.").arg(m_user, core::singleLine(m_facts.target.database)),
                tr("Let its owner run: GRANT CREATE ON DATABASE %1 TO %2;")
                    .arg(core::quoteIdentifier(m_facts.target.database),
                         core::quoteIdentifier(m_facts.server.user)));
    }

    QString namesOf(const Names& names) const
    {
        QStringList texts;
        for (const postgres::RelationName& name : names)
            texts.append(name.first + QLatin1Char('.') + name.second);
        return listed(texts);
    }

    QString membership(const Names& names) const
    {
        QStringList owners;
        for (const postgres::RelationName& name : names) {
            const QString owner = m_facts.preflight.use.limited.value(name).owner;
            if (m_facts.superusers.contains(owner))
                return tr("Restore as their owner, %1, or let an administrator do it.")
                    .arg(core::singleLine(owner));
            owners.append(core::quoteIdentifier(owner));
        }
        owners.removeDuplicates();
        return tr("Restore as their owner, or let an administrator run: GRANT %1 TO %2;")
            .arg(owners.join(QLatin1String(", ")), core::quoteIdentifier(m_facts.server.user));
    }

    QString grant(const char* privilege, const Names& names) const
    {
        QStringList tables;
        for (const postgres::RelationName& name : names)
            tables.append(core::quoteQualified(name.first, name.second));
        return tr("Let their owner run: GRANT %1 ON %2 TO %3;")
            .arg(QLatin1String(privilege), tables.mid(0, 10).join(QLatin1String(", ")),
                 core::quoteIdentifier(m_facts.server.user));
    }

    void add(const char* id, const QString& sentence, const QString& hint)
    {
        m_findings.append({core::Severity::Blocker, QLatin1String(id), sentence, hint, {}});
    }

    const RestoreDraft& m_draft;
    const RestoreFacts& m_facts;
    const RestoreScope& m_scope;
    const QString m_user;
    Names m_dropped;
    Names m_altered;
    Names m_emptied;
    Names m_loaded;
    core::Findings m_findings;
};

} // namespace

core::Findings rightsFindings(const RestoreDraft& draft, const RestoreFacts& facts, const RestoreScope& scope)
{
    const bool isKnown = facts.preflight.isKnown && draft.target == TargetKind::ExistingDatabase;
    return isKnown && !facts.selection.entries.isEmpty() ? Rights(draft, facts, scope).run()
                                                         : core::Findings();
}

} // namespace tidemark::restore
