// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/backupset.h"
#include "ui/backup/backupmenu.h"
#include "ui/profiles/profilemodel.h"
#include "ui/restore/restorerequest.h"
#include "ui/services.h"

#include <QWidget>

#include <array>
#include <optional>

class QStackedWidget;
class QTabBar;

namespace tidemark::ui {

class ElidedLabel;
class EnvironmentTagLabel;
class IconLabel;
class OverviewPage;
class ServerWatches;

enum class Section
{
    Overview,
    Backups,
    Restore,
    Replication,
};
inline constexpr int sectionCount = 4;

QString sectionName(Section section); // stable, for preferences
QString sectionTitle(Section section);

/// The chosen server: its name and state, the bar of sections, the section. A section is made when it is
/// first looked at.
class ServerView : public QWidget
{
    Q_OBJECT
public:
    ServerView(Services& services, ServerWatches& watches, QWidget* parent = nullptr);

    void setProfile(const std::optional<store::Profile>& profile);
    void setState(const ServerState& state);
    void showSection(Section section);
    Section section() const;
    /// Asks the server again.
    void refresh();
    /// The search for PostgreSQL's programs has ended.
    void showTools();

Q_SIGNALS:
    void backupRequested(tidemark::ui::BackupWay way);
    void restoreRequested(const tidemark::ui::RestoreRequest& request);
    void contentsRequested(const QString& path); // to look into a backup
    void rowsRequested(const QString& source);   // to be put back into a live table; may be empty
    void runAgainRequested(const tidemark::catalog::BackupSet& set);
    void sanityRequested(const QString& database); // its sanity queries
    void editRequested();
    void profileStored(const QString& profileId); // a section has changed it
    void stateChanged(const QString& profileId, const tidemark::ui::ServerState& state);

private:
    QWidget* makeHeader();
    QWidget* page(Section section);
    QWidget* makePage(Section section);
    OverviewPage* makeOverview();

    Services& m_services;
    ServerWatches& m_watches;
    std::optional<store::Profile> m_profile;
    ElidedLabel* m_name;
    EnvironmentTagLabel* m_tag;
    ElidedLabel* m_place;
    IconLabel* m_state;
    QTabBar* m_bar;
    QStackedWidget* m_stack;
    OverviewPage* m_overview = nullptr;
    std::array<QWidget*, sectionCount> m_pages{};
    std::array<std::function<void(const std::optional<store::Profile>&)>, sectionCount> m_setProfile;
};

} // namespace tidemark::ui
