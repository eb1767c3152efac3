// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/newclusterreviewpage.h"

#include "core/bytesize.h"
#include "core/quoting.h"

#include <QDir>
#include <QLabel>
#include <QWizard>

namespace tidemark::ui {

namespace base = restore::base;

NewClusterReviewPage::NewClusterReviewPage(NewClusterState& state, QWidget* parent)
    : CheckPage(NewClusterState::place(), parent)
    , m_state(state)
    , m_inquiry(state.services)
{
    setButtonText(QWizard::NextButton, tr("&Restore"));
    setWords({tr("Looking at backup, folders, space and programs…"),
              tr("The restore begins as soon as that is known…"), tr("Everything that it needs is there.")});
    m_backup = addText(tr("Backup:"), QStringLiteral("clusterBackup"));
    m_data = addText(tr("Data directory:"), QStringLiteral("clusterData"));
    m_tablespaces = addText(tr("Tablespaces:"), QStringLiteral("clusterTablespaces"));
    m_space = addText(tr("Space:"), QStringLiteral("clusterSpace"));
    m_server = addText(tr("Server:"), QStringLiteral("clusterServer"));
}

void NewClusterReviewPage::ask()
{
    m_state.review.reset();
    m_inquiry.ask<NewClusterReview>(
        tr("What a restore needs"),
        [draft = m_state.draft, tools = ToolSource(m_state.services)](const core::RunContext& context) {
            return reviewNewCluster(draft, tools, context);
        },
        [this](core::Result<NewClusterReview> review) { receive(std::move(review)); });
}

void NewClusterReviewPage::receive(core::Result<NewClusterReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_state.review = *std::move(review);
    const base::NewClusterFacts& facts = m_state.review->facts;
    m_backup->setText(tr("%1, PostgreSQL %2", "server or folder; version")
                          .arg(m_state.subject(), QString::number(facts.source.major)));
    m_data->setText(core::singleLine(QDir::toNativeSeparators(facts.folder + QStringLiteral("/data"))));
    QStringList places;
    for (const base::BaseTablespace& tablespace : facts.source.tablespaces)
        places.append(
            tr("%1 into %2", "tablespace; folder")
                .arg(core::singleLine(tablespace.label()),
                     core::singleLine(QDir::toNativeSeparators(facts.places.value(tablespace.oid)))));
    m_tablespaces->setText(places.isEmpty() ? tr("none outside of the data directory")
                                            : places.join(QLatin1Char('\n')));
    QStringList room;
    for (const base::SpaceNeed& need : facts.space) {
        const QString free = need.free < 0 ? tr("not known") : core::ByteSize(need.free).toText();
        room.append(tr("%1 needed, %2 free in %3")
                        .arg(core::ByteSize(need.needed).toText(), free,
                             core::singleLine(QDir::toNativeSeparators(need.folder))));
    }
    m_space->setText(room.join(QLatin1Char('\n')));
    const QString after = m_state.draft.after == base::AfterCheck::LetRun
                              ? tr("It recovers, answers, and runs on.")
                              : tr("It recovers, answers, and is stopped.");
    const QString who =
        facts.serverUser.isEmpty() ? QString() : tr("It runs as the user %1.").arg(facts.serverUser);
    m_server->setText(QStringList{after, who}.join(QLatin1Char(' ')).trimmed());
    showAnswer(m_state.review->findings, {m_state.command()});
}

} // namespace tidemark::ui
