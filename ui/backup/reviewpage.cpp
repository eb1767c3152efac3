// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/reviewpage.h"

#include "catalog/setname.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/commandview.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"

#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QWizard>

#include <algorithm>
#include <utility>

namespace tidemark::ui {

BackupReviewPage::BackupReviewPage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_database(new ElidedLabel({}, this))
    , m_folder(new ElidedLabel({}, this))
    , m_written(new QLabel(this))
    , m_form(new QLabel(this))
    , m_estimate(new QLabel(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_allWell(new IconLabel(this))
    , m_commands(new CommandView(this))
{
    setTitle(tr("Review"));
    setButtonText(QWizard::NextButton, tr("Back &up now"));
    m_folder->setObjectName(QStringLiteral("setPath"));
    m_estimate->setObjectName(QStringLiteral("estimate"));
    m_allWell->setObjectName(QStringLiteral("allWell"));
    m_findings->setActionText(QStringLiteral("retry"), tr("&Try again"));
    connect(m_findings, &FindingsView::actionTriggered, this, &BackupReviewPage::check);
    m_written->setObjectName(QStringLiteral("reviewContents"));
    m_form->setObjectName(QStringLiteral("reviewForm"));
    for (QLabel* label : {m_written, m_form, m_estimate}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Databases:"), m_database);
    form->addRow(tr("Written to:"), m_folder);
    form->addRow(tr("Contents:"), m_written);
    form->addRow(tr("Form:"), m_form);
    form->addRow(tr("Expected:"), m_estimate);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("Nothing has been done yet."));
    layout->addLayout(form);
    layout->addSpacing(4);
    layout->addWidget(m_spinner);
    layout->addWidget(m_allWell);
    layout->addWidget(m_findings);
    layout->addWidget(m_commands);
    layout->addStretch(1);
}

void BackupReviewPage::check()
{
    m_goOn = false;
    m_state.review.reset();
    m_findings->clear();
    m_allWell->hide();
    m_commands->setCommands({});
    const QStringList& databases = m_state.databases;
    m_database->setText(core::singleLine(databases.join(tr(", "))));
    const QString folder = databases.size() == 1 ? setsFolder(m_state.draft) : QDir(m_state.draft.destination).filePath(catalog::pathComponent(m_state.draft.serverLabel));
    const QString time = tr("<time of the start>");
    m_folder->setText(QDir::toNativeSeparators(folder) + QDir::separator() + (databases.size() == 1 ? time : tr("<database>") + QDir::separator() + time));
    m_written->setText(QStringLiteral("…"));
    m_form->setText(QStringLiteral("…"));
    m_estimate->setText(QStringLiteral("…"));
    m_spinner->start(tr("Checking server, programs and folder…"));
    Q_EMIT completeChanged();
    m_inquiry.askServer<BackupReview>(
        m_state.profile, tr("Checks before a backup"),
        [drafts = m_state.drafts(), tools = ToolSource(m_state.services), owner = ownerOf(m_state.services, m_state.profile)](
            const access::ServerAccess& server, const core::RunContext& context) { return reviewBackup(drafts, tools, owner, server, context); },
        [this](core::Result<BackupReview> review) { receive(std::move(review)); });
}

void BackupReviewPage::receive(core::Result<BackupReview> review)
{
    m_spinner->stop();
    if (!review) {
        m_goOn = false;
        for (QLabel* label : {m_written, m_form, m_estimate})
        label->setText(tr("not known"));
        m_findings->setError(review.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    m_state.review = *std::move(review);
    showPlan(*m_state.review);
    Q_EMIT completeChanged();
    const bool toRead = std::any_of(m_state.review->findings.begin(), m_state.review->findings.end(),
                                    [](const core::Finding& finding) { return finding.severity != core::Severity::Info; });
    if (std::exchange(m_goOn, false) && !toRead && !m_state.review->plans.isEmpty())
        wizard()->next();
}

void BackupReviewPage::showPlan(const BackupReview& review)
{
    m_findings->setFindings(review.findings);
    m_commands->setCommands(review.commands);
    m_written->setText(contents(review));
    m_form->setText(form(review));
    m_estimate->setText(estimate(review));
    m_allWell->setVisible(review.findings.isEmpty());
    m_allWell->setStatus(QStringLiteral("circle-check"), Tone::Ok, tr("Everything needed is there: server, programs, permissions, space."));
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

bool BackupReviewPage::isComplete() const
{
    return m_spinner->isSpinning() || (m_state.review && !m_state.review->plans.isEmpty());
}

bool BackupReviewPage::validatePage()
{
    if (m_state.review && !m_state.review->plans.isEmpty())
        return true;
    if (m_spinner->isSpinning()) {
        m_goOn = true;
        m_spinner->start(tr("The backup begins as soon as server, programs and folder are checked…"));
    }
    return false;
}

} // namespace tidemark::ui
