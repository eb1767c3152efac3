// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restorepage.h"

#include "ui/activity/activities.h"
#include "ui/backup/backupspage.h"
#include "ui/common/choicecard.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/status.h"
#include "ui/restore/dropzone.h"
#include "ui/restore/sourcelist.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace tidemark::ui {

RestorePage::RestorePage(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_whole(new ChoiceCard(tr("A &whole database"),
                             tr("Into a new database, over an existing one, or as SQL; every table is "
                                "compared with the backup."),
                             this))
    , m_tables(new ChoiceCard(tr("Some &tables"),
                              tr("With all that they need, also beside the originals in another schema."),
                              this))
    , m_rows(new ChoiceCard(tr("Some rows of a ta&ble"),
                            tr("Rows that were deleted or changed, back into the live table."), this))
    , m_sets(new SourceList(services, this))
    , m_note(new MutedLabel(tr("A base backup is a copy of a whole server: it becomes a server of its own on "
                               "this computer."),
                            this))
    , m_restore(new QPushButton(icon(QStringLiteral("rotate-ccw")), tr("&Restore…"), this))
    , m_look(new QPushButton(icon(QStringLiteral("eye")), tr("Look &inside"), this))
{
    setObjectName(QStringLiteral("restorePage"));
    m_note->setObjectName(QStringLiteral("baseBackupNote"));
    m_note->setWordWrap(true);
    m_restore->setObjectName(QStringLiteral("restoreButton"));
    m_look->setObjectName(QStringLiteral("lookInsideButton"));
    m_whole->button().setObjectName(QStringLiteral("wholeChoice"));
    m_tables->button().setObjectName(QStringLiteral("tablesChoice"));
    m_rows->button().setObjectName(QStringLiteral("rowsChoice"));
    m_whole->button().setChecked(true);
    buildLayout();
    connect(m_sets, &SourceList::currentChanged, this, &RestorePage::updateActions);
    connect(m_sets, &SourceList::activated, this, &RestorePage::request);
    connect(m_restore, &QPushButton::clicked, this, [this] { request(m_sets->current()); });
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_sets->current()); });
    connect(&services.activities, &Activities::ended, this, &RestorePage::refresh);
    updateActions();
}

/// Every choice works; another one is one more card here, and what it does in request().
QGridLayout* RestorePage::buildChoices()
{
    const QList<ChoiceCard*> cards{m_whole, m_tables, m_rows};
    auto* group = new QButtonGroup(this);
    auto* grid = new QGridLayout;
    grid->setSpacing(gridStep);
    for (int i = 0; i < cards.size(); ++i) {
        group->addButton(&cards.at(i)->button());
        grid->addWidget(cards.at(i), 0, i);
        grid->setColumnStretch(i, 1);
    }
    return grid;
}

void RestorePage::buildLayout()
{
    auto* heading = new QLabel(tr("What do you want back?"), this);
    makeHeading(*heading);
    auto* line = new QHBoxLayout;
    line->addWidget(m_restore);
    line->addWidget(m_look);
    line->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addLayout(buildChoices());
    layout->addSpacing(8);
    layout->addWidget(m_sets, 1);
    layout->addWidget(m_note);
    layout->addLayout(line);
    layout->addSpacing(8);
    layout->addWidget(buildDropZone());
    layout->addStretch(0);
}

QWidget* RestorePage::buildDropZone()
{
    auto* zone = new DropZone(this);
    auto* picture = new QLabel(zone);
    picture->setPixmap(
        icon(QStringLiteral("download"), Tone::Muted).pixmap(QSize(32, 32), devicePixelRatioF()));
    auto* text = new QLabel(tr("From any other dump: drop what pg_dump or pg_dumpall wrote, in any format, "
                               "or the folder of a backup here, or choose it."),
                            zone);
    text->setWordWrap(true);
    auto* file = new QPushButton(icon(QStringLiteral("file")), tr("Open &file…"), zone);
    file->setObjectName(QStringLiteral("openFileButton"));
    auto* folder = new QPushButton(icon(QStringLiteral("folder-open")), tr("Open backup f&older…"), zone);
    folder->setObjectName(QStringLiteral("openBackupFolderButton"));
    connect(file, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    connect(zone, &DropZone::pathDropped, this, &RestorePage::request);
    auto* layout = new QHBoxLayout(zone);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(picture);
    layout->addWidget(text, 1);
    layout->addWidget(file);
    layout->addWidget(folder);
    return zone;
}

RestoreWhat RestorePage::what() const
{
    return m_tables->button().isChecked() ? RestoreWhat::Tables : RestoreWhat::Whole;
}

void RestorePage::request(const QString& source)
{
    if (m_rows->button().isChecked())
        Q_EMIT rowsRequested(source);
    else
        Q_EMIT restoreRequested(source, what());
}

void RestorePage::choose(bool folder)
{
    FileQuestion question;
    question.title = folder ? tr("Choose the folder of a backup") : tr("Choose a PostgreSQL dump");
    if (m_profile)
        question.start = backupFolders(m_services, *m_profile).value(0);
    const auto chosen = [this](const QString& path) { request(path); };
    if (folder)
        m_services.dialogs.chooseFolder(this, question, chosen);
    else
        m_services.dialogs.chooseFile(this, question, chosen);
}

void RestorePage::setProfile(const std::optional<store::Profile>& profile)
{
    const bool other = !profile || !m_profile || profile->id != m_profile->id;
    m_profile = profile;
    setEnabled(profile.has_value());
    if (other)
        m_sets->clear();
    refresh();
}

void RestorePage::refresh()
{
    if (!m_profile)
        return;
    if (const auto fresh = m_services.profiles.find(m_profile->id))
        m_profile = *fresh;
    m_sets->look(*m_profile);
}

/// Without a backup the next page asks for one.
void RestorePage::updateActions()
{
    m_look->setVisible(!m_sets->isEmpty());
    m_look->setEnabled(!m_sets->current().isEmpty() && !m_sets->isBaseBackup());
    m_note->setVisible(m_sets->isBaseBackup());
}

} // namespace tidemark::ui
