// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tidemark::core {

/// Who else may come at private files (0600, in folders of 0700) that are put into a folder.
enum class FolderPrivacy
{
    Kept,      // nobody: the file system keeps permissions, and the folder is ours alone
    Readable,  // nobody as yet, but others on this machine may look into the folder
    Writable,  // others on this machine may change what is in the folder
    NotKept,   // everybody who may read the file system: it has no permissions, or may not have them
    OtherHost, // it is another machine's, whose rules hold there
};

struct FolderPlace
{
    FolderPrivacy privacy = FolderPrivacy::Kept;
    QString fileSystem; // "nfs", "vfat"; of NotKept and OtherHost only
};

/// Of a folder, or of the nearest one above it that exists: what is made below that is private. Touches
/// nothing. What cannot be looked at counts as Kept: that it cannot be written to is said elsewhere.
FolderPlace lookAtFolder(const QString& path);

} // namespace tidemark::core
