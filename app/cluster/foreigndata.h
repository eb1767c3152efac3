// SPDX-License-Identifier: GPL-3.0-or-later
// A data directory that was another server's becomes one of ours.
#pragma once

#include "cluster/serversettings.h"
#include "cluster/unprivileged.h"

#include <QString>

namespace tidemark::cluster {

/// What a kept copy of a configuration file is called: its name with this behind it.
inline constexpr char formerSuffix[] = ".from-backup";

enum class FormerConfiguration
{
    Drop,
    KeepCopies, // beside the new files, for reading: no server looks at them
};

/// Puts a configuration of ours in the place of settings, access rules and signals of where the files come
/// from: these are for another machine, and may run programs.
core::Status replaceConfiguration(const QString& dataFolder, FormerConfiguration former);

/// What the files need of a server: `allow_in_place_tablespaces` where there are such ones, without which it
/// ends its recovery in a panic.
ServerSettings settingsNeededBy(const QString& dataFolder);

/// Everything in the folder, and then the folder itself, belongs to the server's user. Links are not
/// followed.
core::Status giveTreeTo(const QString& folder, const ServerUser& user);
/// The folder alone belongs to us again, for the time that it is filled.
core::Status takeFolder(const QString& folder, const ServerUser& user);

} // namespace tidemark::cluster
