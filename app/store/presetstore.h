// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace tidemark::store {

/// Answers of a wizard under a name. What is in them is the business of whose kind they are; secrets never are.
struct Preset
{
    QString name;
    QString kind;      // of the backup: "database", "cluster", "base"
    QString profileId; // empty: for all servers
    QJsonObject answers;

    bool isSameAs(const Preset& other) const { return name == other.name && kind == other.kind && profileId == other.profileId; }
    friend bool operator==(const Preset&, const Preset&) = default;
};

enum class IfTaken
{
    Refuse,
    Replace,
};

/// The presets of this person, in one JSON file that the window and the command line share. Every call reads the file
/// afresh; a change locks it, applies that one change and replaces it whole. A file that cannot be understood, or is of a
/// newer version, is never written to. Holds nothing but the path: any thread.
class PresetStore
{
public:
    explicit PresetStore(QString path = defaultPath());
    static QString defaultPath(); // configFolder()/presets.json
    /// The one that lies in the same folder as this file: the profiles, say.
    static PresetStore beside(const QString& file);

    /// All of them, by name. Errors: Corrupt, PermissionDenied, Io.
    core::Result<QList<Preset>> all() const;
    /// Those of a kind that a server offers: its own, then those for all, each by name.
    core::Result<QList<Preset>> offered(const QString& kind, const QString& profileId) const;
    /// By name: the server's own before that for all. Error: NotFound with the names that are offered as hint.
    core::Result<Preset> find(const QString& kind, const QString& name, const QString& profileId) const;

    /// Errors of both: InvalidInput (no name), Conflict (name taken; file of a newer version), NotFound, Corrupt,
    /// PermissionDenied, StorageFull, Io.
    core::Status save(const Preset& preset, IfTaken ifTaken) const;
    /// That of exactly this name, kind and profile.
    core::Status remove(const Preset& preset) const;

private:
    QString m_path;
};

} // namespace tidemark::store
