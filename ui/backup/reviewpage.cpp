// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/reviewpage.h"

#include "catalog/setname.h"
#include "core/quoting.h"
#include "ui/backup/savebackup.h"
#include "ui/common/elidedlabel.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace tidemark::ui {

BackupReviewPage::BackupReviewPage(BackupState& state, QWidget* parent)
    : CheckPage(state.profile, parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_databaseTitle(new QLabel(this))
    , m_database(new ElidedLabel({}, this))
    , m_folder(new ElidedLabel({}, this))
{
    m_folder->setObjectName(QStringLiteral("setPath"));
    m_databaseTitle->setObjectName(QStringLiteral("reviewDatabaseLabel"));
    addFact(m_databaseTitle, m_database);
    addFact(tr("Written to:"), m_folder);
    m_written = addText(tr("Contents:"), QStringLiteral("reviewContents"));
    m_form = addText(tr("Form:"), QStringLiteral("reviewForm"));
    m_estimate = addText(tr("Expected:"), QStringLiteral("estimate"));
    connect(addAction(QStringLiteral("savePresetButton"), tr("Save as &preset…"), QStringLiteral("save")), &QPushButton::clicked, this, [this] { openSavePreset(m_state, this); });
    connect(addAction(QStringLiteral("saveCommandButton"), tr("Save as co&mmand…"), QStringLiteral("terminal")), &QPushButton::clicked, this,
            [this] { openSaveCommand(m_state, this); });
}

void BackupReviewPage::ask()
{
    m_state.review.reset();
    const QStringList& databases = m_state.databases;
    m_databaseTitle->setText(databases.size() == 1 ? tr("Database:") : tr("Databases:"));
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
    const int count = static_cast<int>(review.databases.size());
    const bool whole = std::all_of(review.databases.begin(), review.databases.end(), [](const DatabaseReview& one) { return one.content.isEverything(); });
    QString databases = count == 1 ? sentenceOf(review.databases.constFirst().content) : tr("%n whole database(s).", nullptr, count);
    if (count > 1 && !whole)
        databases = tr("A part of each of %n database(s), as the saved answers say: %1", nullptr, count).arg(wordsOf(m_state.draft.content)) + QLatin1Char('.');
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
    QList<jobs::BackupEstimate> estimates;
    for (const DatabaseReview& one : review.databases)
        estimates.append(one.estimate);
    return jobs::estimateSentence(estimates);
}

} // namespace tidemark::ui
