// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filelock.h"
#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <functional>

namespace tidemark::store {

/// A JSON file with a list of objects of one kind, which the window and the command line share. Every change
/// locks it, reads it afresh and replaces it whole. A file that cannot be understood, or is of a newer
/// version, is never written to; what we do not know in one that we do write stays. Holds nothing but how
/// the file looks: any thread.
class ListFile
{
public:
    /// What kind of list it is.
    struct Form
    {
        QString list;     // the name of the list in the file
        QString damaged;  // "The file with … is damaged."
        QString newer;    // "… were written by a newer version of Tidemark and can only be read."
        QString unlisted; // "This is not a list of …."
        /// What is wrong with an entry.
        std::function<core::Status(const QJsonObject& entry)> check;
    };
    struct Content
    {
        QList<QJsonObject> entries; // as they stand in the file, with fields that we do not know
        QJsonObject unknown;        // fields of the file besides formatVersion and the list
        int formatVersion = 1;

        bool isNewer() const;
    };

    ListFile(QString path, Form form)
        : m_path(std::move(path))
        , m_form(std::move(form))
    {
    }

    /// A missing file is an empty list. Entries of a newer file that are of no form that we know are left
    /// out. Errors: Corrupt, PermissionDenied, Io.
    core::Result<Content> read() const;
    /// Has to be held by who writes. Errors: those of lockForChange().
    core::Result<core::FileLock> lock() const;
    /// A link (from a folder of dotfiles, say) stays a link: what it points to is replaced. Errors: Conflict
    /// for the content of a newer file; PermissionDenied, StorageFull, Io.
    core::Status write(const Content& content) const;
    /// All three; nothing is written where `apply` fails.
    core::Status change(const std::function<core::Status(QList<QJsonObject>& entries)>& apply) const;

private:
    core::Error corrupt(const QString& detail) const;

    QString m_path;
    Form m_form;
};

} // namespace tidemark::store
