// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/folderfield.h"

#include "core/atomicfile.h"
#include "core/writable.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace tidemark::ui {

namespace {

constexpr int typingPause = 250; // milliseconds

/// "~" means to people what it means to a shell.
QString withHome(const QString& path)
{
    const QString trimmed = path.trimmed();
    if (trimmed == QLatin1String("~") || trimmed.startsWith(QLatin1String("~/")))
        return QDir::homePath() + trimmed.mid(1);
    return trimmed;
}

} // namespace

FolderField::FolderField(Services& services, const QString& path, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_edit(new QLineEdit(QDir::toNativeSeparators(path), this))
    , m_space(new IconLabel(this))
{
    m_edit->setObjectName(QStringLiteral("folderEdit"));
    m_edit->setAccessibleName(tr("Folder for the backup"));
    m_space->setObjectName(QStringLiteral("folderSpace"));
    auto* browseButton = new QPushButton(icon(QStringLiteral("folder-open")), tr("&Browse…"), this);
    browseButton->setObjectName(QStringLiteral("browseButton"));
    browseButton->setAutoDefault(false);
    setFocusProxy(m_edit);
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingPause);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    grid->addWidget(m_edit, 0, 0);
    grid->addWidget(browseButton, 0, 1);
    grid->addWidget(m_space, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    connect(browseButton, &QPushButton::clicked, this, &FolderField::browse);
    connect(&m_delay, &QTimer::timeout, this, &FolderField::refresh);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_inquiry.drop();
        m_delay.start();
        Q_EMIT changed(this->path());
    });
}

QString FolderField::path() const
{
    return QDir::fromNativeSeparators(withHome(m_edit->text()));
}

bool FolderField::isWhole() const
{
    return QDir::isAbsolutePath(path());
}

void FolderField::setNeeded(std::optional<core::ByteSize> size)
{
    if (m_needed == size)
        return;
    m_needed = size;
    refresh();
}

void FolderField::browse()
{
    FileQuestion question;
    question.title = tr("Choose the folder for backups");
    question.start = path();
    m_services.dialogs.chooseFolder(
        this, question, [this](const QString& chosen) { m_edit->setText(QDir::toNativeSeparators(chosen)); });
}

void FolderField::refresh()
{
    m_delay.stop();
    if (!isWhole()) {
        m_inquiry.drop();
        m_space->setStatus(QStringLiteral("info"), Tone::Muted,
                           tr("Enter a whole path, from the root of the disk."));
        return;
    }
    // A folder may lie on a disk across the network that takes its time.
    m_inquiry.ask<FolderFacts>(
        tr("Free space"), [folder = path()](const core::RunContext&) { return lookAtFolder(folder); },
        [this](const core::Result<FolderFacts>& facts) {
            if (facts)
                show(*facts);
        });
}

void FolderField::show(const FolderFacts& facts)
{
    if (!facts.writable) {
        m_space->setStatus(
            QStringLiteral("circle-x"), Tone::Danger,
            tr("You may not write to this folder. Choose another one, or change its permissions."));
        return;
    }
    QStringList parts;
    const bool isGone = !facts.exists && m_expected == Expected::There;
    if (isGone)
        parts.append(tr("This folder is not there any more. Is its disk mounted? Else it will be created."));
    else if (!facts.exists)
        parts.append(tr("The folder will be created."));
    const bool isShort = m_needed && facts.freeBytes >= 0 && facts.freeBytes < m_needed->bytes();
    if (m_needed && facts.freeBytes >= 0)
        parts.append(tr("%1 are free there; the backup takes up to %2.")
                         .arg(core::ByteSize(facts.freeBytes).toText(), m_needed->toText()));
    else if (facts.freeBytes >= 0)
        parts.append(tr("%1 are free there.").arg(core::ByteSize(facts.freeBytes).toText()));
    const bool isWarning = isShort || isGone;
    m_space->setStatus(isWarning ? QStringLiteral("triangle-alert") : QStringLiteral("hard-drive"), isWarning ? Tone::Warning : Tone::Text, parts.join(QLatin1Char(' ')));
}

core::Result<FolderFacts> lookAtFolder(const QString& folder)
{
    FolderFacts facts;
    facts.exists = QFileInfo(folder).isDir();
    facts.writable = core::canWriteBelow(folder);
    facts.freeBytes = core::freeBytes(folder);
    return facts;
}

} // namespace tidemark::ui
