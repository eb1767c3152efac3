// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of a restore wizard share, and the questions they ask.
#pragma once

#include "access/serveraccess.h"
#include "backup/backupplan.h"
#include "restore/drill/keptsandbox.h"
#include "restore/restoreplan.h"
#include "ui/common/toolsource.h"
#include "ui/restore/restorerequest.h"
#include "ui/services.h"

#include <memory>
#include <optional>

namespace tidemark::ui {

/// The pages, in their order; some are passed over.
enum class RestoreStep
{
    What,
    Contents, // some tables only
    Where,
    How, // existing databases, and where options are asked for
    Review,
    Run,
};

/// A table of the target that loses rows.
struct LostTable
{
    QString schema;
    QString name;
    qint64 rows = -1; // an estimate of the server's; -1: not known
    core::ByteSize size;
};

struct RestoreReview
{
    restore::RestoreFacts facts;
    core::Findings findings; // without the one that asks for the target's name: the page does
    std::optional<restore::RestorePlan> plan; // absent while a finding forbids it; nothing is confirmed in it
    QStringList commands;
    QString openCommand; // how to look at the database afterwards
    QList<LostTable> lost;
    std::optional<backup::BackupPlan> safety; // of the target, before it is changed
    core::Findings safetyFindings;            // why there is none, or what speaks against it
    bool asksForName = false;                 // rows are lost
    std::shared_ptr<restore::drill::KeptSandbox> sandbox; // that it is restored into; goes with the last owner
};

/// What an existing database has of what is restored, and how it looks with what was decided.
struct TargetLook
{
    restore::RestoreFacts facts;
    QList<LostTable> present; // relations that are there already
    QStringList otherPresent; // what else is there, for people
};

struct RestoreState
{
    RestoreState(Services& allServices, const store::Profile& ofProfile, const RestoreRequest& request);

    /// What is asked for: answers that another choice made pointless are left out.
    restore::RestoreDraft effective() const;
    bool isPart() const { return what == RestoreWhat::Tables; }
    restore::RestoreDraft sandboxDraft() const;
    /// Other names are for relations that are chosen one by one.
    bool canRename() const { return isPart() && !draft.tables.isEmpty() && draft.schemas.isEmpty(); }
    /// Of one of draft.tables beside its original.
    QString otherNameOf(const QString& table) const;
    /// Names that the target has not, where none was entered.
    void suggestOtherNames(const restore::RestoreFacts& target);
    /// For the next time that something is restored here. Nothing dangerous is among it.
    void remember() const;
    /// Another backup: what belongs to the former one goes.
    void takeSource(const QString& path);

    Services& services;
    store::Profile profile;
    restore::RestoreDraft draft; // all answers, of whichever choice; see effective()
    RestoreWhat what = RestoreWhat::Whole;
    QString newName;      // of the new database
    QString existingName; // of the existing one
    QString besideSchema;
    QString besideEnding;               // of the names beside the originals, where several tables are chosen
    QMap<QString, QString> besideNames; // of single ones, by draft.tables: what was entered, or is suggested
    bool isBeside = false;              // of an existing database: another schema, or other names
    bool isRenamed = false;             // other names, if so
    bool isSandbox = false; // the new database is on a server of its own, here
    restore::drill::Trust trust = restore::drill::Trust::BySource; // if so
    bool savesFirst = true;
    bool asksHow = false;                   // options are wanted where nothing asks for them
    bool hurries = false;                   // the first pages are answered already
    QString origin;                         // of answers from before; empty where there are none
    std::shared_ptr<const OpenedDump> dump; // the source, once it was looked into
    QList<int> ticked;                      // objects of it
    QStringList databases;                  // that the source holds
    std::optional<restore::RestoreSource> source;
    std::optional<restore::RestoreFacts> facts; // of the target server, for live validation; see isAsked
    bool isAsked = false; // the server has answered; else the facts are of the source alone
    std::optional<RestoreReview> review;
};

/// "<database>_restored", with a number where that is taken; cut to what PostgreSQL allows.
QString suggestedName(const QString& database, const restore::RestoreFacts& facts);
/// A file beside the dump, or in the home, that is not there yet.
QString suggestedSqlFile(const RestoreState& state);
/// "public.orders (120 rows, 8 kB)"
QString wordsOf(const LostTable& table);

// Below: for worker threads.

core::Result<RestoreReview> reviewRestore(const restore::RestoreDraft& draft, const store::Profile& profile,
                                          const QString& backupFolder, const ToolSource& toolSource,
                                          const access::ServerAccess& server,
                                          const core::RunContext& context);
/// The same for a server that is started here for it; the profile's is not asked.
core::Result<RestoreReview> reviewInSandbox(restore::RestoreDraft draft, restore::drill::Trust trust,
                                            const ToolSource& toolSource, const core::RunContext& context);
core::Result<TargetLook> lookAtTarget(const restore::RestoreDraft& draft, const ToolSource& toolSource,
                                      const access::ServerAccess& server, const core::RunContext& context);

} // namespace tidemark::ui
