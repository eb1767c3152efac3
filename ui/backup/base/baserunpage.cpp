// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/baserunpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "jobs/verdictsentence.h"
#include "ui/backup/base/basebackupstate.h"
#include "ui/backup/savebackup.h"
#include "ui/common/verdictpage.h"

#include <QLocale>
#include <QPushButton>

namespace tidemark::ui {

namespace base = backup::base;

BaseRunPage::BaseRunPage(BaseBackupState& state, QWidget* parent)
    : WizardRunPage(state.services, state.profile, parent)
    , m_state(state)
{
    QPushButton* command = verdict().addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal"));
    connect(command, &QPushButton::clicked, this, [this] { openSaveCommand(m_state, this); });
}

QString BaseRunPage::subject() const
{
    return tr("%1, the whole server").arg(core::singleLine(m_state.profile.name));
}

QString BaseRunPage::destination() const
{
    return m_state.draft.destination;
}

void BaseRunPage::remember()
{
    m_state.remember();
}

void BaseRunPage::begin(const access::Target& target)
{
    const base::BaseBackupPlan plan = *m_state.review->plan;
    launch<base::BaseBackupReport>(
        target, m_state.review->commands, plan.runId,
        [plan, owner = ownerOf(services(), profile())](const access::ServerAccess& server,
                                                       const core::RunContext& context) {
            return jobs::runBaseBackup(plan, server, owner, context);
        },
        [this](const base::BaseBackupReport& report) { receive(report); });
}

void BaseRunPage::receive(const base::BaseBackupReport& report)
{
    const base::BaseBackupPlan& plan = *m_state.review->plan;
    core::Findings findings = report.findings;
    QString use = tr("To start a server on it, take a copy of the folder base: a server writes into it.");
    if (plan.draft.format == base::Format::Tar) {
        use = plan.tablespaces.isEmpty() ? tr("To start a server on it, unpack base.tar into an empty folder "
                                              "and pg_wal.tar into its folder pg_wal.")
                                         : tr("To start a server on it, unpack base.tar into an empty "
                                              "folder, pg_wal.tar into its folder pg_wal, and each tar file "
                                              "with a number into the folder of its tablespace.");
    }
    findings.append({core::Severity::Info,
                     QStringLiteral("base.use"),
                     use,
                     tr("It has to be PostgreSQL %1, the same as this server.").arg(plan.server.major()),
                     {}});
    fillFacts(report);
    verdict().showVerdict(report.verdict, jobs::verdictSentence(report), findings);
    verdict().setRecords(&m_facts, 1, tr("In the b&ackup"));
    offerVerify();
    end(report.setFolder);
}

void BaseRunPage::fillFacts(const base::BaseBackupReport& report)
{
    m_facts.clear();
    m_facts.setHorizontalHeaderLabels({tr("What"), tr("Value")});
    const auto add = [this](const QString& what, const QString& value) {
        QList<QStandardItem*> line{new QStandardItem(what), new QStandardItem(value)};
        for (QStandardItem* item : line)
            item->setEditable(false);
        m_facts.appendRow(line);
    };
    const catalog::BaseBackupPart part = report.manifest.base.value_or(catalog::BaseBackupPart());
    add(tr("Files of the server"),
        tr("%1 with %2")
            .arg(QLocale().toString(report.serverFiles), core::ByteSize(report.serverBytes).toText()));
    add(tr("On disk"), report.manifest.totalSize().toText());
    add(tr("WAL"),
        tr("%1 to %2, timeline %3").arg(part.start.toText(), part.end.toText()).arg(part.timeline));
    add(tr("Checked against"), part.checksumAlgorithm.isEmpty()
                                   ? tr("no manifest")
                                   : tr("the backup's manifest (%1)").arg(part.checksumAlgorithm));
    if (part.verifiedByTool)
        add(tr("Also checked by"), QStringLiteral("pg_verifybackup"));
    for (const catalog::ManifestTablespace& tablespace : part.tablespaces)
        add(tr("Tablespace %1").arg(core::singleLine(tablespace.name)),
            tablespace.folder.isEmpty() ? tablespace.oid + QStringLiteral(".tar")
                                        : core::singleLine(tablespace.folder));
    add(tr("Copied in"), core::durationText(report.copyDuration));
    add(tr("Read back in"), core::durationText(report.readBackDuration));
}

} // namespace tidemark::ui
