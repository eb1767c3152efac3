// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/relationpicture.h"

#include "core/quoting.h"

namespace tidemark::test {

namespace {

// $r is replaced by the relation as a regclass. The option pg_attver is the server's own, another number in
// every database, and no dump carries it.
constexpr char relationLines[] = R"(
WITH r AS (SELECT c.* FROM pg_class c WHERE c.oid = $r)
SELECT concat_ws(' ', 'relation', relkind, relpersistence, pg_get_userbyid(relowner), reloptions, relrowsecurity, relforcerowsecurity, relreplident,
    'space', (SELECT spcname FROM pg_tablespace t WHERE t.oid = reltablespace), 'am', (SELECT amname FROM pg_am a WHERE a.oid = relam),
    'part', pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid), 'of', nullif(reloftype, 0)::regtype,
    'toast', (SELECT t.reloptions FROM pg_class t WHERE t.oid = reltoastrelid), 'comment', obj_description(oid, 'pg_class'),
    'view', CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END) FROM r
UNION ALL SELECT concat_ws(' ', 'grant', x) FROM r, unnest(relacl) x
UNION ALL SELECT concat_ws(' ', 'parent', inhparent::regclass) FROM r JOIN pg_inherits ON inhrelid = oid
UNION ALL SELECT concat_ws(' ', 'column', a.attname, format_type(a.atttypid, a.atttypmod), 'collate', nullif(a.attcollation, 0)::regcollation, a.attnotnull,
    'default', pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attstorage, a.attcompression, a.attstattarget, ARRAY(SELECT x FROM unnest(a.attoptions) x WHERE x NOT LIKE 'pg\_attver=%'), a.attfdwoptions,
    'local', a.attislocal, a.attinhcount, a.attacl, 'comment', col_description(a.attrelid, a.attnum))
    FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind <> 'S'
UNION ALL SELECT concat_ws(' ', 'constraint', k.conname, k.contype, pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred, k.conislocal,
    k.coninhcount, 'comment', obj_description(k.oid, 'pg_constraint'))
    FROM r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.conparentid = 0 OR EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid <> k.conrelid)
UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisclustered, i.indisreplident, ic.reloptions,
    (SELECT spcname FROM pg_tablespace t WHERE t.oid = ic.reltablespace), 'parent', (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = ic.oid),
    (SELECT array_agg(attstattarget ORDER BY attnum) FROM pg_attribute a WHERE a.attrelid = ic.oid), 'comment', obj_description(ic.oid, 'pg_class'))
    FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled, t.tgparentid <> 0, 'comment', obj_description(t.oid, 'pg_trigger'))
    FROM r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
UNION ALL SELECT concat_ws(' ', 'policy', p.polname, p.polcmd, p.polpermissive, ARRAY(SELECT pg_get_userbyid(x) FROM unnest(p.polroles) x ORDER BY 1),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), 'comment', obj_description(p.oid, 'pg_policy'))
    FROM r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL SELECT concat_ws(' ', 'rule', pg_get_ruledef(w.oid), w.ev_enabled, 'comment', obj_description(w.oid, 'pg_rewrite')) FROM r JOIN pg_rewrite w ON w.ev_class = r.oid
UNION ALL SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(s.oid), pg_get_userbyid(s.stxowner), s.stxstattarget, 'comment', obj_description(s.oid, 'pg_statistic_ext'))
    FROM r JOIN pg_statistic_ext s ON s.stxrelid = r.oid
UNION ALL SELECT concat_ws(' ', 'sequence', s.schemaname, s.sequencename, s.sequenceowner, s.data_type, s.start_value, s.min_value, s.max_value, s.increment_by, s.cycle, s.cache_size,
    'last', s.last_value, 'grants', sc.relacl, 'comment', obj_description(sc.oid, 'pg_class'))
    FROM r, pg_sequences s JOIN pg_class sc ON sc.oid = format('%I.%I', s.schemaname, s.sequencename)::regclass
    WHERE sc.oid = r.oid OR EXISTS (SELECT FROM pg_depend d WHERE d.objid = sc.oid AND d.refobjid = r.oid AND d.deptype IN ('a', 'i'))
        OR EXISTS (SELECT FROM pg_depend d JOIN pg_attrdef ad ON ad.oid = d.objid AND d.classid = 'pg_attrdef'::regclass WHERE ad.adrelid = r.oid AND d.refobjid = sc.oid)
UNION ALL SELECT concat_ws(' ', 'server', s.srvname, t.ftoptions) FROM r JOIN pg_foreign_table t ON t.ftrelid = r.oid JOIN pg_foreign_server s ON s.oid = t.ftserver
)";

constexpr char columnList[] =
    "SELECT relkind, (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute WHERE "
    "attrelid = c.oid AND attnum > 0 AND NOT attisdropped),"
    " relispopulated FROM pg_class c WHERE c.oid = ";

constexpr char helperLines[] = R"(
SELECT concat_ws(' ', 'function', CASE WHEN p.prokind = 'a' THEN p.oid::regprocedure::text ELSE pg_get_functiondef(p.oid) END, pg_get_userbyid(proowner), proacl,
    'comment', obj_description(p.oid, 'pg_proc')) FROM pg_proc p
    WHERE p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL SELECT concat_ws(' ', 'type', t.oid::regtype, t.typtype, t.typnotnull, t.typdefault, nullif(t.typbasetype, 0)::regtype, pg_get_userbyid(typowner), typacl,
    ARRAY(SELECT enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY enumsortorder), ARRAY(SELECT conname || pg_get_constraintdef(k.oid) || convalidated FROM pg_constraint k WHERE k.contypid = t.oid ORDER BY 1),
    'comment', obj_description(t.oid, 'pg_type')) FROM pg_type t
    WHERE t.typnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace) AND t.typtype IN ('e', 'd', 'r') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
)";

constexpr postgres::Connection::Deadline limit{std::chrono::minutes(1)};

core::Result<postgres::Rows> ask(postgres::Connection& database, const QString& sql)
{
    return database.query(postgres::Sql::script(sql.toUtf8()), {}, sql, limit);
}

core::Result<QStringList> lines(postgres::Connection& database, const QString& sql)
{
    const auto rows = ask(database, sql);
    if (!rows)
        return rows.error();
    QStringList all;
    for (qsizetype i = 0; i < rows->count(); ++i)
        all.append(rows->text(i, 0));
    all.sort();
    return all;
}

} // namespace

core::Result<QStringList> relationPicture(postgres::Connection& database, const QString& schema,
                                          const QString& name)
{
    const QString qualified = core::quoteQualified(schema, name);
    const QString regclass = core::quoteLiteral(qualified) + QLatin1String("::regclass");
    auto all = lines(database, QString::fromUtf8(relationLines).replace(QLatin1String("$r"), regclass));
    const auto facts = ask(database, QString::fromUtf8(columnList) + regclass);
    if (!all || !facts)
        return all ? facts.error() : all.error();
    const QString kind = facts->text(0, 0);
    if ((kind == QLatin1String("m") && facts->flag(0, 2)) || kind == QLatin1String("r") ||
        kind == QLatin1String("p")) {
        const QString from = kind == QLatin1String("r") ? QLatin1String("ONLY ") + qualified : qualified;
        auto content = lines(
            database, QStringLiteral("SELECT 'rows ' || count(*) || ' ' || coalesce(md5(string_agg(h, '' "
                                     "ORDER BY h)), '') FROM (SELECT md5(ROW(%1)::text) h FROM %2) x")
                          .arg(facts->text(0, 1), from));
        if (!content)
            return content;
        *all += *content;
    }
    return all;
}

core::Result<QStringList> helperPicture(postgres::Connection& database)
{
    return lines(database, QString::fromUtf8(helperLines));
}

} // namespace tidemark::test
