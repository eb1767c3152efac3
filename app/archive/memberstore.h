// SPDX-License-Identifier: GPL-3.0-or-later
// What dumps in a folder and dumps in a tar file have in common: data in files of their own, found by name.
#pragma once

#include "archive/datareader.h"
#include "archive/toc.h"
#include "core/result.h"
#include "core/runcontext.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace tidemark::archive {

/// A regular file, or a member of a tar file.
struct Member
{
    QByteArray name;     // without a folder
    qint64 position = 0; // in the tar file
    qint64 header = 0;   // in the tar file, of its header block
    qint64 size = 0;
};

/// May be used from several threads at once.
class MemberStore
{
public:
    virtual ~MemberStore() = default;
    /// Nothing where there is none of that name; a name with a "/" is never one. Corrupt, Io, Cancelled.
    virtual core::Result<std::optional<Member>> find(const QByteArray& name,
                                                     const core::RunContext& context) const = 0;
    /// Its bytes as they are.
    virtual core::Result<std::unique_ptr<DataReader>> open(const Member& member,
                                                           const std::stop_token& stop) const = 0;
    /// For messages.
    virtual QString nameOf(const QByteArray& member) const = 0;
};

/// A member as pg_dump writes it: with an ending when it is compressed.
struct StoredMember
{
    Member member;
    Compression compression = Compression::None;
};

/// ".gz", ".lz4", ".zst", or nothing.
QByteArray endingOf(Compression compression);
/// toc.dat, also compressed.
bool isTableOfContents(const QByteArray& name);
/// The member `name`, or what it is called when compressed, in the order in which pg_restore looks.
core::Result<std::optional<StoredMember>> findStored(const MemberStore& store, const QByteArray& name,
                                                     const core::RunContext& context);
/// Its bytes, decompressed.
core::Result<std::unique_ptr<DataReader>> openStored(const MemberStore& store, const StoredMember& stored,
                                                     const std::stop_token& stop);

} // namespace tidemark::archive
