// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tidemark::backup {

/// Of the roles that pg_dumpall writes.
enum class RolePasswords
{
    Keep, // their hashes; needs a role that may read pg_authid. In a draft: where it may
    Leave,
};

} // namespace tidemark::backup
