// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL refuses to run as root. When we are root, another user runs the servers.
#pragma once

#include "core/runcontext.h"
#include "process/process.h"

#include <optional>

namespace tidemark::cluster {

using ServerUser = std::optional<process::RunAs>;

/// Who runs the servers: nobody else than ourselves (no value), or, when we are root, the system user `postgres` where it
/// exists, else a system user `tidemark`, which is made when it is missing. Never `nobody`, whose files are everybody's.
/// Errors: PermissionDenied when such a user is needed and could not be made, or when we ourselves have no user name.
core::Result<ServerUser> serverUser(const core::RunContext& context);

/// Looks a user up in the system's databases, with all groups; nothing where there is none or it is root.
ServerUser userByName(const QString& name);

/// PermissionDenied where `user` cannot enter `folder`, as it is below root's home. Asked of the system by trying it, so
/// that access lists and mounts count too. Always fine without a user.
core::Status checkReachable(const QString& folder, const ServerUser& user, const core::RunContext& context);

/// mkdir(2) with exactly mode 0700, owned by `user` (or ourselves). Errors: Conflict where the name is taken.
core::Status makePrivateFolder(const QString& path, const ServerUser& user);

} // namespace tidemark::cluster
