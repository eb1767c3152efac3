// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/archiveneeds.h"

#include "archive/entryname.h"
#include "archive/sqlnames.h"

#include <QHash>

#include <algorithm>

namespace tidemark::restore {

namespace {

using archive::EntryKind;

struct Wording
{
    const char* text;
    int since;
    int before;
    const char* what;
};

// Source: the release notes' incompatibilities and additions, as far as pg_dump writes them.
constexpr Wording wordings[] = {
    {" COMPRESSION lz4", 14, 0, "COMPRESSION lz4"},
    {"BEGIN ATOMIC", 14, 0, "BEGIN ATOMIC"},
    {"multirange", 14, 0, "multirange"},
    {"NULLS NOT DISTINCT", 15, 0, "NULLS NOT DISTINCT"},
    {"security_invoker", 15, 0, "security_invoker"},
    {"TABLES IN SCHEMA", 15, 0, "TABLES IN SCHEMA"},
    {"GRANT MAINTAIN", 17, 0, "MAINTAIN"},
    {",MAINTAIN", 17, 0, "MAINTAIN"},
    {" PERIOD ", 18, 0, "PERIOD"},
    {"WITHOUT OVERLAPS", 18, 0, "WITHOUT OVERLAPS"},
    {" VIRTUAL", 18, 0, "VIRTUAL"},
    {" WITH OIDS", 0, 12, "WITH OIDS"},
    {"LANGUAGE plpythonu", 0, 15, "plpythonu"},
    {"LANGUAGE plpython2u", 0, 15, "plpython2u"},
};

QString valueBehind(const archive::TocGraph& graph, const QByteArray& text, const char* word)
{
    archive::SqlReader reader(text);
    while (!reader.atEnd()) {
        if (!reader.takeWord(word)) {
            reader.advance();
            continue;
        }
        (void)reader.takeSymbol('=');
        if (const auto value = archive::unquoteText(reader.written()))
            return graph.decode(*value);
        return graph.decode(reader.written().toByteArray());
    }
    return {};
}

class Reader
{
public:
    explicit Reader(const archive::Toc& toc)
        : m_graph(toc)
    {
    }

    ArchiveNeeds run(const QSet<int>& among)
    {
        for (int i = 0; i < m_graph.size(); ++i) {
            if (among.isEmpty() || among.contains(m_graph.entry(i).dumpId()))
                read(i);
        }
        for (QStringList* list : {&m_needs.collations, &m_needs.locales, &m_needs.tablespaces})
            list->removeDuplicates();
        return std::move(m_needs);
    }

private:
    void read(int index);
    void readCollations(const QByteArray& text);
    void readFeatures(int index, const QByteArray& text);
    bool needsSuperuser(int index, const QByteArray& text) const;

    const archive::TocGraph m_graph;
    ArchiveNeeds m_needs;
};

void Reader::readCollations(const QByteArray& text)
{
    static const QByteArray words = "COLLATE pg_catalog.";
    for (qsizetype at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
        archive::SqlReader reader(QByteArrayView(text).sliced(at + words.size()));
        if (const auto name = reader.takeName(); name && !name->isQualified())
            m_needs.collations.append(m_graph.decode(name->name()));
    }
}

void Reader::readFeatures(int index, const QByteArray& text)
{
    for (const Wording& wording : wordings) {
        if (!text.contains(wording.text))
            continue;
        const QString what = QLatin1String(wording.what);
        auto found = std::find_if(m_needs.features.begin(), m_needs.features.end(),
                                  [&what](const NeededFeature& each) { return each.what == what; });
        if (found == m_needs.features.end())
            found =
                m_needs.features.insert(m_needs.features.end(), {wording.since, wording.before, what, {}});
        found->where.append(archive::entryText(m_graph, index));
    }
}

bool Reader::needsSuperuser(int index, const QByteArray& text) const
{
    switch (m_graph.kind(index)) {
    case EntryKind::EventTrigger:
    case EntryKind::Subscription:
    case EntryKind::AccessMethod:
    case EntryKind::OperatorClass:
    case EntryKind::OperatorFamily:
        return true;
    case EntryKind::ForeignServer:
        return m_graph.entry(index).type() == QLatin1String("FOREIGN DATA WRAPPER");
    case EntryKind::Publication:
        return text.contains("FOR ALL TABLES") || text.contains("TABLES IN SCHEMA");
    case EntryKind::Language:
        return true;
    case EntryKind::Function:
        return text.contains(" LANGUAGE c\n") || text.contains(" LANGUAGE c ") ||
               text.contains("LANGUAGE internal") || text.contains("LANGUAGE plpython") ||
               text.contains("LANGUAGE plperlu");
    default:
        return false;
    }
}

void Reader::read(int index)
{
    const archive::TocEntry& entry = m_graph.entry(index);
    const EntryKind kind = m_graph.kind(index);
    if (kind == EntryKind::TableData || kind == EntryKind::Comment)
        return;
    const QByteArray text = entry.definition();
    if (kind == EntryKind::Extension)
        m_needs.extensions.append({entry.tag(), valueBehind(m_graph, text, "VERSION")});
    if (kind == EntryKind::Subscription)
        m_needs.subscriptions.append(archive::entryName(m_graph, index));
    if (kind == EntryKind::Collation && !text.contains("provider = icu") &&
        !text.contains("provider = builtin")) {
        for (const char* word : {"LOCALE", "LC_COLLATE"}) {
            if (const QString locale = valueBehind(m_graph, text, word); !locale.isEmpty())
                m_needs.locales.append(locale);
        }
    }
    if (kind == EntryKind::Table && text.contains("FORCE ROW LEVEL SECURITY"))
        m_needs.forced.append(archive::entryName(m_graph, index));
    if (const QString tablespace = entry.tablespace(); !tablespace.isEmpty() && kind != EntryKind::Database)
        m_needs.tablespaces.append(tablespace);
    if (needsSuperuser(index, text))
        m_needs.superuserObjects.append(archive::entryText(m_graph, index));
    readCollations(text);
    readFeatures(index, text);
}

} // namespace

ArchiveNeeds needsOf(const archive::Toc& toc, const QSet<int>& among)
{
    return Reader(toc).run(among);
}

QString packageOf(const QString& extension, int serverMajor)
{
    // Of the server's own package: contrib.
    static const QSet<QString> contrib{QStringLiteral("adminpack"),
                                       QStringLiteral("amcheck"),
                                       QStringLiteral("bloom"),
                                       QStringLiteral("btree_gin"),
                                       QStringLiteral("btree_gist"),
                                       QStringLiteral("citext"),
                                       QStringLiteral("cube"),
                                       QStringLiteral("dblink"),
                                       QStringLiteral("dict_int"),
                                       QStringLiteral("earthdistance"),
                                       QStringLiteral("file_fdw"),
                                       QStringLiteral("fuzzystrmatch"),
                                       QStringLiteral("hstore"),
                                       QStringLiteral("intarray"),
                                       QStringLiteral("isn"),
                                       QStringLiteral("lo"),
                                       QStringLiteral("ltree"),
                                       QStringLiteral("pageinspect"),
                                       QStringLiteral("pg_buffercache"),
                                       QStringLiteral("pg_prewarm"),
                                       QStringLiteral("pg_stat_statements"),
                                       QStringLiteral("pg_trgm"),
                                       QStringLiteral("pg_visibility"),
                                       QStringLiteral("pgcrypto"),
                                       QStringLiteral("pgrowlocks"),
                                       QStringLiteral("pgstattuple"),
                                       QStringLiteral("postgres_fdw"),
                                       QStringLiteral("seg"),
                                       QStringLiteral("sslinfo"),
                                       QStringLiteral("tablefunc"),
                                       QStringLiteral("tsm_system_rows"),
                                       QStringLiteral("unaccent"),
                                       QStringLiteral("uuid-ossp"),
                                       QStringLiteral("xml2")};
    static const QHash<QString, const char*> others{
        {QStringLiteral("postgis"), "postgresql-%1-postgis-3"},
        {QStringLiteral("postgis_topology"), "postgresql-%1-postgis-3"},
        {QStringLiteral("postgis_raster"), "postgresql-%1-postgis-3"},
        {QStringLiteral("pgrouting"), "postgresql-%1-pgrouting"},
        {QStringLiteral("vector"), "postgresql-%1-pgvector"},
        {QStringLiteral("pg_cron"), "postgresql-%1-cron"},
        {QStringLiteral("pg_partman"), "postgresql-%1-partman"},
        {QStringLiteral("pg_repack"), "postgresql-%1-repack"},
        {QStringLiteral("pgaudit"), "postgresql-%1-pgaudit"},
        {QStringLiteral("hypopg"), "postgresql-%1-hypopg"},
        {QStringLiteral("orafce"), "postgresql-%1-orafce"},
        {QStringLiteral("ip4r"), "postgresql-%1-ip4r"},
        {QStringLiteral("rum"), "postgresql-%1-rum"},
        {QStringLiteral("prefix"), "postgresql-%1-prefix"},
        {QStringLiteral("http"), "postgresql-%1-http"},
        {QStringLiteral("mysql_fdw"), "postgresql-%1-mysql-fdw"},
        {QStringLiteral("tds_fdw"), "postgresql-%1-tds-fdw"},
        {QStringLiteral("plr"), "postgresql-%1-plr"},
        {QStringLiteral("plpython3u"), "postgresql-plpython3-%1"},
        {QStringLiteral("plperl"), "postgresql-plperl-%1"},
        {QStringLiteral("plperlu"), "postgresql-plperl-%1"},
        {QStringLiteral("pltcl"), "postgresql-pltcl-%1"},
        {QStringLiteral("pltclu"), "postgresql-pltcl-%1"},
        {QStringLiteral("timescaledb"), "timescaledb-2-postgresql-%1"}};
    if (contrib.contains(extension))
        return QStringLiteral("postgresql-%1").arg(serverMajor);
    const char* name = others.value(extension);
    return name ? QString::fromLatin1(name).arg(serverMajor) : QString();
}

} // namespace tidemark::restore
