// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that people have already, read from other programs' files. Pure functions: text in, profiles out.
#pragma once

#include "core/finding.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/profile.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace tidemark::store {

struct ImportedProfile
{
    Profile profile; // a new one, with an id of its own; not stored yet
    core::Secret password; // where the source held one: for the keychain
};

struct Import
{
    QList<ImportedProfile> profiles;
    core::Findings findings; // what was left out or needs attention
};

enum class ServiceImport
{
    ByName,       // service=NAME: later changes of the file count. For the file that libpq reads by itself.
    CopySettings, // for any other file
};

/// pg_service.conf. Error: InvalidInput.
core::Result<Import> importServiceFile(const QByteArray& bytes, ServiceImport how);
/// One connection from a postgresql:// URI or a keyword/value string. Error: InvalidInput with libpq's words.
core::Result<Import> importConninfo(const QString& text);
/// The servers.json that pgAdmin 4 exports. Error: InvalidInput.
core::Result<Import> importPgAdmin(const QByteArray& bytes);
/// Tells the three apart by their content.
core::Result<Import> importAny(const QByteArray& bytes);

/// Leaves out what reaches the same server in the same way as an existing or an earlier imported profile, and gives those
/// whose name is taken another one; each with a finding.
Import withoutDuplicates(Import import, const QList<Profile>& existing);

} // namespace tidemark::store
