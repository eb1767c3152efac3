// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overviewpage.h"

#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/backup/backupspage.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

const QLatin1String editAction("editConnection");
const QLatin1String retryAction("retryConnection");
constexpr int bigIcon = 32;

} // namespace

OverviewPage::OverviewPage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_server(services)
    , m_folders(services)
    , m_loss(new QLabel(this))
    , m_lossIcon(new QLabel(this))
    , m_proof(new IconLabel(this))
    , m_backUp(new QPushButton(icon(QStringLiteral("save")), tr("&Back up now…"), this))
    , m_restore(new QPushButton(icon(QStringLiteral("rotate-ccw")), tr("R&estore…"), this))
    , m_look(new QPushButton(icon(QStringLiteral("eye")), tr("Look &inside"), this))
    , m_sanity(new QPushButton(icon(QStringLiteral("list")), tr("Sanity &queries…"), this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_table(new RecordTable(this))
{
    setObjectName(QStringLiteral("overviewPage"));
    buildLayout();
    m_findings->setActionText(editAction, tr("Edit the connection…"));
    m_findings->setActionText(retryAction, tr("Try again"));
    connect(m_backUp, &QPushButton::clicked, this, &OverviewPage::backupRequested);
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT restoreRequested({}); });
    connect(m_look, &QPushButton::clicked, this, [this] {
        if (const auto& newest = m_model.at(m_table->currentRecord()).newest)
            Q_EMIT contentsRequested(newest->folder);
    });
    connect(m_sanity, &QPushButton::clicked, this,
            [this] { Q_EMIT sanityRequested(m_model.at(m_table->currentRecord()).database); });
    connect(m_table, &RecordTable::currentRecordChanged, this, &OverviewPage::updateActions);
    connect(m_table, &RecordTable::recordActivated, this, [this](int row) {
        if (const auto& newest = m_model.at(row).newest)
            Q_EMIT restoreRequested(newest->folder);
    });
    connect(m_findings, &FindingsView::actionTriggered, this, [this](const QString& action) {
        if (action == editAction)
            Q_EMIT editRequested();
        else if (action == retryAction)
            refresh();
    });
    connect(&services.activities, &Activities::ended, this, [this] {
        if (m_profile)
            refresh();
    });
}

void OverviewPage::buildLayout()
{
    m_loss->setObjectName(QStringLiteral("lossSentence"));
    m_loss->setTextFormat(Qt::PlainText);
    m_loss->setWordWrap(true);
    m_loss->setTextInteractionFlags(Qt::TextSelectableByMouse);
    makeHeading(*m_loss);
    m_proof->setObjectName(QStringLiteral("proofSentence"));
    m_backUp->setObjectName(QStringLiteral("overviewBackUp"));
    m_restore->setObjectName(QStringLiteral("overviewRestore"));
    m_look->setObjectName(QStringLiteral("overviewLook"));
    m_look->setToolTip(tr("What is in the newest backup of the chosen database"));
    m_look->setEnabled(false);
    m_sanity->setObjectName(QStringLiteral("overviewSanity"));
    m_sanity->setToolTip(tr("Questions of your own about the chosen database, asked of what is restored from its backups"));
    m_sanity->setEnabled(false);
    m_findings->setObjectName(QStringLiteral("overviewFindings"));
    m_table->setObjectName(QStringLiteral("overviewTable"));
    m_table->setAccessibleName(tr("Databases and their last backups"));
    m_table->setRecords(&m_model, DatabaseBackupModel::Database);

    auto* sentences = new QVBoxLayout;
    sentences->setSpacing(gridStep);
    sentences->addWidget(m_loss);
    sentences->addWidget(m_proof);
    auto* head = new QHBoxLayout;
    head->setSpacing(2 * gridStep);
    head->addWidget(m_lossIcon, 0, Qt::AlignTop);
    head->addLayout(sentences, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(gridStep);
    buttons->addWidget(m_backUp);
    buttons->addWidget(m_restore);
    buttons->addWidget(m_look);
    buttons->addWidget(m_sanity);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(2 * gridStep);
    layout->addLayout(head);
    layout->addLayout(buttons);
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_table, 100);
    layout->addStretch(1); // where there is no table
}

void OverviewPage::setProfile(const std::optional<store::Profile>& profile)
{
    m_profile = profile;
    m_answer.reset();
    m_failure.reset();
    m_found.reset();
    m_model.setDatabases({}, QDateTime::currentDateTimeUtc());
    m_server.drop();
    m_folders.drop();
    if (profile)
        refresh();
}

void OverviewPage::refresh()
{
    // The stored profile knows the folder that was used last.
    if (const auto stored = m_services.profiles.find(m_profile->id))
        m_profile = *stored;
    m_spinner->start(tr("Asking the server and looking for backups…"));
    askServer();
    lookForSets();
    showFacts();
}

void OverviewPage::askServer()
{
    m_server.askServer<ServerAnswer>(
        *m_profile, tr("State of the server"),
        [](const access::ServerAccess& server, const core::RunContext& context) -> core::Result<ServerAnswer> {
            auto connection = server.connect({}, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            auto facts = postgres::readServerFacts(*connection);
            if (!facts)
                return std::move(facts).error();
            auto databases = postgres::listDatabases(*connection);
            if (!databases)
                return std::move(databases).error();
            return ServerAnswer{*std::move(facts), *std::move(databases)};
        },
        [this](core::Result<ServerAnswer> answer) {
            if (answer) {
                m_failure.reset();
                m_answer = *std::move(answer);
                Q_EMIT serverAnswered(m_profile->id, tr("Connected to PostgreSQL %1 as %2").arg(m_answer->facts.version.toText(), core::singleLine(m_answer->facts.user)));
            } else {
                m_answer.reset();
                m_failure = answer.error();
                Q_EMIT serverFailed(m_profile->id, answer.error());
            }
            showFacts();
        });
}

void OverviewPage::lookForSets()
{
    m_folders.ask<catalog::ScanResult>(
        tr("Search for backups"), [folders = backupFolders(m_services, *m_profile)](const core::RunContext& context) { return scanFolders(folders, context); },
        [this](core::Result<catalog::ScanResult> found) {
            if (found)
                m_found = *std::move(found);
            else
                m_found = catalog::ScanResult{{}, {found.error()}};
            showFacts();
        });
}

void OverviewPage::showFacts()
{
    const bool busy = m_server.isRunning() || m_folders.isRunning();
    if (!busy)
        m_spinner->stop();
    if (!m_found || (m_server.isRunning() && !m_answer && !m_failure)) {
        m_loss->setText(tr("Looking at this server…"));
        m_lossIcon->setPixmap(icon(QStringLiteral("waves"), Tone::Accent).pixmap(QSize(bigIcon, bigIcon), devicePixelRatioF()));
        m_proof->hide();
        return;
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const OverviewFacts facts = overviewFacts(*m_profile, m_found->sets, m_answer);
    const OverviewSentence loss = lossSentence(facts, now);
    const OverviewSentence proof = proofSentence(facts, now);
    m_loss->setText(loss.text);
    m_lossIcon->setPixmap(icon(loss.look.icon, loss.look.tone).pixmap(QSize(bigIcon, bigIcon), devicePixelRatioF()));
    m_lossIcon->setToolTip(loss.look.word);
    m_proof->setStatus(proof.look.icon, proof.look.tone, proof.text);
    m_proof->show();
    m_model.setDatabases(facts.databases, now);
    m_table->setVisible(!facts.databases.isEmpty());
    showFindings();
}

void OverviewPage::updateActions()
{
    const int row = m_table->currentRecord();
    m_look->setEnabled(row >= 0 && m_model.at(row).newest);
    m_sanity->setEnabled(row >= 0 && m_model.at(row).onServer);
}

void OverviewPage::showTools()
{
    if (m_found)
        showFindings();
}

void OverviewPage::showFindings()
{
    if (m_failure) {
        const bool wrongSettings = m_failure->kind != core::ErrorKind::ConnectionFailed;
        m_findings->setError(*m_failure, wrongSettings ? editAction : retryAction);
        return;
    }
    m_findings->setFindings(overviewFindings(m_answer, m_services.tools, m_services.toolsReady, m_found->problems));
}

} // namespace tidemark::ui
