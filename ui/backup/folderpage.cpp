// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/folderpage.h"

#include "core/quoting.h"
#include "ui/backup/formatchoice.h"
#include "ui/backup/optionlist.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>

namespace tidemark::ui {

namespace {

constexpr int typingPause = 250; // milliseconds
constexpr int longestLockWait = 24 * 3600;

/// "~" means to people what it means to a shell.
QString withHome(const QString& path)
{
    const QString trimmed = path.trimmed();
    if (trimmed == QLatin1String("~") || trimmed.startsWith(QLatin1String("~/")))
        return QDir::homePath() + trimmed.mid(1);
    return trimmed;
}

} // namespace

FolderPage::FolderPage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_toolInquiry(state.services)
    , m_folder(new QLineEdit(QDir::toNativeSeparators(state.draft.destination), this))
    , m_space(new IconLabel(this))
    , m_form(new FormatChoice(state, this))
    , m_name(new QLineEdit(state.draft.fileName, this))
    , m_preview(new ElidedLabel({}, this))
    , m_toolProblem(new IconLabel(this))
    , m_more(new QToolButton(this))
    , m_options(new QWidget(this))
    , m_lockWait(new QSpinBox(this))
    , m_optionList(new OptionList(this))
    , m_scroll(new QScrollArea(this))
{
    setTitle(tr("Where to, and how"));
    m_folder->setObjectName(QStringLiteral("folderEdit"));
    m_space->setObjectName(QStringLiteral("folderSpace"));
    m_name->setObjectName(QStringLiteral("fileNameEdit"));
    m_preview->setObjectName(QStringLiteral("fileNamePreview"));
    m_toolProblem->setObjectName(QStringLiteral("toolProblem"));
    m_toolProblem->hide();
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingPause);
    buildLayout();
    connect(m_folder, &QLineEdit::textChanged, this, &FolderPage::takeFolder);
    connect(&m_delay, &QTimer::timeout, this, &FolderPage::lookAtFolderNow);
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
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    outer->addWidget(m_scroll, 1);
}

void FolderPage::buildFolder(QVBoxLayout& layout)
{
    auto* browse = new QPushButton(icon(QStringLiteral("folder-open")), tr("&Browse…"), this);
    browse->setObjectName(QStringLiteral("browseButton"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &FolderPage::browse);
    auto* label = new QLabel(tr("Save in &folder:"), this);
    label->setBuddy(m_folder);
    auto* nameLabel = new QLabel(tr("File &name:"), this);
    nameLabel->setBuddy(m_name);
    m_name->setToolTip(tr("Of the dump inside the backup's folder. {database}, {server}, {date} and {time} (UTC) are filled in."));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->addWidget(label, 0, 0);
    grid->addWidget(m_folder, 0, 1);
    grid->addWidget(browse, 0, 2);
    grid->addWidget(m_space, 1, 1, 1, 2);
    grid->addWidget(nameLabel, 2, 0);
    grid->addWidget(m_name, 2, 1, 1, 2);
    grid->addWidget(m_preview, 3, 1, 1, 2);
    grid->setColumnStretch(1, 1);
    layout.addLayout(grid);
}

void FolderPage::buildOptions(QVBoxLayout& layout)
{
    m_more->setObjectName(QStringLiteral("moreOptionsButton"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setIcon(icon(QStringLiteral("chevron-right")));
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        m_options->setVisible(open);
        if (open)
            QTimer::singleShot(0, this, [this] { m_scroll->ensureWidgetVisible(m_options, 0, 0); }); // once it has its place
    });
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
    auto* inside = new QVBoxLayout(m_options);
    inside->setContentsMargins(24, 0, 0, 0);
    inside->setSpacing(8);
    inside->addLayout(line);
    inside->addWidget(m_optionList);
    m_options->hide();
    layout.addWidget(m_more, 0, Qt::AlignLeft);
    layout.addWidget(m_options);
    showMore();
}

void FolderPage::showMore()
{
    const int count = static_cast<int>(m_state.draft.options.size());
    m_more->setText(count == 0 ? tr("&More options") : tr("&More options (%n chosen)", nullptr, count));
}

void FolderPage::initializePage()
{
    m_form->refresh();
    showName();
    lookAtFolderNow();
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

void FolderPage::browse()
{
    FileQuestion question;
    question.title = tr("Choose the folder for backups");
    question.start = m_state.draft.destination;
    m_state.services.dialogs.chooseFolder(this, question, [this](const QString& path) { m_folder->setText(QDir::toNativeSeparators(path)); });
}

void FolderPage::takeFolder()
{
    m_state.draft.destination = QDir::fromNativeSeparators(withHome(m_folder->text()));
    m_inquiry.drop();
    m_delay.start();
    showName();
    Q_EMIT completeChanged();
}

void FolderPage::lookAtFolderNow()
{
    m_delay.stop();
    if (!QDir::isAbsolutePath(m_state.draft.destination)) {
        m_space->setStatus(QStringLiteral("info"), Tone::Muted, tr("Enter a whole path, from the root of the disk."));
        return;
    }
    // A folder may lie on a disk across the network that takes its time.
    m_inquiry.ask<FolderFacts>(
        tr("Free space"), [folder = m_state.draft.destination](const core::RunContext&) { return lookAtFolder(folder); },
        [this](const core::Result<FolderFacts>& facts) {
            if (facts)
                showFolder(*facts);
        });
}

void FolderPage::showFolder(const FolderFacts& facts)
{
    if (!facts.writable) {
        m_space->setStatus(QStringLiteral("circle-x"), Tone::Danger, tr("You may not write to this folder. Choose another one, or change its permissions."));
        return;
    }
    QStringList parts;
    if (!facts.exists)
        parts.append(tr("The folder will be created."));
    if (facts.freeBytes >= 0)
        parts.append(tr("%1 are free there.").arg(core::ByteSize(facts.freeBytes).toText()));
    m_space->setStatus(QStringLiteral("hard-drive"), Tone::Text, parts.join(QLatin1Char(' ')));
}

bool FolderPage::isComplete() const
{
    return QDir::isAbsolutePath(m_state.draft.destination) && !(m_state.tool && m_optionList->hasBlocker());
}

} // namespace tidemark::ui
