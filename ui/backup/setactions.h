// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/recordedsets.h"
#include "ui/common/inquiry.h"

#include <QObject>

#include <optional>

class QWidget;

namespace tidemark::ui {

/// What is done with backups that are there: checks, deletions, imports. Each becomes a run of the activity
/// panel that goes on without the page it was started from.
class SetActions : public QObject
{
    Q_OBJECT
public:
    /// `window` is what dialogs belong to.
    SetActions(Services& services, QWidget* window);

    void setProfile(const std::optional<store::Profile>& profile) { m_profile = profile; }
    void check(const QList<catalog::BackupSet>& sets);
    /// Opens the window of a trial restore.
    void verify(const catalog::BackupSet& set);
    /// The sanity queries of its database.
    void askSanity(const catalog::BackupSet& set);
    /// Whether its server is one that can be asked.
    bool canAsk(const catalog::BackupSet& set) const;
    /// Looks at the sets first, then asks. `all`: every set that is known.
    void remove(const QList<catalog::BackupSet>& sets, const QList<catalog::BackupSet>& all);
    /// Asks for the rest; `source` may be empty.
    void askImport(const QString& source);

Q_SIGNALS:
    /// What a run came to.
    void ended(tidemark::core::Verdict verdict, const QString& sentence,
               const tidemark::core::Findings& findings);
    void failed(const tidemark::core::Error& error);

private:
    void askRemoval(const QList<catalog::RemovalFacts>& facts);
    void runRemovals(const QList<jobs::RemovalOrder>& orders);
    void runImport(const catalog::ImportRequest& request);
    template <typename Report>
    void start(const QString& title, const QString& subject,
               std::function<core::Result<Report>(const QString& runId, const core::RunContext&)> work,
               std::function<void(const Report&)> done);
    jobs::RunOwner owner() const;

    Services& m_services;
    QWidget* m_window;
    std::optional<store::Profile> m_profile;
    Inquiry m_inquiry;
};

} // namespace tidemark::ui
