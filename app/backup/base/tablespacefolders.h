// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/base/basebackupplan.h"
#include "core/result.h"

#include <QStringList>

namespace tidemark::backup::base {

/// The folders into which a plain backup's tablespaces go. Those outside of the set are emptied again with this object, unless
/// the backup was kept.
class TablespaceFolders
{
public:
    /// Conflict where one outside of the set holds something.
    static core::Result<TablespaceFolders> prepare(const BaseBackupPlan& plan);
    TablespaceFolders(TablespaceFolders&& other) noexcept;
    TablespaceFolders& operator=(TablespaceFolders&&) = delete;
    ~TablespaceFolders();

    /// Makes the links of tablespaces in the set relative: they were made for the partial folder, and have to lead to the
    /// right place under the set's last name, and wherever the set is moved to.
    static core::Status relink(const BaseBackupPlan& plan, const QString& setFolder);
    /// Those outside of the set, to disk.
    core::Status flush() const;
    void keep() { m_outside.clear(); }

private:
    TablespaceFolders() = default;
    struct Outside
    {
        QString path;
        bool existed = false;
    };
    QList<Outside> m_outside;
};

} // namespace tidemark::backup::base
