// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/role/backuprole.h"
#include "cli/commandline.h"
#include "cli/connect.h"
#include "store/profilestore.h"
#include "store/secretreader.h"

#include <QCoreApplication>

namespace tidemark::cli {

namespace {

namespace role = backup::role;

QString tr(const char* text)
{
    return QCoreApplication::translate("cli::role", text);
}

void printPlan(const role::RolePlan& plan, Printer& printer)
{
    for (const QString& statement : plan.statements)
        printer.line(statement);
    printer.findings(plan.findings);
    for (const role::Admission& admission : plan.admissions) {
        if (admission.letsIn) {
            printer.line(tr("pg_hba.conf lets it in already, by %1: %2").arg(access::hbaPlace(*admission.rule), access::hbaText(*admission.rule)));
            continue;
        }
        if (admission.rule)
            printer.line(tr("pg_hba.conf keeps it out, by %1: %2").arg(access::hbaPlace(*admission.rule), access::hbaText(*admission.rule)));
        printer.line(plan.rulesKnown ? tr("Add to pg_hba.conf on the server, before lines that fit too: %1").arg(admission.line)
                                     : tr("Unless a line of pg_hba.conf on the server lets it in already, add: %1").arg(admission.line));
    }
}

/// The connection of the administrator, for the new role.
core::Result<store::Profile> profileFor(const Invocation& invocation, const OpenServer& server, const QString& name)
{
    store::Profile profile = store::Profile::create(invocation.value("save-as"));
    profile.spec = store::withoutSecrets(server.target.spec);
    profile.spec.user = name;
    profile.tunnel = server.target.tunnel;
    store::ProfileStore profiles;
    TIDEMARK_TRY(profiles.load());
    if (profiles.find(profile.name))
        return core::Error{core::ErrorKind::Conflict, tr("There is a profile %1 already.").arg(profile.name), {}, tr("Choose another name for --save-as.")};
    return profile;
}

/// In the keychain before the role exists: a role whose password nobody knows would be of no use.
core::Status keep(const store::Profile& profile, const core::Secret& password)
{
    auto place = store::writeSecretBlocking(profile, password);
    if (place == store::SecretPlace::Keychain)
        return {};
    return core::Error{core::ErrorKind::PermissionDenied, tr("The keychain cannot be used here, so the password could not be kept. No role was made."), {},
                       tr("Unlock the keychain, or use --show-password and write it into your password file: %1").arg(store::passfileLine(profile.spec))};
}

core::Result<Outcome> create(Invocation& invocation, const OpenServer& server, const role::RolePlan& plan)
{
    const bool saves = invocation.isSet("save-as");
    if (!saves && !invocation.isSet("show-password"))
        return usageError(tr("Where should the new password go? --save-as PROFILE keeps it in the keychain, --show-password prints it."), QStringLiteral("role"));
    for (const core::Finding& finding : plan.findings) {
        if (finding.severity == core::Severity::Blocker) {
            return core::Error{core::ErrorKind::PermissionDenied, finding.sentence, {},
                               tr("Connect as a superuser, or let one run what --dry-run shows.")};
        }
    }
    const core::Secret password = role::generatePassword();
    QJsonObject json = plan.toJson();
    std::optional<store::Profile> profile;
    if (saves) {
        auto made = profileFor(invocation, server, plan.role.name);
        if (!made)
            return std::move(made).error();
        profile = *made;
        TIDEMARK_TRY(keep(*profile, password));
        profile->passwordSaved = true;
    }
    if (const core::Status status = role::createRole(plan, password, server.access, invocation.context); !status) {
        if (profile)
            store::removeSecretBlocking(*profile);
        return status.error();
    }
    printPlan(plan, invocation.printer);
    if (profile) {
        store::ProfileStore profiles;
        TIDEMARK_TRY(profiles.load());
        TIDEMARK_TRY(profiles.add(*profile));
        invocation.printer.line(tr("The role %1 is made. Its password is in the keychain, for the new profile %2.").arg(plan.role.name, profile->name));
        json.insert(QStringLiteral("profile"), profile->name);
    }
    if (invocation.isSet("show-password")) {
        invocation.printer.line(tr("The role %1 is made. Its password, shown only now: %2").arg(plan.role.name, QString::fromUtf8(password.reveal())));
        json.insert(QStringLiteral("password"), QString::fromUtf8(password.reveal()));
    }
    return Outcome{core::Verdict::Ok, json};
}

core::Result<Outcome> run(Invocation& invocation)
{
    const QStringList arguments = invocation.arguments();
    if (arguments.size() != 2 || arguments.constFirst() != QLatin1String("create"))
        return usageError(tr("Which role? Expected is: role create NAME."), QStringLiteral("role"));
    role::RoleDraft draft;
    draft.name = arguments.at(1);
    draft.clientAddress = invocation.value("from");
    if (invocation.isSet("for")) {
        const auto purpose = role::purposeFromName(invocation.value("for"));
        if (!purpose)
            return usageError(tr("--for is dump, base or both."), QStringLiteral("role"));
        draft.purpose = *purpose;
    }
    auto server = openServer(invocation);
    if (!server)
        return std::move(server).error();
    auto plan = role::makePlan(draft, server->access, invocation.context);
    if (!plan)
        return std::move(plan).error();
    if (!invocation.isSet("dry-run"))
        return create(invocation, *server, *plan);
    printPlan(*plan, invocation.printer);
    return Outcome{core::Verdict::Ok, plan->toJson()};
}

void addOptions(QCommandLineParser& parser)
{
    addOption(parser, "for", tr("What the role is for: dump, base (base backups) or both (default)."), "PURPOSE");
    addOption(parser, "from", tr("The address that it will connect from, for the lines of pg_hba.conf; that of this machine where it is not given."), "ADDRESS");
    addOption(parser, "save-as", tr("Make a profile of this name that connects as the role, with its password in the keychain."), "PROFILE");
    addOption(parser, "show-password", tr("Print the password, once."));
    addOption(parser, "dry-run", tr("Show the statements and the lines of pg_hba.conf, and do nothing."));
    addServerOptions(parser);
}

} // namespace

const Subcommand roleCommand{"role", "create NAME [--for dump|base|both] [--from ADDRESS] [--save-as PROFILE] [--show-password] [--dry-run]",
                             QT_TRANSLATE_NOOP("cli", "Makes a role that may make backups and nothing else, and says what pg_hba.conf needs for it."), 2, addOptions, run};

} // namespace tidemark::cli
