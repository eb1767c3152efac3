// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/connectioncheck.h"

#include "access/serveraccess.h"
#include "core/quoting.h"
#include "postgres/queries/server.h"

#include <QCoreApplication>

namespace tidemark::access {

namespace {

using core::Finding;
using core::Severity;

QString said(const char* text)
{
    return QCoreApplication::translate("access::connectionCheck", text);
}

Finding info(const char* id, const QString& sentence)
{
    return {Severity::Info, QLatin1String(id), sentence, {}, {}};
}

Finding failed(const core::Error& error)
{
    if (error.kind == core::ErrorKind::Cancelled)
        return {Severity::Blocker, QStringLiteral("connection.cancelled"), error.message, {}, {}};
    QString sentence = error.message;
    if (!error.detail.isEmpty())
        sentence += QLatin1Char('\n') + error.detail;
    return {Severity::Blocker, QStringLiteral("connection.failed"), sentence, error.hint, {}};
}

/// A Unix socket or this machine: nobody listens in between.
bool staysHere(const postgres::ConnectionSpec& spec)
{
    const QString& where = spec.hostaddr.isEmpty() ? spec.host : spec.hostaddr;
    return where.startsWith(u'/') || where.startsWith(u'@') || where == u"localhost" || where == u"::1" || where.startsWith(u"127.") ||
           (where.isEmpty() && spec.service.isEmpty() && qEnvironmentVariableIsEmpty("PGHOST") && qEnvironmentVariableIsEmpty("PGSERVICE"));
}

Finding encryptionOf(const Target& target, const postgres::Connection& connection)
{
    if (connection.isEncrypted())
        return info("encryption.on", said(QT_TRANSLATE_NOOP("access::connectionCheck", "The connection is encrypted (TLS).")));
    if (target.tunnel)
        return info("encryption.on", said(QT_TRANSLATE_NOOP("access::connectionCheck", "The connection is encrypted by the SSH tunnel as far as the SSH server.")));
    if (staysHere(target.spec))
        return info("encryption.off", said(QT_TRANSLATE_NOOP("access::connectionCheck", "The connection is not encrypted; it does not leave this computer.")));
    return {Severity::Warning, QStringLiteral("encryption.off"), said(QT_TRANSLATE_NOOP("access::connectionCheck", "The connection is not encrypted: data can be read on the way.")),
            said(QT_TRANSLATE_NOOP("access::connectionCheck", "Switch on ssl on the server and choose the SSL mode require or verify-full, or use an SSH tunnel.")), {}};
}

Finding roleOf(const postgres::ServerFacts& facts)
{
    if (facts.superuser) {
        return info("role.readsAll", said(QT_TRANSLATE_NOOP("access::connectionCheck", "%1 is a superuser and may back up everything."))
                                         .arg(core::singleLine(facts.user)));
    }
    if (facts.readsAllData) {
        return info("role.readsAll", said(QT_TRANSLATE_NOOP("access::connectionCheck", "%1 may read all tables (pg_read_all_data)."))
                                         .arg(core::singleLine(facts.user)));
    }
    const QString role = core::quoteIdentifier(core::singleLine(facts.user));
    return {Severity::Warning, QStringLiteral("role.limited"),
            said(QT_TRANSLATE_NOOP("access::connectionCheck", "%1 may not read every table; a backup of others' tables would fail.")).arg(core::singleLine(facts.user)),
            facts.version.major() >= 14
                ? said(QT_TRANSLATE_NOOP("access::connectionCheck", "Let an administrator run: GRANT pg_read_all_data TO %1")).arg(role)
                : said(QT_TRANSLATE_NOOP("access::connectionCheck", "Let an administrator grant USAGE on the schemas and SELECT on all tables and sequences to %1.")).arg(role),
            {}};
}

Finding toolOf(const process::ToolSet& tools, int serverMajor)
{
    const core::Result<process::Tool> tool = tools.pick(process::ToolKind::PgDump, serverMajor);
    if (tool)
        return info("tool.ok", said(QT_TRANSLATE_NOOP("access::connectionCheck", "pg_dump %1 serves it (%2).")).arg(tool->version.toText(), tool->path));
    const core::Error& error = tool.error();
    return {Severity::Blocker, error.kind == core::ErrorKind::ToolTooOld ? QStringLiteral("tool.tooOld") : QStringLiteral("tool.missing"),
            error.message, error.hint, {}};
}

} // namespace

core::Findings checkConnection(const Target& target, const process::ToolSet& tools, const core::RunContext& context)
{
    core::Result<ServerAccess> server = ServerAccess::open(target, context);
    if (!server)
        return {failed(server.error())};
    core::Findings findings;
    if (target.tunnel)
        findings.append(info("tunnel.ok", said(QT_TRANSLATE_NOOP("access::connectionCheck", "The SSH tunnel through %1 is open.")).arg(target.tunnel->host)));
    core::Result<postgres::Connection> connection = server->connect({}, {}, context.stop);
    if (!connection)
        return findings << failed(connection.error());
    const core::Result<postgres::ServerFacts> facts = postgres::readServerFacts(*connection);
    if (!facts)
        return findings << failed(facts.error());
    findings.append(info("connection.ok", said(QT_TRANSLATE_NOOP("access::connectionCheck", "Connected to PostgreSQL %1, database %2, as %3."))
                                              .arg(facts->version.toText(), core::singleLine(facts->database), core::singleLine(facts->user))));
    findings.append(encryptionOf(target, *connection));
    if (facts->inRecovery)
        findings.append(info("server.standby", said(QT_TRANSLATE_NOOP("access::connectionCheck", "It is a standby: it can be backed up and watched, but not restored into."))));
    findings.append(roleOf(*facts));
    findings.append(toolOf(tools, facts->version.major()));
    return findings;
}

} // namespace tidemark::access
