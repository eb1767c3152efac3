// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/serverview.h"

#include "core/quoting.h"
#include "ui/backup/backupspage.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/overview/overviewpage.h"
#include "ui/profiles/environmenttag.h"
#include "ui/replication/replicationpage.h"
#include "ui/restore/restorepage.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

struct SectionFacts
{
    const char* name;
    const char* title;
    const char* icon;
};
constexpr std::array<SectionFacts, sectionCount> sections{{
    {"overview", QT_TRANSLATE_NOOP("tidemark::ui::ServerView", "Overview"), "waves"},
    {"backups", QT_TRANSLATE_NOOP("tidemark::ui::ServerView", "Backups"), "hard-drive"},
    {"restore", QT_TRANSLATE_NOOP("tidemark::ui::ServerView", "Restore"), "rotate-ccw"},
    {"replication", QT_TRANSLATE_NOOP("tidemark::ui::ServerView", "Replication"), "chart-line"},
}};

const SectionFacts& factsOf(Section section)
{
    return sections.at(static_cast<size_t>(section));
}

} // namespace

QString sectionName(Section section)
{
    return QLatin1String(factsOf(section).name);
}

QString sectionTitle(Section section)
{
    return ServerView::tr(factsOf(section).title);
}

ServerView::ServerView(Services& services, ServerWatches& watches, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_watches(watches)
    , m_name(new ElidedLabel({}, this))
    , m_tag(new EnvironmentTagLabel(this))
    , m_place(new ElidedLabel({}, this))
    , m_state(new IconLabel(this))
    , m_bar(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("serverContent"));
    m_bar->setObjectName(QStringLiteral("sectionBar"));
    m_bar->setAccessibleName(tr("Sections"));
    m_bar->setDocumentMode(true);
    m_bar->setExpanding(false);
    m_bar->setDrawBase(true);
    for (int i = 0; i < sectionCount; ++i) {
        const auto section = static_cast<Section>(i);
        m_bar->addTab(icon(QLatin1String(factsOf(section).icon)), sectionTitle(section));
        m_bar->setTabToolTip(i, tr("Ctrl+%1").arg(i + 1));
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(page(Section::Overview));
    connect(m_bar, &QTabBar::currentChanged, this,
            [this](int index) { showSection(static_cast<Section>(index)); });
}

QWidget* ServerView::makeHeader()
{
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.25);
    m_name->setObjectName(QStringLiteral("serverName"));
    m_name->setFont(bold);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_place->setObjectName(QStringLiteral("serverPlace"));
    m_state->setObjectName(QStringLiteral("serverState"));
    m_state->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(2 * gridStep, gridStep, 2 * gridStep, gridStep);
    row->setSpacing(gridStep);
    row->addWidget(m_name);
    row->addWidget(m_tag);
    row->addWidget(m_place, 1);
    row->addWidget(m_state, 0, Qt::AlignVCenter);
    return header;
}

QWidget* ServerView::page(Section section)
{
    QWidget*& known = m_pages.at(static_cast<size_t>(section));
    if (!known) {
        known = makePage(section);
        m_stack->addWidget(known);
        m_setProfile.at(static_cast<size_t>(section))(m_profile);
    }
    return known;
}

OverviewPage* ServerView::makeOverview()
{
    m_overview = new OverviewPage(m_services, this);
    connect(m_overview, &OverviewPage::backupRequested, this,
            [this] { Q_EMIT backupRequested(BackupWay::Databases); });
    connect(m_overview, &OverviewPage::restoreRequested, this,
            [this](const QString& source) { Q_EMIT restoreRequested({source}); });
    connect(m_overview, &OverviewPage::contentsRequested, this, &ServerView::contentsRequested);
    connect(m_overview, &OverviewPage::sanityRequested, this, &ServerView::sanityRequested);
    connect(m_overview, &OverviewPage::editRequested, this, &ServerView::editRequested);
    connect(m_overview, &OverviewPage::serverAnswered, this,
            [this](const QString& id, const QString& sentence) {
                Q_EMIT stateChanged(id, {ServerState::Kind::Reachable, sentence});
            });
    connect(m_overview, &OverviewPage::serverFailed, this,
            [this](const QString& id, const core::Error& error) {
                Q_EMIT stateChanged(id, {ServerState::Kind::Unreachable, error.message});
            });
    return m_overview;
}

QWidget* ServerView::makePage(Section section)
{
    auto& setter = m_setProfile.at(static_cast<size_t>(section));
    const auto keep = [&setter](auto* made) {
        setter = [made](const std::optional<store::Profile>& profile) { made->setProfile(profile); };
        return made;
    };
    switch (section) {
    case Section::Overview:
        return keep(makeOverview());
    case Section::Backups: {
        auto* backups = keep(new BackupsPage(m_services, this));
        connect(backups, &BackupsPage::backupRequested, this, &ServerView::backupRequested);
        connect(backups, &BackupsPage::restoreRequested, this,
                [this](const QString& source) { Q_EMIT restoreRequested({source}); });
        connect(backups, &BackupsPage::contentsRequested, this, &ServerView::contentsRequested);
        connect(backups, &BackupsPage::rowsRequested, this, &ServerView::rowsRequested);
        connect(backups, &BackupsPage::runAgainRequested, this, &ServerView::runAgainRequested);
        return backups;
    }
    case Section::Restore: {
        auto* restore = keep(new RestorePage(m_services, this));
        connect(restore, &RestorePage::restoreRequested, this,
                [this](const QString& source, RestoreWhat what) {
                    Q_EMIT restoreRequested({source, what});
                });
        connect(restore, &RestorePage::contentsRequested, this, &ServerView::contentsRequested);
        connect(restore, &RestorePage::rowsRequested, this, &ServerView::rowsRequested);
        return restore;
    }
    case Section::Replication:
        break;
    }
    auto* replication = keep(new ReplicationPage(m_services, m_watches, this));
    connect(replication, &ReplicationPage::profileStored, this, &ServerView::profileStored);
    return replication;
}

void ServerView::setProfile(const std::optional<store::Profile>& profile)
{
    m_profile = profile;
    m_name->setText(profile ? core::singleLine(profile->name) : QString());
    m_place->setText(profile ? core::singleLine(profile->spec.describe()) : QString());
    m_tag->setProfile(profile);
    for (const auto& setter : m_setProfile) {
        if (setter)
            setter(profile);
    }
}

void ServerView::setState(const ServerState& state)
{
    Tone tone = Tone::Muted;
    if (state.kind == ServerState::Kind::Reachable)
        tone = Tone::Ok;
    else if (state.kind == ServerState::Kind::Unreachable)
        tone = Tone::Danger;
    m_state->setStatus(state.iconName(), tone, state.word());
    m_state->setToolTip(state.sentence);
}

void ServerView::showSection(Section section)
{
    m_stack->setCurrentWidget(page(section));
    m_bar->setCurrentIndex(static_cast<int>(section));
}

Section ServerView::section() const
{
    return static_cast<Section>(m_bar->currentIndex());
}

void ServerView::showTools()
{
    m_overview->showTools();
}

void ServerView::refresh()
{
    if (m_profile)
        m_overview->refresh();
}

} // namespace tidemark::ui
