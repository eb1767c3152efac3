// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/cluster/targetfolder.h"

#include "core/bytesize.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"

#include <QDir>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

namespace tidemark::ui {

namespace {

constexpr int typingPause = 250; // milliseconds

} // namespace

TargetFolder::TargetFolder(Services& services, const QString& accessibleName, Empty empty, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_empty(empty)
    , m_edit(new QLineEdit(this))
    , m_browse(new QPushButton(icon(QStringLiteral("folder-open")),
                               empty == Empty::Allowed ? QString() : tr("&Browse…"), this))
    , m_state(new IconLabel(this))
{
    m_edit->setObjectName(QStringLiteral("targetFolderEdit"));
    m_edit->setAccessibleName(accessibleName);
    m_browse->setObjectName(QStringLiteral("targetFolderBrowse"));
    m_browse->setAccessibleName(tr("Choose: %1").arg(accessibleName));
    m_browse->setToolTip(tr("Choose a new or empty folder"));
    m_browse->setAutoDefault(false);
    m_state->setObjectName(QStringLiteral("targetFolderState"));
    m_state->setVisible(empty == Empty::Incomplete);
    setFocusProxy(m_edit);
    m_delay.setSingleShot(true);
    m_delay.setInterval(typingPause);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(8);
    grid->addWidget(m_edit, 0, 0);
    grid->addWidget(m_browse, 0, 1);
    grid->addWidget(m_state, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    connect(m_browse, &QPushButton::clicked, this, &TargetFolder::browse);
    connect(&m_delay, &QTimer::timeout, this, &TargetFolder::look);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_inquiry.drop();
        m_delay.start();
        Q_EMIT changed();
    });
}

QString TargetFolder::path() const
{
    const QString text = m_edit->text().trimmed();
    const bool isHome = text == QLatin1String("~") || text.startsWith(QLatin1String("~/"));
    return QDir::fromNativeSeparators(isHome ? QDir::homePath() + text.mid(1) : text);
}

QWidget* TargetFolder::lastStop() const
{
    return m_browse;
}

void TargetFolder::setPath(const QString& path)
{
    m_edit->setText(QDir::toNativeSeparators(path));
}

void TargetFolder::setPlaceholder(const QString& text)
{
    m_edit->setPlaceholderText(text);
}

void TargetFolder::setNeeded(qint64 bytes)
{
    m_needed = bytes;
    look();
}

bool TargetFolder::isComplete() const
{
    return QDir::isAbsolutePath(path()) || (path().isEmpty() && m_empty == Empty::Allowed);
}

void TargetFolder::browse()
{
    FileQuestion question;
    question.title = tr("Choose a new or empty folder");
    question.start = path();
    m_services.dialogs.chooseFolder(this, question, [this](const QString& chosen) { setPath(chosen); });
}

void TargetFolder::look()
{
    m_delay.stop();
    m_inquiry.drop();
    if (path().isEmpty() && m_empty == Empty::Allowed) {
        m_state->hide();
        return;
    }
    m_state->show();
    if (!isComplete()) {
        m_state->setStatus(QStringLiteral("info"), Tone::Muted,
                           tr("Enter a whole path, from the root of the disk."));
        return;
    }
    // A folder may lie on a disk across the network that takes its time.
    m_inquiry.ask<TargetFolderLook>(
        tr("Look at a folder"),
        [folder = path()](const core::RunContext&) { return lookAtTargetFolder(folder); },
        [this](const core::Result<TargetFolderLook>& found) {
            if (found)
                show(*found);
        });
}

void TargetFolder::show(const TargetFolderLook& look)
{
    const QString room = look.freeBytes < 0 ? tr("how much is free is not known")
                                            : tr("%1 free").arg(core::ByteSize(look.freeBytes).toText());
    if (!look.isFree)
        m_state->setStatus(QStringLiteral("circle-x"), Tone::Danger,
                           tr("It exists and is not empty: choose a folder that is new or empty."));
    else if (!look.isThere && !look.hasParent)
        m_state->setStatus(QStringLiteral("circle-x"), Tone::Danger,
                           tr("The folder that it would be made in does not exist."));
    else if (look.freeBytes >= 0 && look.freeBytes < m_needed)
        m_state->setStatus(
            QStringLiteral("circle-x"), Tone::Danger,
            tr("%1; %2 are needed.", "free space; size").arg(room, core::ByteSize(m_needed).toText()));
    else
        m_state->setStatus(QStringLiteral("circle-check"), Tone::Ok,
                           look.isThere ? tr("It is empty; %1.").arg(room)
                                        : tr("It will be made; %1.").arg(room));
}

} // namespace tidemark::ui
