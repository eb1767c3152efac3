// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/bytesource.h"
#include "archive/keptindex.h"
#include "archive/memberstore.h"
#include "archive/tarreader.h"

#include <QHash>

#include <mutex>
#include <vector>

namespace tidemark::archive {

/// Where the members of a tar file are that lie in one of its folders.
struct TarIndex
{
    struct LargeObject // the member blob_OID.dat with the ending of a compression
    {
        quint32 oid = 0;
        Compression compression = Compression::None;
        qint64 header = 0;
        qint64 position = 0;
        qint64 size = 0;
    };

    QByteArray folder; // without "/" at its end; empty for the topmost
    QHash<QByteArray, Member> members;
    std::vector<LargeObject> largeObjects; // by OID; there may be millions
    bool endsAsItMust = false;
    bool hasOtherDump = false; // another folder has a toc.dat, too

    /// Corrupt where the archive has two members of this name, or too many members.
    core::Status add(const TarMember& member, const QString& file);
    std::optional<Member> find(const QByteArray& name) const;
};

QByteArray toBytes(const TarIndex& index);
/// Nothing where `bytes` are not such an index.
std::optional<TarIndex> tarIndexFromBytes(const QByteArray& bytes);
/// Nothing unless `fileName` is that of a large object.
std::optional<TarIndex::LargeObject> largeObjectNamed(const QByteArray& fileName);

/// The members of one folder of a tar file.
class TarStore final : public MemberStore
{
public:
    /// With `table` begins the folder: it holds the toc.dat, at whose member `source` was read.
    TarStore(const ByteSource& source, const TarMember& table, const KeptIndex& kept);

    /// Looks through all of the file unless that was done before, or is kept. Corrupt, Io, Cancelled.
    core::Status prepare(const core::RunContext& context) const;
    /// Whether prepare() has nothing to do.
    bool isPrepared() const;
    /// Once prepared: whether the end of the tar file was there, and whether it holds a second dump.
    bool endsAsItMust() const;
    bool hasOtherDump() const;

    core::Result<std::optional<Member>> find(const QByteArray& name,
                                             const core::RunContext& context) const override;
    core::Result<std::unique_ptr<DataReader>> open(const Member& member,
                                                   const std::stop_token& stop) const override;
    QString nameOf(const QByteArray& member) const override;

private:
    core::Status scan(const core::RunContext& context) const;
    core::Status checkHeader(ByteSource& source, const Member& member) const;

    core::Result<ByteSource> m_source;
    QByteArray m_folder;
    KeptIndex m_kept;

    mutable std::timed_mutex m_mutex; // guards what follows
    mutable std::optional<TarIndex> m_index;
    mutable bool m_indexIsKept = false; // it comes from the cache folder, and may be wrong
};

} // namespace tidemark::archive
