// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clusterreviewpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/backup/savebackup.h"
#include "ui/common/elidedlabel.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>

namespace tidemark::ui {

namespace cluster = backup::cluster;

ClusterReviewPage::ClusterReviewPage(ClusterDumpState& state, QWidget* parent)
    : CheckPage(state.profile, parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_folder(new ElidedLabel({}, this))
{
    m_folder->setObjectName(QStringLiteral("setPath"));
    m_what = addText(tr("Contents:"), QStringLiteral("reviewContents"));
    m_passwords = addText(tr("Passwords:"), QStringLiteral("reviewPasswords"));
    addFact(tr("Written to:"), m_folder);
    m_form = addText(tr("Form:"), QStringLiteral("reviewForm"));
    m_estimate = addText(tr("Expected:"), QStringLiteral("estimate"));
    connect(addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal")), &QPushButton::clicked, this,
            [this] { openSaveCommand(m_state, this); });
}

void ClusterReviewPage::ask()
{
    m_state.review.reset();
    m_folder->setText(QDir::toNativeSeparators(setsFolder(m_state.draft)) + QDir::separator() +
                      tr("<time of the start>"));
    m_inquiry.askServer<ClusterReview>(
        m_state.profile, tr("Checks before a dump of the whole server"),
        [draft = m_state.effective(), tools = ToolSource(m_state.services),
         owner = ownerOf(m_state.services, m_state.profile)](const access::ServerAccess& server,
                                                             const core::RunContext& context) {
            return reviewClusterDump(draft, tools, owner, server, context);
        },
        [this](core::Result<ClusterReview> review) { receive(std::move(review)); });
}

void ClusterReviewPage::receive(core::Result<ClusterReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_state.review = *std::move(review);
    m_what->setText(contents(*m_state.review));
    m_passwords->setText(passwords(*m_state.review));
    m_form->setText(
        tr("Plain SQL in one file, %1").arg(compressionWords(cluster::compressionOf(m_state.effective()))));
    m_estimate->setText(estimate(*m_state.review));
    showAnswer(m_state.review->findings, m_state.review->commands);
}

QString ClusterReviewPage::contents(const ClusterReview& review) const
{
    constexpr qsizetype shown = 6;
    const cluster::ClusterDumpDraft draft = m_state.effective();
    if (draft.content != cluster::Content::Everything)
        return tr("The roles and tablespaces of the server");
    QStringList names;
    for (const QString& name : review.databases.mid(0, shown))
        names.append(core::singleLine(name));
    const int left = static_cast<int>(review.databases.size() - shown);
    QString text = tr("Databases: %1", "a list of names").arg(names.join(tr(", ")));
    if (left > 0)
        text += tr(" and %n more", nullptr, left);
    switch (draft.part) {
    case backup::Part::Everything:
        return text + tr("; with all roles and tablespaces");
    case backup::Part::Definitions:
        return text + tr("; definitions alone, with all roles and tablespaces");
    case backup::Part::Rows:
        break;
    }
    return text + tr("; rows alone, without roles and tablespaces");
}

QString ClusterReviewPage::passwords(const ClusterReview& review) const
{
    if (m_state.effective().part == backup::Part::Rows)
        return tr("none, as no roles are saved");
    return review.passwords == backup::RolePasswords::Keep ? tr("the hashes of all roles are in the file")
                                                           : tr("left out; set them again after a restore");
}

QString ClusterReviewPage::estimate(const ClusterReview& review) const
{
    if (review.precedent) {
        const std::chrono::seconds age(review.precedent->when.secsTo(QDateTime::currentDateTimeUtc()));
        return tr("about %1 in %2, as last time (%3)")
            .arg(core::ByteSize(review.precedent->bytes).toText(),
                 core::durationText(review.precedent->duration), core::agoText(age));
    }
    if (m_state.effective().content != cluster::Content::Everything)
        return tr("a few kilobytes, in seconds");
    return tr("%1 of tables to be read; no earlier run to tell the time from").arg(review.tables.toText());
}

bool ClusterReviewPage::hasPlan() const
{
    return m_state.review && m_state.review->plan;
}

} // namespace tidemark::ui
