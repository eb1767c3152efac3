// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/recoverytable.h"

#include "core/quoting.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace tidemark::postgres {

namespace {

class Description
{
public:
    Description(Connection& connection, QString whatFailed)
        : m_connection(connection)
        , m_whatFailed(std::move(whatFailed))
    {
    }

    core::Result<RecoveryTable> read(const QString& schema, const QString& name)
    {
        TIDEMARK_TRY(readTable(schema, name));
        TIDEMARK_TRY(readColumns());
        TIDEMARK_TRY(readUniqueKeys());
        TIDEMARK_TRY(readForeignKeys());
        TIDEMARK_TRY(readTriggers());
        TIDEMARK_TRY(readRules());
        TIDEMARK_TRY(readSequences());
        return m_table;
    }

private:
    core::Result<Rows> ask(const Sql& statement)
    {
        return m_connection.query(statement, {m_table.oid}, m_whatFailed);
    }

    // Privileges on each of its columns are as good as on the table.
    core::Status readTable(const QString& schema, const QString& name)
    {
        auto rows = m_connection.query(
            "SELECT c.oid, c.relkind = 'p', pg_catalog.pg_get_userbyid(c.relowner),"
            " pg_catalog.pg_has_role(c.relowner, 'MEMBER'), pg_catalog.row_security_active(c.oid),"
            " pg_catalog.has_table_privilege(c.oid, 'INSERT') OR NOT EXISTS (SELECT FROM "
            "pg_catalog.pg_attribute a WHERE a.attrelid = c.oid"
            "   AND a.attnum > 0 AND NOT a.attisdropped AND NOT pg_catalog.has_column_privilege(c.oid, "
            "a.attnum, 'INSERT')),"
            " pg_catalog.has_table_privilege(c.oid, 'UPDATE') OR NOT EXISTS (SELECT FROM "
            "pg_catalog.pg_attribute a WHERE a.attrelid = c.oid"
            "   AND a.attnum > 0 AND NOT a.attisdropped AND NOT pg_catalog.has_column_privilege(c.oid, "
            "a.attnum, 'UPDATE')),"
            " pg_catalog.has_table_privilege(c.oid, 'DELETE'),"
            " pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP'),"
            " EXISTS (SELECT FROM pg_catalog.pg_publication_tables t JOIN pg_catalog.pg_publication p ON "
            "p.pubname = t.pubname"
            "   WHERE t.schemaname = n.nspname AND t.tablename = c.relname AND (p.pubupdate OR p.pubdelete)),"
            " c.relreplident IN ('f', 'i') OR c.relreplident = 'd' AND EXISTS"
            "   (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),"
            " EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND (i.indisexclusion"
            "   OR i.indisunique AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL))),"
            " CASE pg_catalog.current_setting('server_encoding') WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END"
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')",
            {schema, name}, m_whatFailed);
        if (!rows)
            return std::move(rows).error();
        if (rows->count() == 0)
            return core::Error{core::ErrorKind::NotFound, m_whatFailed, {}, {}};
        m_table.oid = rows->text(0, 0);
        m_table.isPartitioned = rows->flag(0, 1);
        m_table.owner = rows->text(0, 2);
        m_table.isOwner = rows->flag(0, 3);
        m_table.hidesRows = rows->flag(0, 4);
        m_table.mayInsert = rows->flag(0, 5);
        m_table.mayUpdate = rows->flag(0, 6);
        m_table.mayDelete = rows->flag(0, 7);
        m_table.mayMakeTemporary = rows->flag(0, 8);
        m_table.publishesChanges = rows->flag(0, 9);
        m_table.hasReplicaIdentity = rows->flag(0, 10);
        m_table.hasOtherUniqueness = rows->flag(0, 11);
        m_table.fileEncoding = rows->text(0, 12);
        return {};
    }

    // attgenerated is there since PostgreSQL 12, attidentity since 10.
    core::Status readColumns()
    {
        auto rows =
            ask("SELECT a.attname, coalesce(pg_catalog.to_jsonb(a) ->> 'attgenerated', '') <> '',"
                " coalesce(pg_catalog.to_jsonb(a) ->> 'attidentity', ''), a.attnotnull AND NOT a.atthasdef,"
                " base.type, base.unchecked"
                " FROM pg_catalog.pg_attribute a LEFT JOIN LATERAL ("
                "  WITH RECURSIVE d(domain, below, modifier) AS (SELECT t.oid, t.typbasetype, t.typtypmod"
                "   FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid AND t.typtype = 'd'"
                "   UNION ALL SELECT t.oid, t.typbasetype, t.typtypmod"
                "   FROM d JOIN pg_catalog.pg_type t ON t.oid = d.below AND t.typtype = 'd')"
                "  SELECT pg_catalog.format_type(d.below, d.modifier) AS type, EXISTS (SELECT FROM d AS every"
                "    JOIN pg_catalog.pg_constraint c ON c.contypid = every.domain AND NOT c.convalidated) AS unchecked"
                "  FROM d JOIN pg_catalog.pg_type t ON t.oid = d.below AND t.typtype <> 'd') base ON true"
                " WHERE a.attrelid = $1::pg_catalog.oid AND a.attnum > 0"
                " AND NOT a.attisdropped ORDER BY a.attnum");
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row) {
            if (rows->flag(row, 1))
                continue;
            m_table.allColumns.append(rows->text(row, 0));
            if (!rows->isNull(row, 4))
                m_table.baseTypes.insert(rows->text(row, 0), rows->text(row, 4));
            if (rows->flag(row, 5))
                m_table.uncheckedDomains.append(rows->text(row, 0));
            if (rows->text(row, 2) == QLatin1String("a"))
                m_table.identityAlways.append(rows->text(row, 0));
            if (rows->flag(row, 3) && rows->text(row, 2).isEmpty())
                m_table.notNullWithoutDefault.append(rows->text(row, 0));
        }
        return {};
    }

    // Strategy 3 of a btree is equality (manual, "Index Method Strategies"). pg_index.indnkeyatts is there
    // since 11.
    core::Status readUniqueKeys()
    {
        auto rows = ask(
            "SELECT i.indexrelid, ic.relname, i.indisprimary, a.attname, n.nspname, o.oprname"
            " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid"
            " CROSS JOIN LATERAL pg_catalog.generate_series(0, coalesce((pg_catalog.to_jsonb(i) ->> "
            "'indnkeyatts')::pg_catalog.int2, i.indnatts) - 1) AS k(place)"
            " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]"
            " JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[k.place]"
            " JOIN pg_catalog.pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype"
            "   AND ao.amoprighttype = oc.opcintype AND ao.amopstrategy = 3"
            " JOIN pg_catalog.pg_operator o ON o.oid = ao.amopopr"
            " JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace"
            " WHERE i.indrelid = $1::pg_catalog.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL"
            " AND i.indexprs IS NULL ORDER BY i.indisprimary DESC, i.indexrelid, k.place");
        if (!rows)
            return std::move(rows).error();
        QString present;
        for (qsizetype row = 0; row < rows->count(); ++row) {
            if (rows->text(row, 0) != present)
                m_table.uniqueKeys.append(UniqueKey{rows->text(row, 1), {}, rows->flag(row, 2)});
            present = rows->text(row, 0);
            m_table.uniqueKeys.last().columns.append(
                {rows->text(row, 3), {rows->text(row, 4), rows->text(row, 5)}});
        }
        return {};
    }

    core::Status readForeignKeys()
    {
        TIDEMARK_TRY(addForeignKeys("c.conrelid", "c.confrelid", m_table.parents));
        return addForeignKeys("c.confrelid", "c.conrelid", m_table.children);
    }

    // Of a key to or from a partitioned table there is one for each partition besides, which says the same.
    // Partitions may have keys of their own too, often all of them the same.
    template <std::size_t A, std::size_t B>
    core::Status addForeignKeys(const char (&own)[A], const char (&other)[B], QList<ForeignKey>& into)
    {
        Sql statement(
            "WITH RECURSIVE tree(oid) AS (SELECT $1::pg_catalog.oid UNION ALL SELECT i.inhrelid FROM tree"
            "   JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid JOIN pg_catalog.pg_class p ON p.oid "
            "= i.inhparent AND p.relkind = 'p')"
            " SELECT c.oid, c.conname, n.nspname, r.relname, c.confdeltype,"
            " pg_catalog.has_table_privilege(r.oid, 'SELECT') AND pg_catalog.has_schema_privilege(n.oid, "
            "'USAGE'),"
            " child.attname, parent.attname, o.nspname, op.oprname, tree.oid <> $1::pg_catalog.oid"
            " FROM tree JOIN pg_catalog.pg_constraint c ON c.contype = 'f' AND tree.oid = ");
        statement.add(own)
            .add(" JOIN pg_catalog.pg_class r ON r.oid = ")
            .add(other)
            .add(" JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace"
                 " CROSS JOIN LATERAL pg_catalog.generate_subscripts(c.conkey, 1) AS k(place)"
                 " JOIN pg_catalog.pg_attribute child ON child.attrelid = c.conrelid AND child.attnum = "
                 "c.conkey[k.place]"
                 " JOIN pg_catalog.pg_attribute parent ON parent.attrelid = c.confrelid AND parent.attnum = "
                 "c.confkey[k.place]"
                 " JOIN pg_catalog.pg_operator op ON op.oid = c.conpfeqop[k.place]"
                 " JOIN pg_catalog.pg_namespace o ON o.oid = op.oprnamespace"
                 " WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint p JOIN tree t ON t.oid IN "
                 "(p.conrelid, p.confrelid)"
                 "   WHERE p.oid = (pg_catalog.to_jsonb(c) ->> 'conparentid')::pg_catalog.oid)"
                 " ORDER BY tree.oid <> $1::pg_catalog.oid, c.conname, c.oid, k.place");
        auto rows = ask(statement);
        if (!rows)
            return std::move(rows).error();
        QString present;
        QList<ForeignKey> found;
        for (qsizetype row = 0; row < rows->count(); ++row) {
            if (rows->text(row, 0) != present)
                found.append({rows->text(row, 1),
                              rows->text(row, 2),
                              rows->text(row, 3),
                              {},
                              rows->text(row, 4).at(0),
                              rows->flag(row, 5),
                              rows->flag(row, 10)});
            present = rows->text(row, 0);
            found.last().columns.append(
                {rows->text(row, 6), rows->text(row, 7), {rows->text(row, 8), rows->text(row, 9)}});
        }
        for (const ForeignKey& key : std::as_const(found)) {
            const bool known = std::any_of(into.begin(), into.end(),
                                           [&](const ForeignKey& one) { return saysTheSame(one, key); });
            if (!key.ofPartition || !known)
                into.append(key);
        }
        return {};
    }

    static bool saysTheSame(const ForeignKey& one, const ForeignKey& other)
    {
        return one.schema == other.schema && one.table == other.table &&
               std::equal(one.columns.begin(), one.columns.end(), other.columns.begin(), other.columns.end(),
                          [](const ForeignKey::Pair& a, const ForeignKey::Pair& b) {
                              return a.own == b.own && a.other == b.other;
                          });
    }

    // tgtype: 4 INSERT, 8 DELETE, 16 UPDATE (src/include/catalog/pg_trigger.h).
    core::Status readTriggers()
    {
        auto rows =
            ask("WITH RECURSIVE tree(oid) AS (SELECT $1::pg_catalog.oid UNION ALL"
                "   SELECT i.inhrelid FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.oid"
                "   JOIN pg_catalog.pg_class p ON p.oid = i.inhparent AND p.relkind = 'p')"
                " SELECT n.nspname, c.relname, t.tgname, t.tgfoid::pg_catalog.regproc, t.tgenabled,"
                " t.tgtype & 4 <> 0, t.tgtype & 16 <> 0, t.tgtype & 8 <> 0"
                " FROM tree JOIN pg_catalog.pg_trigger t ON t.tgrelid = tree.oid JOIN pg_catalog.pg_class c "
                "ON c.oid = tree.oid"
                " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal ORDER BY "
                "1, 2, 3");
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row) {
            m_table.triggers.append({rows->text(row, 0), rows->text(row, 1), rows->text(row, 2),
                                     rows->text(row, 3), rows->text(row, 4).at(0), rows->flag(row, 5),
                                     rows->flag(row, 6), rows->flag(row, 7)});
        }
        return {};
    }

    core::Status readRules()
    {
        auto rows = ask("SELECT rulename, ev_type, is_instead FROM pg_catalog.pg_rewrite"
                        " WHERE ev_class = $1::pg_catalog.oid AND ev_type IN ('2', '3', '4') AND ev_enabled "
                        "<> 'D' ORDER BY 1");
        if (!rows)
            return std::move(rows).error();
        for (qsizetype row = 0; row < rows->count(); ++row)
            m_table.rules.append({rows->text(row, 0), rows->text(row, 1).at(0), rows->flag(row, 2)});
        return {};
    }

    core::Status readSequences()
    {
        const auto found = columnSequences(m_connection, m_table.oid);
        if (!found)
            return found.error();
        for (const TableSequence& each : *found)
            m_table.sequences.append(each.sequence);
        return {};
    }

    Connection& m_connection;
    QString m_whatFailed;
    RecoveryTable m_table;
};

} // namespace

core::Result<RecoveryTable> describeForRecovery(Connection& connection, const QString& schema,
                                                const QString& name)
{
    const QString whatFailed =
        QCoreApplication::translate("postgres::queries", "The table %1 could not be looked at.")
            .arg(core::singleLine(schema + QLatin1Char('.') + name));
    return Description(connection, whatFailed).read(schema, name);
}

} // namespace tidemark::postgres
