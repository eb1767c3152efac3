// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/sanityquery.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace tidemark::store {

/// Whose queries they are.
struct SanityPlace
{
    QString server; // the profile's id; for a connection that is no profile, its label: host and port
    QString database;

    friend bool operator==(const SanityPlace&, const SanityPlace&) = default;
};

/// The sanity queries of this person by server and database, in one JSON file that the window and the command
/// line share. Every call reads the file afresh; a change locks it, applies that one change and replaces it
/// whole. A file that cannot be understood, or is of a newer version, is never written to. Holds nothing but
/// the path: any thread.
class SanityStore
{
public:
    explicit SanityStore(QString path = defaultPath());
    static QString defaultPath(); // configFolder()/sanity.json
    /// The one that lies in the same folder as this file: the profiles, say.
    static SanityStore beside(const QString& file);

    /// In the order in which they were added. Errors: Corrupt, PermissionDenied, Io.
    core::Result<QList<core::SanityQuery>> of(const SanityPlace& place) const;
    /// Every database that has some.
    core::Result<QList<SanityPlace>> places() const;

    /// A new one, or in place of the one that has its name. Errors of all: InvalidInput, Conflict (a file of
    /// a newer version), NotFound, Corrupt, PermissionDenied, StorageFull, Io.
    core::Status save(const SanityPlace& place, const core::SanityQuery& query) const;
    /// In place of the one of that name; where that is gone, a new one. Conflict also where another has the
    /// new name.
    core::Status replace(const SanityPlace& place, const QString& name, const core::SanityQuery& query) const;
    core::Status remove(const SanityPlace& place, const QString& name) const;

private:
    QString m_path;
};

} // namespace tidemark::store
