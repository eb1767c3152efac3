// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/setactions.h"

#include "catalog/runid.h"
#include "core/quoting.h"
#include "ui/activity/activities.h"
#include "ui/backup/deletesetsdialog.h"
#include "ui/backup/drill/drillwizard.h"
#include "ui/backup/dumpimportdialog.h"
#include "ui/sanity/sanitydialog.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>

#include <memory>

namespace tidemark::ui {

namespace {

QStringList foldersOf(const QList<catalog::BackupSet>& sets)
{
    QStringList folders;
    for (const catalog::BackupSet& set : sets)
        folders.append(set.folder);
    return folders;
}

/// Findings of several, each with whose it is.
core::Findings findingsOf(const jobs::CheckBatch& batch)
{
    core::Findings findings;
    for (const jobs::CheckItem& item : batch.items) {
        core::Findings own = item.report ? item.report->findings
                                         : core::Findings{{core::Severity::Blocker,
                                                           QStringLiteral("check.failed"),
                                                           item.report.error().toText(),
                                                           {},
                                                           {}}};
        for (core::Finding& finding : own) {
            if (batch.items.size() > 1)
                finding.sentence = SetActions::tr("%1: %2", "backup: what is the case")
                                       .arg(core::singleLine(item.path), finding.sentence);
            findings.append(finding);
        }
    }
    return findings;
}

core::Findings findingsOf(const jobs::RemovalBatch& batch)
{
    core::Findings findings;
    for (const jobs::RemovalItem& item : batch.items) {
        if (!item.report) {
            const core::Error& error = item.report.error();
            const QString words =
                error.detail.isEmpty() ? error.message : error.message + QLatin1Char('\n') + error.detail;
            findings.append(
                {core::Severity::Blocker, QStringLiteral("removal.failed"), words, error.hint, {}});
        } else if (!item.report->strangers.isEmpty()) {
            findings.append({core::Severity::Info,
                             QStringLiteral("removal.left"),
                             SetActions::tr("Left in %1, because it does not belong to the backup: %2")
                                 .arg(item.folder, core::singleLine(item.report->strangers.mid(0, 5).join(
                                                       SetActions::tr(", ")))),
                             {},
                             {}});
        }
    }
    return findings;
}

} // namespace

SetActions::SetActions(Services& services, QWidget* window)
    : QObject(window)
    , m_services(services)
    , m_window(window)
    , m_inquiry(services)
{
}

jobs::RunOwner SetActions::owner() const
{
    return m_profile ? ownerOf(m_services, *m_profile) : jobs::RunOwner{{}, {}, m_services.historyPath};
}

template <typename Report>
void SetActions::start(
    const QString& title, const QString& subject,
    std::function<core::Result<Report>(const QString& runId, const core::RunContext&)> work,
    std::function<void(const Report&)> done)
{
    QPointer<SetActions> guard(this);
    const QString runId = catalog::newRunId(QDateTime::currentDateTimeUtc());
    const auto bound = [work = std::move(work), runId](const core::RunContext& context) {
        return work(runId, context);
    };
    Task* task = m_services.tasks.start<Report>(
        title, nullptr, bound, [guard, done = std::move(done)](const core::Result<Report>& report) {
            if (!guard)
                return;
            if (report)
                done(*report);
            else
                Q_EMIT guard->failed(report.error());
        });
    m_services.activities.add(task, {title, subject, m_profile ? m_profile->name : QString(), {}, runId});
}

void SetActions::check(const QList<catalog::BackupSet>& sets)
{
    if (sets.isEmpty())
        return;
    const QString subject = sets.size() == 1 ? jobs::subjectOf(sets.constFirst())
                                             : tr("%n backup(s)", nullptr, static_cast<int>(sets.size()));
    using Report = std::shared_ptr<const jobs::CheckBatch>;
    start<Report>(
        tr("Check of %1").arg(subject), subject,
        [folders = foldersOf(sets),
         owner = owner()](const QString& runId, const core::RunContext& context) -> core::Result<Report> {
            return std::make_shared<const jobs::CheckBatch>(jobs::runChecks(folders, runId, owner, context));
        },
        [this](const Report& batch) {
            if (batch->items.size() == 1 && !batch->items.front().report)
                Q_EMIT failed(batch->items.front().report.error());
            else
                Q_EMIT ended(batch->verdict(), jobs::verdictSentence(*batch), findingsOf(*batch));
        });
}

void SetActions::verify(const catalog::BackupSet& set)
{
    if (m_profile)
        (new DrillWizard(m_services, *m_profile, set.folder, m_window->window()))->show();
}

bool SetActions::canAsk(const catalog::BackupSet& set) const
{
    return m_profile && SanityDialog::serverOf(set, m_services, *m_profile);
}

void SetActions::askSanity(const catalog::BackupSet& set)
{
    const auto server = m_profile ? SanityDialog::serverOf(set, m_services, *m_profile) : std::nullopt;
    if (server)
        (new SanityDialog(m_services, *server, set.manifest.database, m_window))->open();
}

void SetActions::remove(const QList<catalog::BackupSet>& sets, const QList<catalog::BackupSet>& all)
{
    if (sets.isEmpty())
        return;
    m_inquiry.ask<QList<catalog::RemovalFacts>>(
        tr("What a deletion comes to"),
        [folders = foldersOf(sets), all](const core::RunContext&) {
            return catalog::removalFacts(folders, all);
        },
        [this](const core::Result<QList<catalog::RemovalFacts>>& facts) {
            if (facts)
                askRemoval(*facts);
            else
                Q_EMIT failed(facts.error());
        });
}

void SetActions::askRemoval(const QList<catalog::RemovalFacts>& facts)
{
    auto* dialog = new DeleteSetsDialog(facts, m_profile, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { runRemovals(dialog->orders()); });
    dialog->open();
}

void SetActions::runRemovals(const QList<jobs::RemovalOrder>& orders)
{
    const QString subject = orders.size() == 1 ? orders.constFirst().subject
                                               : tr("%n backup(s)", nullptr, static_cast<int>(orders.size()));
    using Report = std::shared_ptr<const jobs::RemovalBatch>;
    start<Report>(
        tr("Deletion of %1").arg(subject), subject,
        [orders, owner = owner()](const QString& runId,
                                  const core::RunContext& context) -> core::Result<Report> {
            return std::make_shared<const jobs::RemovalBatch>(
                jobs::runRemovals(orders, runId, owner, context));
        },
        [this](const Report& batch) {
            Q_EMIT ended(batch->verdict(), jobs::verdictSentence(*batch), findingsOf(*batch));
        });
}

void SetActions::askImport(const QString& source)
{
    if (!m_profile)
        return;
    auto* dialog = new DumpImportDialog(m_services, *m_profile, source, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { runImport(dialog->request()); });
    dialog->open();
}

void SetActions::runImport(const catalog::ImportRequest& request)
{
    const QString name = core::singleLine(QFileInfo(QDir::cleanPath(request.source)).fileName());
    using Report = std::shared_ptr<const catalog::ImportReport>;
    start<Report>(
        tr("Import of %1").arg(name), name,
        [request, owner = owner()](const QString& runId,
                                   const core::RunContext& context) -> core::Result<Report> {
            auto report = jobs::runImport(request, runId, owner, context);
            if (!report)
                return std::move(report).error();
            return std::make_shared<const catalog::ImportReport>(*std::move(report));
        },
        [this](const Report& report) {
            Q_EMIT ended(report->verdict, jobs::verdictSentence(*report), report->findings);
        });
}

} // namespace tidemark::ui
