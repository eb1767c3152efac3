// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/folderpage.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"

#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QThread>
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
    , m_folder(new QLineEdit(QDir::toNativeSeparators(state.draft.destination), this))
    , m_space(new IconLabel(this))
    , m_format(new QLabel(this))
    , m_more(new QToolButton(this))
    , m_options(new QWidget(this))
    , m_lockWait(new QSpinBox(this))
{
    setTitle(tr("Where to, and how"));
    m_folder->setObjectName(QStringLiteral("folderEdit"));
    m_space->setObjectName(QStringLiteral("folderSpace"));
    m_format->setObjectName(QStringLiteral("formatSentence"));
    m_format->setWordWrap(true);
    m_format->setTextFormat(Qt::PlainText);
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingPause);
    buildLayout();
    connect(m_folder, &QLineEdit::textChanged, this, &FolderPage::takeFolder);
    connect(&m_delay, &QTimer::timeout, this, &FolderPage::lookAtFolderNow);
}

void FolderPage::buildLayout()
{
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("Every backup becomes a folder of its own below the one you choose."));
    auto* label = new QLabel(tr("Save in &folder:"), this);
    label->setBuddy(m_folder);
    auto* browse = new QPushButton(icon(QStringLiteral("folder-open")), tr("&Browse…"), this);
    browse->setObjectName(QStringLiteral("browseButton"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &FolderPage::browse);
    auto* line = new QHBoxLayout;
    line->addWidget(m_folder, 1);
    line->addWidget(browse);
    layout->addWidget(label);
    layout->addLayout(line);
    layout->addWidget(m_space);
    layout->addSpacing(16);
    auto* heading = new QLabel(tr("What will be written"), this);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    layout->addWidget(heading);
    layout->addWidget(m_format);
    layout->addSpacing(8);
    buildOptions(*layout);
    layout->addStretch(1);
}

void FolderPage::buildOptions(QVBoxLayout& layout)
{
    m_more->setObjectName(QStringLiteral("moreOptionsButton"));
    m_more->setText(tr("&More options"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setIcon(icon(QStringLiteral("chevron-right")));
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
        m_options->setVisible(open);
    });
    m_lockWait->setObjectName(QStringLiteral("lockWaitSpin"));
    m_lockWait->setRange(1, longestLockWait);
    m_lockWait->setSuffix(tr(" s"));
    m_lockWait->setValue(static_cast<int>(m_state.draft.lockWait.count()));
    m_lockWait->setToolTip(tr("pg_dump --lock-wait-timeout: gives up, instead of waiting for ever, when another session holds a table."));
    connect(m_lockWait, &QSpinBox::valueChanged, this, [this](int seconds) { m_state.draft.lockWait = std::chrono::seconds(seconds); });
    auto* form = new QFormLayout(m_options);
    form->setContentsMargins(24, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("&Wait for the lock on a table at most:"), m_lockWait);
    m_options->hide();
    layout.addWidget(m_more, 0, Qt::AlignLeft);
    layout.addWidget(m_options);
}

void FolderPage::initializePage()
{
    m_format->setText(formatSentence());
    lookAtFolderNow();
}

core::ByteSize FolderPage::chosenSize() const
{
    const QList<postgres::Database> databases = m_state.server ? m_state.server->databases : QList<postgres::Database>();
    for (const postgres::Database& database : databases) {
        if (database.name == m_state.draft.database)
            return database.size.value_or(core::ByteSize());
    }
    return {};
}

QString FolderPage::formatSentence() const
{
    QStringList sentences;
    // Before the review only the tools and sizes that are already known can say it.
    const auto tool = m_state.services.tools.pick(process::ToolKind::PgDump, m_state.server ? m_state.server->version.major() : 0);
    if (m_state.services.toolsReady && tool)
        sentences.append(formSentence(backup::decideForm(m_state.draft.form, *tool, chosenSize(), QThread::idealThreadCount())));
    if (m_state.draft.globals == backup::Globals::Include)
        sentences.append(tr("Beside it, roles and tablespaces as globals.sql, which only you may read."));
    sentences.append(tr("Afterwards every byte is read back, and the rows of every table are counted; only then does the backup appear."));
    return sentences.join(QLatin1Char(' '));
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
    Q_EMIT completeChanged();
}

void FolderPage::lookAtFolderNow()
{
    m_delay.stop();
    if (!isComplete()) {
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
    return QDir::isAbsolutePath(m_state.draft.destination);
}

} // namespace tidemark::ui
