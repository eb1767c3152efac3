// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clusterrunpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "jobs/verdictsentence.h"
#include "ui/backup/cluster/clusterdumpstate.h"
#include "ui/backup/savebackup.h"
#include "ui/common/recordtable.h"
#include "ui/common/verdictpage.h"

#include <QHash>
#include <QPushButton>

namespace tidemark::ui {

namespace cluster = backup::cluster;

ClusterRunPage::ClusterRunPage(ClusterDumpState& state, QWidget* parent)
    : WizardRunPage(state.services, state.profile, parent)
    , m_state(state)
{
    QPushButton* command = verdict().addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal"));
    connect(command, &QPushButton::clicked, this, [this] { openSaveCommand(m_state, this); });
}

QString ClusterRunPage::subject() const
{
    const QString server = core::singleLine(m_state.profile.name);
    return m_state.draft.content == cluster::Content::Everything
               ? tr("all databases of %1").arg(server)
               : tr("the roles and tablespaces of %1").arg(server);
}

QString ClusterRunPage::destination() const
{
    return m_state.draft.destination;
}

void ClusterRunPage::remember()
{
    m_state.remember();
}

void ClusterRunPage::begin(const access::Target& target)
{
    const cluster::ClusterDumpPlan plan = *m_state.review->plan;
    launch<cluster::ClusterDumpReport>(
        target, m_state.review->commands, plan.runId,
        [plan, owner = ownerOf(services(), profile())](const access::ServerAccess& server,
                                                       const core::RunContext& context) {
            return jobs::runClusterDump(plan, server, owner, context);
        },
        [this](const cluster::ClusterDumpReport& report) { receive(report); });
}

void ClusterRunPage::receive(const cluster::ClusterDumpReport& report)
{
    core::Findings findings = report.findings;
    findings.append(
        {core::Severity::Info,
         QStringLiteral("cluster.use"),
         report.databases.isEmpty()
             ? tr("psql makes the roles and tablespaces on another server: psql --dbname=postgres "
                  "--file=FILE, as a superuser.")
             : tr("psql makes a new server of it: psql --dbname=postgres --file=FILE, as a superuser."),
         report.manifest.compression == QLatin1String("none")
             ? QString()
             : tr("Unpack it first, for instance with gunzip."),
         {}});
    fillDatabases(report);
    verdict().showVerdict(report.verdict, jobs::verdictSentence(report), findings);
    if (!report.databases.isEmpty())
        verdict().setRecords(&m_databases, 0, tr("In the b&ackup"));
    if (!report.databases.isEmpty())
        offerVerify();
    end(report.setFolder);
}

void ClusterRunPage::fillDatabases(const cluster::ClusterDumpReport& report)
{
    struct Sum
    {
        qint64 tables = 0;
        qint64 rows = 0;
    };
    QHash<QString, Sum> sums;
    for (const catalog::ManifestTable& table : report.manifest.tables) {
        ++sums[table.database].tables;
        sums[table.database].rows += table.rows;
    }
    m_databases.clear();
    m_databases.setHorizontalHeaderLabels({tr("Database"), tr("Tables"), tr("Rows")});
    for (const QString& name : report.databases) {
        const Sum sum = sums.value(name);
        QList<QStandardItem*> line{new QStandardItem(core::singleLine(name)),
                                   new QStandardItem(core::countText(sum.tables)),
                                   new QStandardItem(core::countText(sum.rows))};
        for (QStandardItem* item : line)
            item->setEditable(false);
        for (QStandardItem* number : {line.at(1), line.at(2)})
            number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_databases.appendRow(line);
    }
}

} // namespace tidemark::ui
