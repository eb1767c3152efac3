// SPDX-License-Identifier: GPL-3.0-or-later
#include "postgres/queries/sanity.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace tidemark::postgres {

namespace {

constexpr int mostRows = 100;
constexpr qsizetype longestValue = 64 << 10;  // as the cursor has it, and one more
constexpr qsizetype longestAnswer = 16 << 20; // about: that of five rows more

QString tr(const char* text)
{
    return QCoreApplication::translate("postgres::queries", text);
}

QString whatFailed()
{
    return tr("The query could not be run.");
}

/// Without the semicolon and the space that people put behind a statement.
QByteArray statementOf(const QString& sql)
{
    QString text = sql.trimmed();
    while (text.endsWith(QLatin1Char(';')))
        text = text.chopped(1).trimmed();
    return text.toUtf8();
}

/// A row as the cursor gives it: pairs of name and value.
void takeRow(const QJsonArray& cells, core::SanityAnswer& answer, qsizetype& size)
{
    const bool isFirst = answer.rows.isEmpty();
    QList<std::optional<QString>> values;
    for (const QJsonValue cell : cells) {
        if (isFirst)
            answer.columns.append(cell[0].toString());
        if (cell[1].isNull()) {
            values.append(std::nullopt);
            continue;
        }
        QString value = cell[1].toString();
        if (value.size() > longestValue) {
            value.truncate(longestValue);
            answer.isCut = true;
        }
        size += value.size();
        values.append(std::move(value));
    }
    answer.rows.append(std::move(values));
}

core::Status readRows(Connection& connection, Connection::Deadline limit, core::SanityAnswer& answer)
{
    for (qsizetype size = 0; size < longestAnswer;) {
        auto fetched = connection.query("FETCH 5 FROM tidemark_sanity", {}, whatFailed(), limit);
        if (!fetched)
            return std::move(fetched).error();
        if (fetched->count() == 0)
            return {};
        for (qsizetype row = 0; row < fetched->count(); ++row) {
            if (answer.rows.size() == mostRows) {
                answer.isCut = true;
                return {};
            }
            takeRow(QJsonDocument::fromJson(fetched->text(row, 0).toUtf8()).array(), answer, size);
        }
    }
    answer.isCut = true;
    return {};
}

core::Status ask(Connection& connection, const core::SanityQuery& query, Connection::Deadline limit,
                 core::SanityAnswer& answer)
{
    // The server's own clock, too: it stops what our cancel might not reach. The path is reset for people's
    // unqualified names.
    Sql timeout("SELECT pg_catalog.set_config('statement_timeout', ");
    timeout.literalValue(QString::number(limit.count())).add(", true)");
    TIDEMARK_TRY(connection.query(timeout, {}, whatFailed()));
    TIDEMARK_TRY(connection.query("SET LOCAL search_path TO DEFAULT", {}, whatFailed()));
    // A cursor takes queries alone, and sends no more than is fetched. Values become text there, by the
    // server's own JSON, and are cut there: one may have a gigabyte. A comment at the end must not swallow
    // what follows.
    Sql cursor(
        "DECLARE tidemark_sanity NO SCROLL CURSOR FOR SELECT coalesce((SELECT pg_catalog.json_agg("
        "pg_catalog.json_build_array(cell.key, pg_catalog.\"left\"(cell.value, 65537)) ORDER BY cell.place)"
        " FROM pg_catalog.json_each_text(pg_catalog.row_to_json(tidemark_answer))"
        " WITH ORDINALITY AS cell(key, value, place)), '[]') FROM (");
    cursor.add(Sql::script(statementOf(query.sql))).add("\n) AS tidemark_answer");
    TIDEMARK_TRY(connection.query(cursor, {}, whatFailed(), limit));
    return readRows(connection, limit, answer);
}

/// How many rows it has, when they are from, and the last ones.
QList<core::SanityQuery> queriesAbout(const Rows& tables, qsizetype row)
{
    const QString table = core::quoteQualified(tables.text(row, 0), tables.text(row, 1));
    const QString shown = core::singleLine(tables.text(row, 0) + QLatin1Char('.') + tables.text(row, 1));
    QList<core::SanityQuery> queries{{tr("Rows of %1").arg(shown),
                                      QStringLiteral("SELECT count(*) FROM %1").arg(table), true,
                                      core::Expectation::AtLeast, 1}};
    if (const QString column = tables.text(row, 2); !column.isEmpty())
        queries.append({tr("Newest %2 of %1").arg(shown, core::singleLine(column)),
                        QStringLiteral("SELECT max(%2) FROM %1").arg(table, core::quoteIdentifier(column)),
                        true, core::Expectation::Nothing, 1});
    if (const QString key = tables.text(row, 3); !key.isEmpty())
        queries.append({tr("Last five rows of %1").arg(shown),
                        QStringLiteral("SELECT * FROM %1 ORDER BY %2 DESC LIMIT 5")
                            .arg(table, core::quoteIdentifier(key)),
                        true, core::Expectation::SomeRows, 1});
    return queries;
}

} // namespace

core::Result<core::SanityAnswer> askSanityQuery(Connection& connection, const core::SanityQuery& query,
                                                SanityScope scope, Connection::Deadline limit)
{
    const bool isOwn = scope == SanityScope::Own;
    auto begun = isOwn ? connection.query("BEGIN TRANSACTION READ ONLY", {}, whatFailed())
                       : connection.query("SAVEPOINT tidemark_sanity", {}, whatFailed());
    if (!begun)
        return std::move(begun).error();
    core::SanityAnswer answer;
    const auto started = std::chrono::steady_clock::now();
    const core::Status asked = ask(connection, query, limit, answer);
    answer.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
    if (!connection.isUsable())
        return asked ? core::Error{core::ErrorKind::ConnectionFailed, whatFailed(), {}, {}} : asked.error();
    auto ended = isOwn ? connection.query("ROLLBACK", {}, whatFailed())
                       : connection.query("ROLLBACK TO SAVEPOINT tidemark_sanity", {}, whatFailed());
    if (!asked && asked.error().kind == core::ErrorKind::Cancelled)
        return asked.error();
    if (!ended)
        return std::move(ended).error();
    if (!asked) {
        answer.columns.clear();
        answer.rows.clear();
        answer.problem = asked.error().detail.isEmpty() ? asked.error().message : asked.error().detail;
    }
    return answer;
}

core::Result<QList<core::SanityQuery>> suggestSanityQueries(Connection& connection)
{
    // The largest tables, with the column that says when a row came to be, and the key that orders it.
    auto rows = connection.query(
        "SELECT n.nspname, c.relname,"
        " (SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT "
        "a.attisdropped"
        "  AND a.atttypid IN ('pg_catalog.timestamptz'::pg_catalog.regtype, "
        "'pg_catalog.timestamp'::pg_catalog.regtype, 'pg_catalog.date'::pg_catalog.regtype)"
        "  ORDER BY a.attname IN ('created_at', 'created', 'created_on', 'inserted_at') DESC, a.attname LIKE "
        "'%creat%' DESC,"
        "   a.attname IN ('updated_at', 'modified_at') DESC, a.attnum LIMIT 1),"
        " (SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
        "AND a.attnum = i.indkey[0]"
        "  WHERE i.indrelid = c.oid AND i.indisprimary LIMIT 1)"
        " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'"
        " AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
        " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = "
        "'pg_catalog.pg_class'::pg_catalog.regclass"
        "  AND d.objid = c.oid AND d.deptype = 'e')"
        " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, "
        "'SELECT')"
        " ORDER BY (SELECT pg_catalog.sum(pg_catalog.pg_table_size(t.relid)) FROM "
        "pg_catalog.pg_partition_tree(c.oid) t) DESC NULLS LAST,"
        "  pg_catalog.pg_table_size(c.oid) DESC, n.nspname, c.relname LIMIT 3",
        {}, tr("The tables could not be listed."));
    if (!rows)
        return std::move(rows).error();
    QList<core::SanityQuery> queries;
    for (qsizetype row = 0; row < rows->count(); ++row)
        queries += queriesAbout(*rows, row);
    return queries;
}

} // namespace tidemark::postgres
