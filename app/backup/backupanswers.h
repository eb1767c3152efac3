// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backup/backupdraft.h"

#include <QMap>
#include <QStringList>

namespace tidemark::backup {

/// As the kind of a preset.
inline constexpr char databaseAnswersKind[] = "database";

enum class Databases
{
    Named,
    All, // of the server that allow connections, also those that are made later
};

/// All that is answered before a run of one or several databases: what presets and *Run again* carry. A value.
struct BackupAnswers
{
    BackupDraft draft; // for every database; its own database and server label say nothing
    Databases choice = Databases::Named;
    QStringList databases; // Named: empty where the connection's own is meant
    QMap<QString, ContentChoice> contents; // of a database, in place of the draft's

    const ContentChoice& contentOf(const QString& database) const;
    /// One for each of the databases, which are given, because the choice may have left them open.
    QList<BackupDraft> draftsFor(const QStringList& names) const;

    /// Without the server's label: that is the server's they are used on.
    QJsonObject toJson() const;
    /// Errors: InvalidInput, also for what a newer version has written.
    static core::Result<BackupAnswers> fromJson(const QJsonObject& object);
    /// Those of a run, from its stored plan (in its manifest or in the history): one database.
    static core::Result<BackupAnswers> fromPlan(const QJsonObject& plan);
};

} // namespace tidemark::backup
