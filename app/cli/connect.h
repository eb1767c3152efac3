// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/serveraccess.h"
#include "access/target.h"
#include "cli/commandline.h"
#include "jobs/recordedruns.h"
#include "store/profile.h"

namespace tidemark::cli {

/// The server that --profile or --connection names, or libpq's environment and defaults where neither is
/// given, open.
struct OpenServer
{
    access::ServerAccess access;
    access::Target target; // with the password, for what opens the server itself
    jobs::RunOwner owner;
    QString label; // the profile's name, or host and port
    store::EnvironmentTag environment = store::EnvironmentTag::None; // that the profile names
};

/// Passwords come from passfile, service file or PGPASSWORD as libpq finds them; else from the keychain;
/// else, on a terminal, from a prompt. Error InvalidInput for a password inside --connection.
core::Result<OpenServer> openServer(Invocation& invocation);
/// What --profile or --connection is called, without asking the server for anything.
struct NamedServer
{
    QString profileId; // empty for a connection
    QString label;
};
core::Result<NamedServer> nameServer(Invocation& invocation);
/// The connection alone, for `profiles test`: nothing is opened.
core::Result<access::Target> targetOf(Invocation& invocation, const store::Profile& profile);

} // namespace tidemark::cli
