// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/dump.h"
#include "archive/memberstore.h"

namespace tidemark::archive {

/// The name of the file that holds the data of an entry, without the ending of a compression; nothing where
/// there is none, or it cannot be such a name. Of large objects it is the list of them.
std::optional<QByteArray> memberNameOf(const Toc& toc, const TocEntry& entry);

/// A dump whose data lies in files of their own, in a folder or in a tar file.
class MemberDump final : public Dump
{
public:
    MemberDump(const QString& path, DumpContents contents, std::unique_ptr<MemberStore> store);

    core::Result<std::unique_ptr<DataReader>> openData(int part, const TocEntry& entry,
                                                       const core::RunContext& context) const override;
    core::Result<std::unique_ptr<LargeObjectReader>>
    openLargeObjects(int part, const TocEntry& entry, const core::RunContext& context) const override;

private:
    core::Result<std::unique_ptr<DataReader>> openMember(const TocEntry& entry,
                                                         const core::RunContext& context) const;
    std::unique_ptr<MemberStore> m_store;
};

} // namespace tidemark::archive
