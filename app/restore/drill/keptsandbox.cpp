// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/drill/keptsandbox.h"

#include "archive/rolenames.h"
#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSet>

namespace tidemark::restore::drill {

namespace {

/// What is in it, for lists.
QString labelOf(const RestoreSource& source)
{
    const QString name = core::singleLine(
        source.database().isEmpty() ? QFileInfo(source.archivePath).fileName() : source.database());
    if (!source.set)
        return name;
    return QCoreApplication::translate("restore::drill", "%1 of %2")
        .arg(name, core::localDateTimeText(source.set->manifest.started));
}

QStringList rolesIn(const RestoreSource& source)
{
    QSet<QString> roles;
    const archive::TocGraph graph(source.toc);
    for (int i = 0; i < graph.size(); ++i)
        archive::addRolesOf(graph, i, roles);
    return {roles.begin(), roles.end()};
}

} // namespace

core::Result<KeptSandbox> KeptSandbox::prepare(RestoreDraft& draft, Trust trust,
                                               const process::ToolSet& tools, const core::RunContext& context)
{
    const auto source = openSource(draft.source, draft.sourceDatabase, context);
    if (!source)
        return source.error();
    const auto major = sandboxMajor(tools, majorOf(*source));
    if (!major)
        return major.error();
    // It may live long and be backed up: with an identity of its own.
    auto sandbox = Sandbox::start(*major, cluster::DataOrigin::InitDb, tools, context);
    if (!sandbox)
        return std::move(sandbox).error();
    if (draft.targetDatabase.isEmpty())
        draft.targetDatabase = sandboxDatabaseName(source->database());
    TIDEMARK_TRY(sandbox->addRoles(rolesIn(*source), context));
    KeptSandbox kept(*std::move(sandbox), labelOf(*source));
    if (!isTrusted(*source, trust)) {
        TIDEMARK_TRY(kept.m_sandbox.addLogin(QLatin1String(restrictedRole), context));
        auto restricted = kept.m_sandbox.serverAs(QLatin1String(restrictedRole), context);
        if (!restricted)
            return std::move(restricted).error();
        kept.m_restricted = std::make_unique<access::ServerAccess>(*std::move(restricted));
    }
    return kept;
}

void KeptSandbox::explain(RestoreReport& report) const
{
    if (m_restricted && core::hasBlocker(report.findings))
        report.findings.append(untrusted());
}

core::Error KeptSandbox::explained(const core::Error& error) const
{
    return m_restricted && error.kind == core::ErrorKind::PermissionDenied ? untrusted(error) : error;
}

QString KeptSandbox::name() const
{
    return QFileInfo(m_sandbox.folder()).fileName();
}

core::Result<postgres::ConnectionSpec> KeptSandbox::keep(const QString& database)
{
    TIDEMARK_TRY(m_sandbox.local().release(m_label, database));
    return m_sandbox.local().spec(database);
}

} // namespace tidemark::restore::drill
