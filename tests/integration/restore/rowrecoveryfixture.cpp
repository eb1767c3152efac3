// SPDX-License-Identifier: GPL-3.0-or-later
#include "rowrecoveryfixture.h"

#include <algorithm>

namespace tidemark::test {

using namespace Qt::StringLiterals;
namespace rows = restore::rows;

QString Recovered::counts() const
{
    if (!ok)
        return error.toText();
    const rows::RecoveredTable& table = report.tables.constLast();
    return u"%1 inserted, %2 updated, %3 deleted, %4 refused"_s.arg(table.inserted).arg(table.updated).arg(table.deleted).arg(table.refused);
}
QStringList Recovered::reasons() const
{
    QStringList texts;
    for (const rows::RefusedRow& row : report.refused)
        texts.append(row.reason + u" "_s + row.key.join(u","_s));
    texts.sort();
    return texts;
}
bool Recovered::has(const char* finding) const
{
    const core::Findings& findings = ok ? report.findings : plan.findings;
    return std::any_of(findings.begin(), findings.end(), [&](const core::Finding& f) { return f.id == QLatin1String(finding); });
}
void RowRecoveryFixture::makeDatabase(const QString& name)
{
    m_database = name;
    QVERIFY(m_cluster.createDatabase(m_database));
}

std::unique_ptr<archive::Dump> RowRecoveryFixture::dumpNow(const QStringList& arguments)
{
    const QString file = m_folder.filePath(QString::number(++m_files));
    const core::Status dumped = m_cluster.dump(m_database, arguments, file);
    if (!dumped)
        qWarning("%s", qPrintable(dumped.error().toText()));
    auto dump = archive::Dump::open(file, {}, {});
    return dump ? *std::move(dump) : nullptr;
}
rows::RecoveryDraft RowRecoveryFixture::draftOf(const archive::Dump& dump, const QString& table, rows::RowKinds kinds)
{
    rows::RecoveryDraft draft;
    for (const archive::TocEntry& entry : dump.contents().parts.constFirst().toc.entries) {
        if (entry.tag() == table && (entry.type() == u"TABLE" || entry.type() == u"VIEW"))
            draft.dumpId = entry.dumpId();
    }
    draft.kinds = kinds;
    draft.diff.spillFolder = m_folder.path();
    draft.undoFile = m_folder.filePath(u"undo %1.sql"_s.arg(++m_files));
    return draft;
}
Recovered RowRecoveryFixture::plan(const archive::Dump& dump, const rows::RecoveryDraft& draft, const postgres::ConnectionSpec& spec)
{
    Recovered result;
    const access::ServerAccess server = openAccess(spec);
    auto connection = server.connect(m_database, {}, {});
    if (!connection) {
        result.error = connection.error();
        return result;
    }
    auto facts = rows::gatherFacts(dump, draft, *connection, {});
    if (!facts) {
        result.error = facts.error();
        return result;
    }
    result.facts = *std::move(facts);
    auto planned = rows::makePlan(dump, draft, result.facts, *connection, {});
    result.ok = planned.has_value();
    if (planned)
        result.plan = *std::move(planned);
    else
        result.error = planned.error();
    return result;
}
Recovered RowRecoveryFixture::finish(Recovered planned, const core::RunContext& context, const postgres::ConnectionSpec* spec)
{
    if (!planned.ok)
        return planned;
    auto report = rows::run(planned.plan, openAccess(spec ? *spec : m_cluster.spec(m_database)), context);
    planned.ok = report.has_value();
    if (report)
        planned.report = *std::move(report);
    else
        planned.error = report.error();
    return planned;
}
Recovered RowRecoveryFixture::recover(const archive::Dump& dump, const rows::RecoveryDraft& draft)
{
    return finish(plan(dump, draft, m_cluster.spec(m_database)));
}
QString RowRecoveryFixture::psql(const QString& file)
{
    auto ran = m_cluster.runTool(process::ToolKind::Psql, m_database, {u"-X"_s, u"-q"_s, u"-f"_s, file});
    if (!ran)
        return ran.error().toText();
    return ran->exitCode == 0 ? QString() : QString::fromUtf8(ran->errorOutput);
}
void RowRecoveryFixture::sql(const char* script)
{
    const core::Status status = m_cluster.script(m_database, QString::fromUtf8(script));
    QVERIFY2(status, qPrintable(status ? QString() : status.error().toText()));
}
QString RowRecoveryFixture::digest(const char* table)
{
    return m_cluster.value(m_database, u"SELECT count(*) || ' ' || coalesce(md5(string_agg(r, chr(10) ORDER BY r COLLATE \"C\")), '') FROM (SELECT t::text AS r FROM %1 t) x"_s.arg(QString::fromUtf8(table)));
}
} // namespace tidemark::test
