// SPDX-License-Identifier: GPL-3.0-or-later
#include "restore/roleplan.h"

#include "core/quoting.h"
#include "restore/namelist.h"
#include "restore/restorefacts.h"
#include "restore/stages.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace tidemark::restore {

namespace {

using core::Severity;

QString tr(const char* text)
{
    return QCoreApplication::translate("restore::roles", text);
}

/// Roles before those that are their members.
void append(const QString& name, const RestoreFacts& facts, const QSet<QString>& wanted, QSet<QString>& begun,
            QList<postgres::NewRole>& into)
{
    if (begun.contains(name))
        return;
    begun.insert(name);
    postgres::NewRole role = facts.globalRoles.value(name).role;
    role.name = name;
    QStringList groups;
    for (const QString& group : std::as_const(role.memberOf)) {
        // Of roles that are here already nobody becomes a member because a dump says so.
        if (!wanted.contains(group) || groups.contains(group))
            continue;
        append(group, facts, wanted, begun, into);
        const bool isMade = std::any_of(into.cbegin(), into.cend(), [&group](const postgres::NewRole& each) {
            return each.name == group;
        });
        if (isMade)
            groups.append(group);
    }
    role.memberOf = groups;
    into.append(role);
}

/// Owners for whom nothing was decided.
QStringList undecidedOwners(const RestoreDraft& draft, const RestoreFacts& facts, const RolePlan& plan)
{
    QStringList owners = facts.missingRoles;
    owners.removeIf(
        [&](const QString& role) { return !plan.absent.contains(role) || draft.roles.contains(role); });
    return owners;
}

bool isThere(const QString& role, const RestoreFacts& facts, const RolePlan& plan)
{
    return facts.serverRoles.contains(role) ||
           std::any_of(plan.created.begin(), plan.created.end(),
                       [&role](const postgres::NewRole& each) { return each.name == role; });
}

/// Whom objects are given to.
QStringList receivers(const RestoreDraft& draft, const RestoreFacts& facts, const RolePlan& plan)
{
    QSet<QString> roles;
    if (draft.ownership == Ownership::Role)
        roles.insert(draft.ownerRole);
    if (!draft.databaseOwner.isEmpty())
        roles.insert(draft.databaseOwner);
    if (draft.ownership == Ownership::Keep) {
        QSet<int> chosen;
        for (const archive::SelectedEntry& entry : facts.selection.entries)
            chosen.insert(entry.dumpId);
        for (const archive::TocEntry& entry : facts.source.toc.entries) {
            if (chosen.isEmpty() || chosen.contains(entry.dumpId()))
                roles.insert(plan.replaced.value(entry.owner(), entry.owner()));
        }
    }
    roles.remove(QString());
    QStringList sorted(roles.begin(), roles.end());
    sorted.sort();
    return sorted;
}

void checkTargets(const RestoreDraft& draft, const RestoreFacts& facts, const RolePlan& plan,
                  core::Findings& findings)
{
    if (draft.target == TargetKind::SqlFile)
        return; // nothing is known of a server
    QStringList needed;
    for (auto choice = draft.roles.cbegin(); choice != draft.roles.cend(); ++choice) {
        if (choice->fate == RoleFate::Map)
            needed.append(choice->to);
        if (!facts.archiveRoles.contains(choice.key()))
            findings.append({Severity::Warning,
                             QStringLiteral("roles.unused"),
                             tr("The backup does not name a role %1.").arg(core::singleLine(choice.key())),
                             tr("It names %1.").arg(listed(facts.archiveRoles)),
                             {}});
    }
    if (draft.ownership == Ownership::Role)
        needed.append(draft.ownerRole);
    if (!draft.databaseOwner.isEmpty())
        needed.append(draft.databaseOwner);
    needed.removeDuplicates();
    for (const QString& role : std::as_const(needed)) {
        if (!isThere(role, facts, plan))
            findings.append({Severity::Blocker,
                             QStringLiteral("roles.target"),
                             tr("The server has no role %1.").arg(core::singleLine(role)),
                             tr("Name one that is there, or create it first."),
                             {}});
    }
}

void checkRights(const RestoreDraft& draft, const RestoreFacts& facts, const RolePlan& plan,
                 core::Findings& findings)
{
    if (facts.server.superuser || draft.target == TargetKind::SqlFile)
        return;
    const QString user = core::quoteIdentifier(facts.server.user);
    if (!plan.created.isEmpty() && !facts.server.createsRoles)
        findings.append(
            {Severity::Blocker,
             QStringLiteral("privilege.createRole"),
             tr("%1 may not create roles on this server.").arg(core::singleLine(facts.server.user)),
             tr("Let an administrator run: ALTER ROLE %1 CREATEROLE;").arg(user),
             {}});
    QStringList strangers = receivers(draft, facts, plan);
    strangers.removeIf([&](const QString& role) {
        return !facts.serverRoles.contains(role) || facts.actsFor.contains(role);
    });
    if (strangers.isEmpty())
        return;
    QStringList grantable = strangers;
    grantable.removeIf([&facts](const QString& role) { return facts.superusers.contains(role); });
    const QString remedy =
        grantable.size() < strangers.size()
            ? tr("Let everything belong to %1, or let an administrator restore it.").arg(user)
            : tr("Let an administrator run: GRANT %1 TO %2; or let everything belong to %2.")
                  .arg(core::quoteIdentifier(strangers.constFirst()), user);
    findings.append({Severity::Blocker, QStringLiteral("privilege.owners"),
                     tr("%1 may not give objects to these roles: %2.")
                         .arg(core::singleLine(facts.server.user), listed(strangers)),
                     remedy, QStringLiteral("roles.ownMe")});
}

void tellCreated(const RestoreFacts& facts, const RolePlan& plan, core::Findings& findings)
{
    if (plan.created.isEmpty())
        return;
    QStringList names;
    QStringList powers;
    for (const postgres::NewRole& role : plan.created) {
        names.append(role.name);
        const QStringList had = facts.globalRoles.value(role.name).powers;
        if (!had.isEmpty())
            powers.append(QStringLiteral("ALTER ROLE %1 %2;")
                              .arg(core::quoteIdentifier(role.name), had.join(QLatin1Char(' '))));
    }
    findings.append({Severity::Info,
                     QStringLiteral("roles.created"),
                     tr("These roles are created, without passwords: %1.").arg(listed(names)),
                     tr("Until they are given one, nobody logs in as them by password."),
                     {}});
    if (!powers.isEmpty())
        findings.append(
            {Severity::Warning,
             QStringLiteral("roles.powers"),
             tr("What some of them might do on the whole server is not given to them."),
             tr("Where it is wanted, let an administrator run: %1").arg(powers.join(QLatin1Char(' '))),
             {}});
}

/// Whoever owned it and is here may find it somebody else's, and what ran with their rights runs with others.
void tellNewOwner(const RestoreDraft& draft, const RestoreFacts& facts, core::Findings& findings)
{
    if (draft.ownership != Ownership::Me || draft.target == TargetKind::SqlFile || draft.isRowsOnly())
        return;
    QSet<int> chosen;
    for (const archive::SelectedEntry& entry : facts.selection.entries)
        chosen.insert(entry.dumpId);
    QSet<QString> owners;
    QStringList powerful;
    for (const archive::TocEntry& entry : facts.source.toc.entries) {
        const QString owner = entry.owner();
        if ((!chosen.isEmpty() && !chosen.contains(entry.dumpId())) || owner.isEmpty() ||
            owner == facts.server.user)
            continue;
        if (facts.serverRoles.contains(owner) && !facts.superusers.contains(owner) && isRestored(entry))
            owners.insert(owner);
        const QString type = entry.type();
        const bool isRoutine = type == QLatin1String("FUNCTION") || type == QLatin1String("PROCEDURE");
        if (isRoutine && !facts.superusers.contains(owner) &&
            entry.definition().contains(" SECURITY DEFINER"))
            powerful.append(core::singleLine(entry.tag()));
    }
    const QString user = core::singleLine(facts.server.user);
    const bool isExisting = draft.target == TargetKind::ExistingDatabase;
    QStringList names(owners.begin(), owners.end());
    names.sort();
    if (!names.isEmpty())
        findings.append(
            {isExisting ? Severity::Warning : Severity::Info,
             QStringLiteral("roles.newOwner"),
             tr("In the backup it belongs to %1; restored, it belongs to %2.").arg(listed(names), user),
             tr("What works as another role may be refused then. With the owners as in the backup "
                "(--owner keep) it is as it was."),
             {}});
    if (facts.server.superuser && !powerful.isEmpty())
        findings.append({Severity::Warning,
                         QStringLiteral("roles.definer"),
                         tr("These functions run with their owner's rights, which will be those of the "
                            "superuser %1: %2.")
                             .arg(user, listed(powerful)),
                         tr("Keep the owners as in the backup (--owner keep), or let it belong to a role "
                            "without special rights (--owner ROLE)."),
                         {}});
}

} // namespace

RolePlan rolePlanOf(const RestoreDraft& draft, const RestoreFacts& facts)
{
    RolePlan plan;
    const bool isFile = draft.target == TargetKind::SqlFile;
    const QStringList& missing = isFile ? facts.archiveRoles : facts.absentRoles;
    QSet<QString> wanted;
    QStringList candidates = missing;
    for (const QString& other : {draft.ownerRole, draft.databaseOwner}) {
        if (!other.isEmpty() && !facts.serverRoles.contains(other) && !candidates.contains(other))
            candidates.append(other);
    }
    for (auto choice = draft.roles.cbegin(); choice != draft.roles.cend(); ++choice) {
        if (choice->fate == RoleFate::Map) {
            plan.replaced.insert(choice.key(), choice->to);
            if (!facts.serverRoles.contains(choice->to) && !candidates.contains(choice->to))
                candidates.append(choice->to);
        }
    }
    for (const QString& role : std::as_const(candidates)) {
        const bool isNamed = draft.roles.contains(role);
        const RoleFate fate = isNamed ? draft.roles.value(role).fate : draft.missingRoles;
        if (fate == RoleFate::Create) {
            wanted.insert(role);
        } else if (fate == RoleFate::LeaveOut && missing.contains(role) && (isNamed || !isFile)) {
            plan.absent.append(role);
            if (isNamed && draft.ownership == Ownership::Keep)
                plan.replaced.insert(role, QString());
        }
    }
    QStringList order(wanted.begin(), wanted.end());
    order.sort();
    QSet<QString> begun;
    for (const QString& role : std::as_const(order))
        append(role, facts, wanted, begun, plan.created);
    return plan;
}

core::Findings roleFindings(const RestoreDraft& draft, const RestoreFacts& facts)
{
    const RolePlan plan = rolePlanOf(draft, facts);
    core::Findings findings;
    tellCreated(facts, plan, findings);
    checkTargets(draft, facts, plan, findings);
    checkRights(draft, facts, plan, findings);
    tellNewOwner(draft, facts, findings);
    const QStringList owners = undecidedOwners(draft, facts, plan);
    if (owners.isEmpty() || draft.ownership == Ownership::Role)
        return findings;
    const QString user = core::singleLine(facts.server.user);
    const bool isKept = draft.ownership == Ownership::Keep;
    findings.append(
        {isKept ? Severity::Blocker : Severity::Info, QStringLiteral("roles.missing"),
         tr("Owners in the backup do not exist on this server: %1.").arg(listed(owners)),
         isKept
             ? tr("Create these roles first, map them to others, or let everything belong to %1.").arg(user)
             : tr("Everything will belong to %1.").arg(user),
         QStringLiteral("roles.create")});
    return findings;
}

archive::EntrySqlOptions sqlOptionsOf(const RestoreDraft& draft, const RolePlan& roles)
{
    archive::EntrySqlOptions options;
    options.ownership =
        draft.ownership == Ownership::Me ? archive::Ownership::None : archive::Ownership::Keep;
    options.privileges = draft.privileges;
    options.tablespaces = draft.tablespaces;
    options.roles = roles.replaced;
    if (draft.ownership == Ownership::Role)
        options.owner = draft.ownerRole;
    return options;
}

} // namespace tidemark::restore
