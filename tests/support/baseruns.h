// SPDX-License-Identifier: GPL-3.0-or-later
// Base backups as window and command line make them, for tests, and servers started on them.
#pragma once

#include "backup/base/basebackuprun.h"
#include "cluster/unprivileged.h"
#include "support/runs.h"

#include <memory>

namespace tidemark::test {

/// Lets what the test writes lie in memory, where there is room: a plain base backup is a thousand small files, which a busy disk
/// makes and removes slowly. To be called before anything else.
bool workInMemory();

core::Result<backup::base::BaseBackupReport> backUpBase(const access::ServerAccess& server, const backup::base::BaseBackupDraft& draft,
                                                        const core::RunContext& context = {}, const process::ToolSet& toolSet = tools());
/// A draft that goes to this folder with the fast choices for everything.
backup::base::BaseBackupDraft baseDraft(const QString& destination, backup::base::Format format);

/// A server on a copy of a base backup, in a folder of its own.
class StartedBackup
{
public:
    /// `set` is the set's folder. Tar files are unpacked with the system's tar.
    static core::Result<StartedBackup> start(const QString& set);
    StartedBackup(StartedBackup&& other) noexcept;
    StartedBackup& operator=(StartedBackup&&) = delete;
    ~StartedBackup();

    /// The first cell of the answer, or "error: …".
    QString value(const QString& database, const QString& text) const;

private:
    StartedBackup() = default;
    QString m_folder;
    cluster::ServerUser m_user;
};

} // namespace tidemark::test
