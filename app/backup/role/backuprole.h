// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the role that backups are made as: what it needs, and nothing else.
#pragma once

#include "access/hbadecision.h"
#include "access/serveraccess.h"
#include "core/finding.h"
#include "core/runcontext.h"
#include "core/secret.h"
#include "postgres/queries/backuprole.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace tidemark::backup::role {

enum class Purpose
{
    Dumps,
    BaseBackups,
    Both,
};

QString purposeName(Purpose purpose); // "dump", "base", "both"
std::optional<Purpose> purposeFromName(QStringView name);

struct RoleDraft
{
    QString name;
    Purpose purpose = Purpose::Both;
    QString clientAddress; // from where it will connect; that of this session where it is empty
};

/// What one kind of connection of the role needs in pg_hba.conf.
struct Admission
{
    QString line;                          // that would let it in
    std::optional<postgres::HbaRule> rule; // that decides today, where the rules may be read
    bool letsIn = false;                   // by a rule that does not reject; then the line is not needed
};

/// Everything that will be done. A value without secrets.
struct RolePlan
{
    RoleDraft draft;
    postgres::BackupRole role;
    postgres::BackupRoleFacts facts;
    QStringList statements; // as they are run, with "…" for the password's verifier
    struct DatabaseGrants
    {
        QString database;
        QStringList schemas;
    };
    QList<DatabaseGrants> grants;  // where reading is granted piece by piece
    bool rulesKnown = false;       // pg_hba_file_rules could be read
    QList<Admission> admissions;
    core::Findings findings;

    QJsonObject toJson() const;
};

/// Errors: Conflict where a role of that name exists; InvalidInput. That this user may not make it is a finding of the plan,
/// whose statements can be shown to somebody who may.
core::Result<RolePlan> makePlan(const RoleDraft& draft, const access::ServerAccess& server, const core::RunContext& context);

/// The plan's statements with the verifier of this password, as somebody who may can run them. Nobody learns the password from
/// them, but who has them can check guesses of it.
core::Result<QStringList> runnableStatements(const RolePlan& plan, const core::Secret& password, const access::ServerAccess& server, const core::RunContext& context);

/// Makes the role. PermissionDenied where the plan has a blocker. Its password goes to the server as a SCRAM-SHA-256 verifier only. What was made stays where granting in a
/// later database fails; the error says so.
core::Status createRole(const RolePlan& plan, const core::Secret& password, const access::ServerAccess& server, const core::RunContext& context);

/// 32 letters and digits from the system's random numbers: some 190 bits.
core::Secret generatePassword();

} // namespace tidemark::backup::role
