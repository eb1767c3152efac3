// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/folderpage.h"

#include "core/quoting.h"
#include "ui/backup/folderfield.h"
#include "ui/backup/formatchoice.h"
#include "ui/backup/optionlist.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/moreoptions.h"
#include "ui/common/runwizard.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>

#include <utility>

namespace tidemark::ui {

namespace {

constexpr int longestLockWait = 24 * 3600;

} // namespace

FolderPage::FolderPage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_toolInquiry(state.services)
    , m_form(new FormatChoice(state, this))
    , m_folder(new FolderField(state.services, state.draft.destination, this))
    , m_name(new QLineEdit(state.draft.fileName, this))
    , m_preview(new ElidedLabel({}, this))
    , m_toolProblem(new IconLabel(this))
    , m_more(new MoreOptions(this))
    , m_lockWait(new QSpinBox(this))
    , m_optionList(new OptionList(this))
{
    setTitle(tr("Where to, and how"));
    m_name->setObjectName(QStringLiteral("fileNameEdit"));
    m_preview->setObjectName(QStringLiteral("fileNamePreview"));
    m_toolProblem->setObjectName(QStringLiteral("toolProblem"));
    m_toolProblem->hide();
    buildLayout();
    connect(m_folder, &FolderField::changed, this, &FolderPage::takeFolder);
    connect(m_form, &FormatChoice::changed, this, &FolderPage::showName);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_state.draft.fileName = text.trimmed().isEmpty() ? backup::BackupDraft().fileName : text;
        showName();
    });
    connect(m_optionList, &OptionList::changed, this, [this] {
        m_state.draft.options = m_optionList->chosen();
        showMore();
        Q_EMIT completeChanged();
    });
}

void FolderPage::buildLayout()
{
    auto* outer = new QVBoxLayout(this);
    addPageHead(*outer, m_state.profile, {});
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(m_form);
    layout->addWidget(m_toolProblem);
    layout->addSpacing(8);
    buildFolder(*layout);
    buildOptions(*layout);
    layout->addStretch(1);
    outer->addWidget(scrollingPage(content, this), 1);
}

void FolderPage::buildFolder(QVBoxLayout& layout)
{
    auto* label = new QLabel(tr("Save in &folder:"), this);
    label->setBuddy(m_folder->edit());
    label->setFixedHeight(m_folder->edit()->sizeHint().height()); // beside the path, not beside what is said below it
    auto* nameLabel = new QLabel(tr("File &name:"), this);
    nameLabel->setBuddy(m_name);
    m_name->setToolTip(tr("Of the dump inside the backup's folder. {database}, {server}, {date} and {time} (UTC) are filled in."));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->addWidget(label, 0, 0, Qt::AlignTop);
    grid->addWidget(m_folder, 0, 1);
    grid->addWidget(nameLabel, 1, 0);
    grid->addWidget(m_name, 1, 1);
    grid->addWidget(m_preview, 2, 1);
    grid->setColumnStretch(1, 1);
    layout.addLayout(grid);
}

void FolderPage::buildOptions(QVBoxLayout& layout)
{
    m_lockWait->setObjectName(QStringLiteral("lockWaitSpin"));
    m_lockWait->setRange(1, longestLockWait);
    m_lockWait->setSuffix(tr(" s"));
    m_lockWait->setValue(static_cast<int>(m_state.draft.lockWait.count()));
    m_lockWait->setToolTip(tr("pg_dump --lock-wait-timeout: gives up, instead of waiting for ever, when another session holds a table."));
    connect(m_lockWait, &QSpinBox::valueChanged, this, [this](int seconds) { m_state.draft.lockWait = std::chrono::seconds(seconds); });
    auto* label = new QLabel(tr("&Wait for the lock on a table at most:"), this);
    label->setBuddy(m_lockWait);
    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(m_lockWait);
    line->addStretch(1);
    auto* inside = new QVBoxLayout;
    inside->setSpacing(8);
    inside->addLayout(line);
    inside->addWidget(m_optionList);
    m_more->setContent(inside);
    layout.addWidget(m_more);
    showMore();
}

void FolderPage::showMore()
{
    m_more->setChosen(static_cast<int>(m_state.draft.options.size()));
}

void FolderPage::showAnswers()
{
    m_folder->edit()->setText(QDir::toNativeSeparators(m_state.draft.destination));
    m_folder->setExpected(m_state.isFromBefore ? FolderField::Expected::There : FolderField::Expected::Anything);
    m_name->setText(m_state.draft.fileName);
    m_lockWait->setValue(static_cast<int>(m_state.draft.lockWait.count()));
    m_form->takeDraft();
    if (m_state.tool)
        m_optionList->setOptions(m_state.tool->options, m_state.draft.options);
    showMore();
}

void FolderPage::initializePage()
{
    if (std::exchange(m_taken, m_state.taken) != m_state.taken)
        showAnswers();
    m_form->refresh();
    showName();
    m_folder->refresh();
    if (!m_state.tool)
        askForTool();
}

/// Which pg_dump fits is known once the server is; its options are its own business to tell.
void FolderPage::askForTool()
{
    const int major = m_state.server ? m_state.server->version.major() : 0;
    m_toolInquiry.ask<DumpTool>(
        tr("Options of pg_dump"), [tools = ToolSource(m_state.services), major](const core::RunContext& context) { return findDumpTool(tools, major, context); },
        [this](const core::Result<DumpTool>& tool) {
            m_toolProblem->setVisible(!tool);
            if (!tool) {
                m_toolProblem->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, tool.error().toText());
                return;
            }
            m_state.tool = *tool;
            m_optionList->setOptions(tool->options, m_state.draft.options);
            m_form->refresh();
            showName();
            Q_EMIT completeChanged();
        });
}

void FolderPage::showName()
{
    backup::BackupDraft draft = m_state.draft;
    const std::optional<backup::DumpForm> form = m_form->form();
    const QString file = backup::fileNameFrom(draft, QDateTime::currentDateTimeUtc()) + (form ? form->suffix() : QString());
    const QString place = core::singleLine(QDir(draft.destination).relativeFilePath(setsFolder(draft)));
    m_preview->setText(tr("Becomes %1").arg(QDir::toNativeSeparators(QStringLiteral("%1/%2/%3").arg(place, tr("<time of the start>"), core::singleLine(file)))));
}

void FolderPage::takeFolder(const QString& path)
{
    m_state.draft.destination = path;
    showName();
    Q_EMIT completeChanged();
}

bool FolderPage::isComplete() const
{
    return m_folder->isWhole() && !(m_state.tool && m_optionList->hasBlocker());
}

} // namespace tidemark::ui
