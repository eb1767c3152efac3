// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/connectioncheck.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "cli/texttable.h"
#include "core/atomicfile.h"
#include "core/quoting.h"
#include "store/profileimport.h"
#include "store/profilestore.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace tidemark::cli {

namespace {

using Action = core::Result<Outcome> (*)(Invocation&, store::ProfileStore&);

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::profiles", text);
}

core::Result<store::Profile> named(Invocation& invocation, const store::ProfileStore& profiles)
{
    if (invocation.arguments().size() != 2)
        return usageError(tr("Which profile? Its name is missing."), QStringLiteral("profiles"));
    return profiles.find(invocation.arguments().at(1));
}

core::Result<Outcome> list(Invocation& invocation, store::ProfileStore& profiles)
{
    if (invocation.arguments().size() > 1)
        return usageError(tr("list takes no name; to see one profile: profiles show NAME."), QStringLiteral("profiles"));
    TextTable table;
    for (const QString& title : {tr("Name"), tr("Environment"), tr("Server"), tr("User"), tr("Tunnel")})
        table.addColumn(title);
    QJsonArray array;
    for (const store::Profile& profile : profiles.profiles()) {
        table.addRow({profile.name, store::environmentLabel(profile.environment), profile.spec.describe(), profile.spec.user,
                      profile.tunnel ? profile.tunnel->host : QString()});
        array.append(store::toJson(profile));
    }
    if (table.isEmpty())
        invocation.printer.line(tr("There are no profiles yet. Add one with: tidemarkctl profiles add NAME --connection …"));
    else
        for (const QString& line : table.lines())
            invocation.printer.line(line);
    return Outcome{core::Verdict::Ok, {{QStringLiteral("profiles"), array}}};
}

core::Result<Outcome> add(Invocation& invocation, store::ProfileStore& profiles)
{
    if (invocation.arguments().size() != 2)
        return usageError(tr("How is the profile to be called? Its name is missing."), QStringLiteral("profiles"));
    if (!invocation.isSet("connection"))
        return usageError(tr("Which server? --connection is missing."), QStringLiteral("profiles"));
    const QString environment = invocation.value("environment");
    const store::EnvironmentTag tag = store::environmentFromName(environment);
    if (!environment.isEmpty() && store::environmentName(tag) != environment)
        return usageError(tr("--environment is production, staging, local or none, not %1.").arg(core::singleLine(environment)), QStringLiteral("profiles"));
    auto imported = store::importConninfo(invocation.value("connection"));
    if (!imported)
        return std::move(imported).error();
    if (!imported->profiles.isEmpty() && !imported->profiles.constFirst().password.isEmpty()) {
        return core::Error{core::ErrorKind::InvalidInput, tr("A password in --connection would be visible to everybody on this machine."), {},
                           tr("Leave it out; keep it in ~/.pgpass, or save it from the window, which uses the keychain.")};
    }
    store::Profile profile = imported->profiles.isEmpty() ? store::Profile::create({}) : imported->profiles.constFirst().profile;
    profile.name = invocation.arguments().at(1);
    profile.environment = tag;
    if (invocation.isSet("ssh")) {
        store::TunnelSpec tunnel;
        tunnel.host = invocation.value("ssh");
        profile.tunnel = tunnel;
    }
    TIDEMARK_TRY(store::validate(profile));
    TIDEMARK_TRY(profiles.add(profile));
    invocation.printer.line(tr("Added %1: %2.").arg(profile.name, profile.spec.describe()));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("profile"), store::toJson(profile)}}};
}

core::Result<Outcome> show(Invocation& invocation, store::ProfileStore& profiles)
{
    auto profile = named(invocation, profiles);
    if (!profile)
        return std::move(profile).error();
    invocation.printer.line(profile->name);
    invocation.printer.line(QStringLiteral("  ") + profile->spec.toConninfo());
    if (profile->tunnel)
        invocation.printer.line(QStringLiteral("  ") + tr("through SSH host %1").arg(profile->tunnel->host));
    invocation.printer.line(QStringLiteral("  ") + (profile->passwordSaved ? tr("password in the keychain") : tr("no password saved; passfile line: %1").arg(store::passfileLine(profile->spec))));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("profile"), store::toJson(*profile)}}};
}

core::Result<Outcome> test(Invocation& invocation, store::ProfileStore& profiles)
{
    auto profile = named(invocation, profiles);
    if (!profile)
        return std::move(profile).error();
    auto target = targetOf(invocation, *profile);
    if (!target)
        return std::move(target).error();
    auto tools = invocation.tools();
    if (!tools)
        return std::move(tools).error();
    const core::Findings findings = access::checkConnection(*target, *tools, invocation.context);
    TIDEMARK_TRY(invocation.context.checkpoint());
    invocation.printer.findings(findings);
    const bool bad = core::hasBlocker(findings);
    invocation.printer.line(bad ? tr("%1 cannot be used as it is.").arg(profile->name) : tr("%1 works.").arg(profile->name));
    return Outcome{bad ? core::Verdict::Failed : core::Verdict::Ok, {{QStringLiteral("findings"), core::toJson(findings)}}};
}

core::Result<Outcome> remove(Invocation& invocation, store::ProfileStore& profiles)
{
    auto profile = named(invocation, profiles);
    if (!profile)
        return std::move(profile).error();
    TIDEMARK_TRY(profiles.remove(profile->id));
    invocation.printer.line(tr("Removed %1. Its backups stay where they are.").arg(profile->name));
    return Outcome{core::Verdict::Ok, {{QStringLiteral("profile"), store::toJson(*profile)}}};
}

core::Result<Outcome> import(Invocation& invocation, store::ProfileStore& profiles)
{
    if (invocation.arguments().size() != 2)
        return usageError(tr("Import what? A pg_service.conf, a servers.json of pgAdmin, or a URI is expected."), QStringLiteral("profiles"));
    const QString source = invocation.arguments().at(1);
    constexpr qint64 largest = 16 << 20;
    core::Result<store::Import> imported = core::Error{};
    if (source.contains(QLatin1String("://")) || source.contains(QLatin1Char('='))) {
        imported = store::importConninfo(source);
    } else {
        const auto bytes = core::readFile(source, largest);
        if (!bytes)
            return bytes.error();
        imported = store::importAny(*bytes);
    }
    if (!imported)
        return std::move(imported).error();
    const store::Import unique = store::withoutDuplicates(*std::move(imported), profiles.profiles());
    core::Findings findings = unique.findings;
    QJsonArray added;
    for (const store::ImportedProfile& item : unique.profiles) {
        if (const core::Status status = profiles.add(item.profile); !status) {
            findings.append({core::Severity::Warning, QStringLiteral("import.failed"), status.error().message, status.error().hint, {}});
            continue;
        }
        if (!item.password.isEmpty()) {
            findings.append({core::Severity::Warning, QStringLiteral("import.password"), tr("The password of %1 was not taken over.").arg(item.profile.name),
                             tr("Save it from the window, which uses the keychain, or keep it in ~/.pgpass."), {}});
        }
        invocation.printer.line(tr("Added %1: %2.").arg(item.profile.name, item.profile.spec.describe()));
        added.append(store::toJson(item.profile));
    }
    invocation.printer.findings(findings);
    const bool warned = std::any_of(findings.begin(), findings.end(), [](const core::Finding& f) { return f.severity != core::Severity::Info; });
    return Outcome{warned ? core::Verdict::Warnings : core::Verdict::Ok,
                   {{QStringLiteral("profiles"), added}, {QStringLiteral("findings"), core::toJson(findings)}}};
}

struct NamedAction
{
    const char* name;
    Action action;
};
constexpr NamedAction actions[]{{"list", list}, {"add", add}, {"show", show}, {"test", test}, {"remove", remove}, {"import", import}};

core::Result<Outcome> run(Invocation& invocation)
{
    const QString name = invocation.arguments().isEmpty() ? QStringLiteral("list") : invocation.arguments().constFirst();
    for (const NamedAction& known : actions) {
        if (name != QLatin1String(known.name))
            continue;
        store::ProfileStore profiles;
        TIDEMARK_TRY(profiles.load());
        return known.action(invocation, profiles);
    }
    return usageError(tr("profiles has no action %1.").arg(name), QStringLiteral("profiles"));
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "connection", tr("For add: host=… port=… dbname=… user=…, or a postgresql:// URI, without a password."), "CONNINFO");
    addOption(parser, "environment", tr("For add: production, staging, local or none."), "TAG");
    addOption(parser, "ssh", tr("For add: reach the server through this SSH host."), "HOST");
    addOption(parser, "password-stdin", tr("For test: read the password from the first line of standard input."));
}

} // namespace

const Subcommand profilesCommand{"profiles", "[list]\nadd NAME --connection CONNINFO [--environment TAG] [--ssh HOST]\nshow NAME\ntest NAME [--password-stdin]\nremove NAME\nimport FILE-or-URI",
                                 QT_TRANSLATE_NOOP("cli", "Connection profiles, shared with the window."), 2, addOptions, run};

} // namespace tidemark::cli
