// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of row recovery share, and the questions they ask.
#pragma once

#include "access/serveraccess.h"
#include "restore/rows/recoveryplan.h"
#include "ui/contents/openeddump.h"
#include "ui/restore/rows/rowindex.h"
#include "ui/services.h"

#include <memory>
#include <optional>

namespace tidemark::ui {

/// What is known when somebody wants rows back. Everything may be empty.
struct RowsSource
{
    QString path;                           // of a dump or a backup set
    std::shared_ptr<const OpenedDump> dump; // where it is open already
    int object = -1;                        // a table of it
};

struct RowComparison
{
    std::shared_ptr<const restore::rows::RecoveryFacts> facts;
    std::shared_ptr<const RowIndex> index;
};

/// So many of each table are in the preview.
inline constexpr qint64 previewRows = 200;

struct RecoveryReview
{
    core::Findings findings;
    std::optional<restore::rows::RecoveryPlan> plan; // absent while a finding forbids it
    QString sql;                                     // the first rows of each table
    bool isCut = false;                              // and not all of those
};

struct RecoveryState
{
    RecoveryState(Services& allServices, const QList<store::Profile>& allServers,
                  const store::Profile& server, const RowsSource& source);

    /// What was compared, or would be: changes where a comparison is no longer about this.
    QString comparisonKey() const;
    void forgetComparison();
    /// The draft as it is run: kinds and rows as they are ticked.
    restore::rows::RecoveryDraft ticked() const;
    QString liveTableText() const; // for people

    Services& services;
    QList<store::Profile> servers; // to choose from
    store::Profile profile;
    QString path;
    std::shared_ptr<const OpenedDump> dump;
    int object = -1;
    restore::rows::RecoveryDraft draft; // without rows
    QString undoFile;                   // chosen; empty: beside the history
    std::optional<RowComparison> comparison;
    QString comparedKey;
    std::shared_ptr<RowTicks> ticks; // the views', too: they may outlive this by a moment
    QString filterText;
    QString filterCondition;
    std::optional<RecoveryReview> review;
};

// For worker threads.

core::Result<RowComparison> compareRows(const OpenedDump& dump, const restore::rows::RecoveryDraft& draft,
                                        const access::ServerAccess& server, const core::RunContext& context);
core::Result<RecoveryReview> reviewRecovery(const OpenedDump& dump, const restore::rows::RecoveryDraft& draft,
                                            const restore::rows::RecoveryFacts& facts,
                                            const access::ServerAccess& server,
                                            const core::RunContext& context);
/// Places in the index of each kind, of rows that pass. `meeting`: by numbers, null for no condition.
core::Result<std::array<std::vector<quint32>, 3>>
filterRows(const RowComparison& comparison, const QString& text,
           const std::shared_ptr<const std::vector<bool>>& meeting, const core::RunContext& context);
/// The keys of the ticked rows, for a command.
core::Result<QList<QStringList>> keysOf(const RowComparison& comparison, const std::vector<bool>& ticked,
                                        const core::RunContext& context);

} // namespace tidemark::ui
