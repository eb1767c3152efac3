// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/sourcepage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/backup/backupstate.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/restore/restorestate.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace tidemark::ui {

namespace {

/// The archive knows its writer's wall clock and no time zone, so none is claimed.
QString writtenText(const restore::RestoreSource& source)
{
    if (source.set)
        return core::localDateTimeText(source.set->manifest.started);
    return QLocale().toString(QDateTime(source.toc.createdDate, source.toc.createdTime), QLocale::ShortFormat);
}

QString contentText(const restore::RestoreSource& source)
{
    const int tables = static_cast<int>(source.toc.tableData().size());
    if (!source.set)
        return SourcePage::tr("%n table(s)", nullptr, tables);
    return SourcePage::tr("%n table(s) with %1 rows", nullptr, static_cast<int>(source.set->manifest.tables.size()))
        .arg(core::countText(rowsOf(source.set->manifest)));
}

} // namespace

SourcePage::SourcePage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_path(new ElidedLabel({}, this))
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_about(new QWidget(this))
    , m_form(new QFormLayout(m_about))
    , m_proof(new IconLabel(this))
    , m_look(new QPushButton(icon(QStringLiteral("eye")), tr("Look &inside"), this))
{
    setTitle(tr("What to restore"));
    m_path->setObjectName(QStringLiteral("sourcePath"));
    m_path->setFrameShape(QFrame::StyledPanel);
    m_path->setContentsMargins(8, 4, 8, 4);
    m_about->setObjectName(QStringLiteral("sourceFacts"));
    m_proof->setObjectName(QStringLiteral("sourceProof"));
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildLayout();
}

void SourcePage::buildLayout()
{
    auto* file = new QPushButton(icon(QStringLiteral("file")), tr("Choose a &file…"), this);
    file->setObjectName(QStringLiteral("chooseFileButton"));
    auto* folder = new QPushButton(icon(QStringLiteral("folder-open")), tr("Choose a backup f&older…"), this);
    folder->setObjectName(QStringLiteral("chooseFolderButton"));
    m_look->setObjectName(QStringLiteral("lookInsideButton"));
    m_look->setToolTip(tr("Closes this and shows what is in the backup; Restore… is there too."));
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_state.draft.source); });
    for (QPushButton* button : {file, folder, m_look})
        button->setAutoDefault(false);
    connect(file, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(file);
    buttons->addWidget(folder);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("A whole database, into a new one on this server. Nothing that exists is changed."));
    layout->addWidget(m_path);
    layout->addLayout(buttons);
    layout->addSpacing(8);
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    layout->addWidget(m_about);
    layout->addSpacing(8);
    layout->addWidget(m_proof);
    layout->addSpacing(8);
    layout->addWidget(m_look, 0, Qt::AlignLeft);
    layout->addStretch(1);
}

void SourcePage::initializePage()
{
    if (!m_state.source)
        open();
}

void SourcePage::choose(bool folder)
{
    FileQuestion question;
    question.title = folder ? tr("Choose the folder of a backup") : tr("Choose a PostgreSQL dump");
    question.start = m_state.draft.source;
    const auto chosen = [this](const QString& path) {
        m_state.draft.source = path;
        open();
    };
    if (folder)
        m_state.services.dialogs.chooseFolder(this, question, chosen);
    else
        m_state.services.dialogs.chooseFile(this, question, chosen);
}

void SourcePage::open()
{
    m_state.source.reset();
    m_state.draft.targetDatabase.clear(); // the name belongs to the backup
    m_error->clear();
    m_about->hide();
    m_proof->hide();
    m_look->hide();
    m_path->setText(m_state.draft.source.isEmpty() ? tr("Nothing is chosen yet") : core::singleLine(QDir::toNativeSeparators(m_state.draft.source)));
    Q_EMIT completeChanged();
    if (m_state.draft.source.isEmpty())
        return;
    m_spinner->start(tr("Reading the contents…"));
    m_inquiry.ask<restore::RestoreSource>(
        tr("Contents of a backup"), [path = m_state.draft.source](const core::RunContext&) { return restore::openSource(path); },
        [this](core::Result<restore::RestoreSource> source) { receive(std::move(source)); });
}

void SourcePage::receive(core::Result<restore::RestoreSource> source)
{
    m_spinner->stop();
    if (!source) {
        m_error->setError(source.error());
    } else {
        m_state.source = *std::move(source);
        m_state.services.preferences.addRecentFile(m_state.draft.source);
        describe(*m_state.source);
    }
    Q_EMIT completeChanged();
}

void SourcePage::describe(const restore::RestoreSource& source)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    const auto add = [this](const QString& label, const QString& text) { m_form->addRow(label, new ElidedLabel(core::singleLine(text), m_about)); };
    add(tr("Database:"), source.database());
    if (source.set)
        add(tr("From:"), source.set->manifest.server);
    add(tr("Written:"), writtenText(source));
    const auto writer = core::ServerVersion::parse(source.toc.serverVersion);
    add(tr("Server version:"), writer ? tr("PostgreSQL %1").arg(writer->toText()) : source.toc.serverVersion);
    add(tr("Contents:"), contentText(source));
    add(tr("Size:"), core::ByteSize(source.fileBytes).toText());
    m_about->show();
    if (source.set) {
        const StatusLook look = lookOf(source.set->proven());
        m_proof->setStatus(look.icon, look.tone, tr("%1. %2").arg(look.word, provenSentence(*source.set)));
    } else {
        m_proof->setStatus(QStringLiteral("info"), Tone::Accent,
                           tr("This file has no record of what must come out of it. It is read once before anything is created, and its rows are counted."));
    }
    m_proof->show();
    m_look->show();
}

bool SourcePage::isComplete() const
{
    return m_state.source.has_value();
}

} // namespace tidemark::ui
