// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/reviewpage.h"

#include "catalog/setname.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/elidedlabel.h"

#include <QDir>
#include <QLabel>

#include <algorithm>

namespace tidemark::ui {

BackupReviewPage::BackupReviewPage(BackupState& state, QWidget* parent)
    : CheckPage(state.profile, parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_database(new ElidedLabel({}, this))
    , m_folder(new ElidedLabel({}, this))
{
    m_folder->setObjectName(QStringLiteral("setPath"));
    addFact(tr("Databases:"), m_database);
    addFact(tr("Written to:"), m_folder);
    m_written = addText(tr("Contents:"), QStringLiteral("reviewContents"));
    m_form = addText(tr("Form:"), QStringLiteral("reviewForm"));
    m_estimate = addText(tr("Expected:"), QStringLiteral("estimate"));
}

void BackupReviewPage::ask()
{
    m_state.review.reset();
    const QStringList& databases = m_state.databases;
    m_database->setText(core::singleLine(databases.join(tr(", "))));
    const QString folder = databases.size() == 1 ? setsFolder(m_state.draft) : QDir(m_state.draft.destination).filePath(catalog::pathComponent(m_state.draft.serverLabel));
    const QString time = tr("<time of the start>");
    m_folder->setText(QDir::toNativeSeparators(folder) + QDir::separator() + (databases.size() == 1 ? time : tr("<database>") + QDir::separator() + time));
    m_inquiry.askServer<BackupReview>(
        m_state.profile, tr("Checks before a backup"),
        [drafts = m_state.drafts(), tools = ToolSource(m_state.services), owner = ownerOf(m_state.services, m_state.profile)](
            const access::ServerAccess& server, const core::RunContext& context) { return reviewBackup(drafts, tools, owner, server, context); },
        [this](core::Result<BackupReview> review) { receive(std::move(review)); });
}

void BackupReviewPage::receive(core::Result<BackupReview> review)
{
    if (!review) {
        showError(review.error());
        return;
    }
    m_state.review = *std::move(review);
    m_written->setText(contents(*m_state.review));
    m_form->setText(form(*m_state.review));
    m_estimate->setText(estimate(*m_state.review));
    showAnswer(m_state.review->findings, m_state.review->commands);
}

bool BackupReviewPage::hasPlan() const
{
    return m_state.review && !m_state.review->plans.isEmpty();
}

QString BackupReviewPage::contents(const BackupReview& review) const
{
    const QString globals = m_state.draft.globals == backup::Globals::Include ? tr("With roles and tablespaces of the server.") : tr("Without roles and tablespaces.");
    const QString databases = review.databases.size() == 1 ? sentenceOf(review.databases.constFirst().content)
                                                            : tr("%n whole database(s).", nullptr, static_cast<int>(review.databases.size()));
    return databases + QLatin1Char(' ') + globals;
}

QString BackupReviewPage::form(const BackupReview& review) const
{
    QStringList forms;
    for (const DatabaseReview& one : review.databases) {
        QString text = tr("%1, %2", "format, compression").arg(formatWord(one.form.format), compressionWords(one.form.compression));
        if (one.form.jobs > 1)
            text = tr("%1, %n job(s) at the same time", nullptr, one.form.jobs).arg(text);
        if (!forms.contains(text))
            forms.append(text);
    }
    return forms.join(QLatin1Char('\n'));
}

QString BackupReviewPage::estimate(const BackupReview& review) const
{
    core::ByteSize read;
    core::ByteSize size;
    std::chrono::milliseconds duration{0};
    std::chrono::seconds age{0};
    bool isKnown = true;
    for (const DatabaseReview& one : review.databases) {
        read += one.content.part == backup::Part::Definitions ? core::ByteSize() : one.content.read;
        isKnown = isKnown && one.precedent;
        if (!one.precedent)
            continue;
        size += core::ByteSize(one.precedent->bytes);
        duration += one.precedent->duration;
        age = std::max(age, std::chrono::seconds(one.precedent->when.secsTo(QDateTime::currentDateTimeUtc())));
    }
    if (isKnown)
        return tr("about %1 in %2, as last time (%3)").arg(size.toText(), core::durationText(duration), core::agoText(age));
    return tr("%1 to be read, usually less when compressed; no earlier run to tell the time from").arg(read.toText());
}

} // namespace tidemark::ui
