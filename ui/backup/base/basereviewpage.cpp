// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/basereviewpage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/backup/savebackup.h"
#include "ui/common/elidedlabel.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>

namespace tidemark::ui {

namespace base = backup::base;

BaseReviewPage::BaseReviewPage(BaseBackupState& state, QWidget* parent)
    : CheckPage(state.profile, parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_folder(new ElidedLabel({}, this))
{
    m_folder->setObjectName(QStringLiteral("setPath"));
    m_what = addText(tr("Contents:"), QStringLiteral("reviewContents"));
    addFact(tr("Written to:"), m_folder);
    m_form = addText(tr("Form:"), QStringLiteral("reviewForm"));
    m_tablespaces = addText(tr("Tablespaces:"), QStringLiteral("reviewTablespaces"));
    m_estimate = addText(tr("Expected:"), QStringLiteral("estimate"));
    connect(addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal")), &QPushButton::clicked, this,
            [this] { openSaveCommand(m_state, this); });
}

void BaseReviewPage::ask()
{
    m_state.review.reset();
    m_folder->setText(QDir::toNativeSeparators(setsFolder(m_state.draft)) + QDir::separator() +
                      tr("<time of the start>"));
    m_inquiry.askServer<BaseReview>(
        m_state.profile, tr("Checks before a base backup"),
        [draft = m_state.effective(), tools = ToolSource(m_state.services),
         owner = ownerOf(m_state.services, m_state.profile)](const access::ServerAccess& server,
                                                             const core::RunContext& context) {
            return reviewBaseBackup(draft, tools, owner, server, context);
        },
        [this](core::Result<BaseReview> review) { receive(std::move(review)); });
}

void BaseReviewPage::receive(core::Result<BaseReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_state.review = *std::move(review);
    m_what->setText(
        tr("The whole server: all databases, roles, tablespaces, and the settings in its data directory."));
    m_form->setText(form());
    QStringList places;
    if (m_state.review->plan) {
        const base::BaseBackupPlan& plan = *m_state.review->plan;
        for (const postgres::Tablespace& tablespace : plan.tablespaces) {
            const QString folder = plan.draft.format == base::Format::Tar
                                       ? tablespace.oid + QStringLiteral(".tar")
                                       : plan.tablespaceFolder(tablespace);
            places.append(tr("%1 → %2", "tablespace, where it goes")
                              .arg(core::singleLine(tablespace.name), core::singleLine(folder)));
        }
    }
    m_tablespaces->setText(places.isEmpty() && m_state.review->plan ? tr("none outside of the data directory")
                           : places.isEmpty()                       ? tr("not known")
                                                                    : places.join(QLatin1Char('\n')));
    m_estimate->setText(estimate(*m_state.review));
    showAnswer(m_state.review->findings, m_state.review->commands);
}

QString BaseReviewPage::form() const
{
    const base::BaseBackupDraft draft = m_state.effective();
    QString compression = tr("compressed as recommended");
    if (m_state.review->plan)
        compression = compressionWords(m_state.review->plan->compression);
    else if (draft.compression || draft.format == base::Format::Plain)
        compression = compressionWords(draft.compression.value_or(base::Compression()));
    QStringList parts{draft.format == base::Format::Tar ? tr("Tar files") : tr("Plain files"), compression,
                      draft.walMethod == base::WalMethod::Stream ? tr("WAL streamed")
                                                                 : tr("WAL fetched at the end"),
                      draft.checkpoint == base::Checkpoint::Fast ? tr("begins at once")
                                                                 : tr("begins with the next checkpoint")};
    if (draft.rateLimit)
        parts.append(*draft.rateLimit % 1024 == 0
                         ? tr("at most %1 MB per second").arg(*draft.rateLimit / 1024)
                         : tr("at most %1 kB per second").arg(*draft.rateLimit));
    return parts.join(tr(", "));
}

QString BaseReviewPage::estimate(const BaseReview& review) const
{
    if (review.precedent) {
        const std::chrono::seconds age(review.precedent->when.secsTo(QDateTime::currentDateTimeUtc()));
        return tr("about %1 in %2, as last time (%3)")
            .arg(core::ByteSize(review.precedent->bytes).toText(),
                 core::durationText(review.precedent->duration), core::agoText(age));
    }
    if (!review.size)
        return tr("not known: this user may not look at the size of all databases");
    QString text = tr("%1 to be copied; no earlier run to tell the time from").arg(review.size->toText());
    if (const auto rate = m_state.draft.rateLimit) {
        const std::chrono::seconds least(review.size->bytes() / (*rate * 1024));
        if (least.count() > 0)
            text = tr("%1 to be copied, which takes at least %2 at this rate")
                       .arg(review.size->toText(), core::durationText(least));
    }
    return text;
}

bool BaseReviewPage::hasPlan() const
{
    return m_state.review && m_state.review->plan;
}

} // namespace tidemark::ui
