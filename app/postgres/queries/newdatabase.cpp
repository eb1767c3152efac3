// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/newdatabase.h"

#include <QCoreApplication>

namespace tidemark::postgres {

core::Result<NewDatabaseOffer> readNewDatabaseOffer(Connection& connection, const QStringList& locales, const QString& encoding)
{
    const QString whatFailed = QCoreApplication::translate("postgres::queries", "What the server offers to a new database could not be read.");
    NewDatabaseOffer offer;
    const auto tablespaces = connection.query("SELECT spcname FROM pg_catalog.pg_tablespace ORDER BY spcname COLLATE \"C\"", {}, whatFailed);
    if (!tablespaces)
        return tablespaces.error();
    for (qsizetype row = 0; row < tablespaces->count(); ++row)
        offer.tablespaces.append(tablespaces->text(row, 0));
    const auto about = connection.query("SELECT EXISTS (SELECT FROM pg_catalog.pg_collation WHERE collprovider = 'i'),"
                                        " $1 = '' OR pg_catalog.pg_char_to_encoding($1) >= 0",
                                        {encoding}, whatFailed);
    if (!about)
        return about.error();
    offer.hasIcu = about->flag(0, 0);
    offer.knowsEncoding = about->flag(0, 1);
    for (const QString& locale : locales) {
        // lc_monetary is the one category that anybody may set; it has no effect beyond this statement.
        const auto tried = connection.query("SELECT pg_catalog.set_config('lc_monetary', $1, true)", {locale}, whatFailed);
        if (!tried && connection.lastSqlState() != QLatin1String("22023"))
            return tried.error();
        if (!tried)
            offer.missingLocales.insert(locale);
    }
    return offer;
}

core::Result<qint64> countOwnObjects(Connection& connection)
{
    const auto counted = connection.query("SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind <> 't' AND relkind <> 'i')"
                                          " + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc WHERE oid >= 16384)"
                                          " + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_extension WHERE oid >= 16384)"
                                          " + (SELECT pg_catalog.count(*) FROM pg_catalog.pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_')",
                                          {}, QCoreApplication::translate("postgres::queries", "What a template holds could not be read."));
    if (!counted)
        return counted.error();
    return counted->number(0, 0);
}

} // namespace tidemark::postgres
