// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/sourcepage.h"

#include "core/quoting.h"
#include "core/text.h"
#include "restore/base/basesource.h"
#include "restore/restorefacts.h"
#include "ui/backup/backupsetmodel.h"
#include "ui/common/choicecard.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/moreoptions.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/restore/dropzone.h"
#include "ui/restore/restorestate.h"
#include "ui/restore/sourcelist.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QTimer>

namespace tidemark::ui {

namespace {

const QString intactAction = QStringLiteral("intact");

/// The archive knows its writer's wall clock and no time zone, so none is claimed.
QString writtenText(const restore::RestoreSource& source)
{
    if (source.set)
        return core::localDateTimeText(source.set->manifest.started);
    return source.toc.createdDate.isValid()
               ? QLocale().toString(QDateTime(source.toc.createdDate, source.toc.createdTime),
                                    QLocale::ShortFormat)
               : QString();
}

QString contentText(const restore::RestoreSource& source)
{
    const int tables = static_cast<int>(source.toc.tableData().size());
    if (!source.set || source.isOneOfSeveral)
        return SourcePage::tr("%n table(s)", nullptr, tables);
    return SourcePage::tr("%n table(s) with %1 rows", nullptr,
                          static_cast<int>(source.set->manifest.tables.size()))
        .arg(core::countText(rowsOf(source.set->manifest)));
}

QString shownName(const QString& database)
{
    return database.isEmpty() ? SourcePage::tr("(without a name)") : core::singleLine(database);
}

} // namespace

SourcePage::SourcePage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_path(new ElidedLabel({}, this))
    , m_recent(new QMenu(this))
    , m_sets(new SourceList(state.services, this))
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_databaseLabel(new QLabel(tr("&Database of it:"), this))
    , m_database(new QComboBox(this))
    , m_about(new QWidget(this))
    , m_form(new QFormLayout(m_about))
    , m_proof(new IconLabel(this))
    , m_look(new QPushButton(icon(QStringLiteral("eye")), tr("Look &inside"), this))
{
    setTitle(tr("What to restore"));
    m_error->setActionText(intactAction, tr("Restore what can be &read…"));
    connect(m_error, &FindingsView::actionTriggered, this, [this] {
        m_state.draft.damaged = restore::DamagedTables::LeaveOut;
        open();
    });
    setAcceptDrops(true);
    m_path->setObjectName(QStringLiteral("sourcePath"));
    m_path->setFrameShape(QFrame::StyledPanel);
    m_path->setContentsMargins(8, 4, 8, 4);
    m_about->setObjectName(QStringLiteral("sourceFacts"));
    m_proof->setObjectName(QStringLiteral("sourceProof"));
    m_database->setObjectName(QStringLiteral("sourceDatabase"));
    m_database->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_databaseLabel->setBuddy(m_database);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(6);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    buildLayout();
    connect(m_recent, &QMenu::aboutToShow, this, &SourcePage::fillRecent);
    connect(m_sets, &SourceList::activated, this, &SourcePage::takePath);
    connect(m_sets, &SourceList::currentChanged, this, &SourcePage::completeChanged);
    connect(m_database, &QComboBox::activated, this, &SourcePage::takeDatabase);
}

QHBoxLayout* SourcePage::buildButtons()
{
    auto* file = new QPushButton(icon(QStringLiteral("file")), tr("Choose a &file…"), this);
    file->setObjectName(QStringLiteral("chooseFileButton"));
    auto* folder = new QPushButton(icon(QStringLiteral("folder-open")), tr("Choose a backup f&older…"), this);
    folder->setObjectName(QStringLiteral("chooseFolderButton"));
    auto* recent = new QPushButton(icon(QStringLiteral("history")), tr("&Recent"), this);
    recent->setObjectName(QStringLiteral("recentButton"));
    recent->setMenu(m_recent);
    m_recent->setObjectName(QStringLiteral("recentMenu"));
    m_look->setObjectName(QStringLiteral("lookInsideButton"));
    m_look->setToolTip(tr("Closes this and shows what is in the backup; Restore… is there too."));
    connect(m_look, &QPushButton::clicked, this, [this] { Q_EMIT contentsRequested(m_state.draft.source); });
    connect(file, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton* button : {file, folder, recent}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    m_look->setAutoDefault(false);
    buttons->addStretch(1);
    buttons->addWidget(m_look);
    return buttons;
}

QWidget* SourcePage::buildChoice()
{
    m_choice = new QWidget(this);
    m_whole =
        new ChoiceCard(tr("The &whole database"), tr("All schemas and tables with their rows."), m_choice);
    m_tables =
        new ChoiceCard(tr("Some &tables"), tr("Those you tick, with all that they need to work."), m_choice);
    m_whole->button().setObjectName(QStringLiteral("restoreWhole"));
    m_tables->button().setObjectName(QStringLiteral("restoreTables"));
    auto* group = new QButtonGroup(this);
    group->addButton(&m_whole->button());
    group->addButton(&m_tables->button());
    (m_state.isPart() ? m_tables : m_whole)->button().setChecked(true);
    connect(&m_tables->button(), &QRadioButton::toggled, this,
            [this](bool tables) { m_state.what = tables ? RestoreWhat::Tables : RestoreWhat::Whole; });
    m_choice->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* cards = new QHBoxLayout(m_choice);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(8);
    cards->addWidget(m_whole, 1);
    cards->addWidget(m_tables, 1);
    return m_choice;
}

void SourcePage::buildLayout()
{
    auto* line = new QHBoxLayout;
    line->setSpacing(16);
    line->addWidget(m_databaseLabel);
    line->addWidget(m_database, 1);
    auto* body = new QWidget(this);
    auto* content = new QVBoxLayout(body);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    content->addWidget(m_spinner);
    content->addWidget(m_error);
    content->addLayout(line);
    content->addWidget(m_about);
    content->addSpacing(4);
    content->addWidget(m_proof);
    content->addSpacing(4);
    content->addWidget(buildChoice());
    content->addWidget(m_sets, 1);
    content->addStretch(0);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile,
                tr("Nothing is changed before you have seen on the page “Review” what will happen."));
    layout->addWidget(m_path);
    layout->addLayout(buildButtons());
    layout->addWidget(scrollingPage(body, this), 1);
}

int SourcePage::nextId() const
{
    return static_cast<int>(m_state.isPart() ? RestoreStep::Contents : RestoreStep::Where);
}

void SourcePage::initializePage()
{
    if (!m_state.source)
        open();
}

void SourcePage::fillRecent()
{
    m_recent->clear();
    for (const QString& path : m_state.services.preferences.recentFiles()) {
        const QString text =
            core::singleLine(QDir::toNativeSeparators(path)).replace(QLatin1Char('&'), QLatin1String("&&"));
        m_recent->addAction(icon(QStringLiteral("file-archive")), text, this,
                            [this, path] { takePath(path); });
    }
    if (m_recent->isEmpty())
        m_recent->addAction(tr("No dump was opened yet"))->setEnabled(false);
}

void SourcePage::choose(bool folder)
{
    FileQuestion question;
    question.title = folder ? tr("Choose the folder of a backup") : tr("Choose a PostgreSQL dump");
    question.start = m_state.draft.source;
    const auto chosen = [this](const QString& path) { takePath(path); };
    if (folder)
        m_state.services.dialogs.chooseFolder(this, question, chosen);
    else
        m_state.services.dialogs.chooseFile(this, question, chosen);
}

void SourcePage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!draggedPath(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SourcePage::dropEvent(QDropEvent* event)
{
    const QString path = draggedPath(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    takePath(path);
}

void SourcePage::takePath(const QString& path)
{
    m_state.takeSource(path);
    open();
}

void SourcePage::open()
{
    m_inquiry.drop();
    m_spinner->stop();
    m_state.source.reset();
    m_error->clear();
    const bool chosen = !m_state.draft.source.isEmpty();
    for (QWidget* about :
         {static_cast<QWidget*>(m_about), static_cast<QWidget*>(m_proof), static_cast<QWidget*>(m_look),
          static_cast<QWidget*>(m_databaseLabel), static_cast<QWidget*>(m_database), m_choice})
        about->hide();
    m_sets->setVisible(!chosen);
    m_path->setText(chosen ? core::singleLine(QDir::toNativeSeparators(m_state.draft.source))
                           : tr("Nothing is chosen yet: choose a backup below, or drop a dump here"));
    Q_EMIT completeChanged();
    if (!chosen) {
        m_sets->look(m_state.profile);
        return;
    }
    m_spinner->start(tr("Reading the contents…"));
    m_inquiry.ask<Opened>(
        tr("Contents of a backup"),
        [path = m_state.draft.source, database = m_state.draft.sourceDatabase, known = m_state.databases,
         damage = restore::allowedDamage(m_state.draft)](const core::RunContext& context) {
            return openNamed(path, database, known, damage, context);
        },
        [this](core::Result<Opened> opened) { receive(std::move(opened)); });
}

/// Plain SQL is read from end to end, so nothing is opened twice that need not be.
core::Result<SourcePage::Opened> SourcePage::openNamed(const QString& path, const QString& database,
                                                       const QStringList& known, restore::Damaged damage,
                                                       const core::RunContext& context)
{
    if (known.size() > 1 && database.isEmpty())
        return Opened{known, {}};
    if (known.isEmpty() && !restore::base::baseFolderOf(path).isEmpty())
        return Opened{{}, {}, true};
    auto source = restore::openSource(path, database, context, damage);
    if (source && !source->isOneOfSeveral)
        return Opened{{source->database()}, *std::move(source)};
    if (source && !known.isEmpty())
        return Opened{known, *std::move(source)};
    if (!source && (source.error().kind != core::ErrorKind::InvalidInput || !database.isEmpty()))
        return std::move(source).error();
    auto databases = restore::databasesIn(path, context); // which of them is not said yet, or it is no dump
    if (!databases)
        return std::move(databases).error();
    if (!source && databases->size() <= 1)
        return std::move(source).error();
    Opened opened{*std::move(databases), {}};
    if (source)
        opened.source = *std::move(source);
    return opened;
}

void SourcePage::receive(core::Result<Opened> opened)
{
    m_spinner->stop();
    if (!opened) {
        m_state.hurries = false;
        m_error->setError(opened.error(),
                          opened.error().kind == core::ErrorKind::Corrupt ? intactAction : QString());
        Q_EMIT completeChanged();
        return;
    }
    if (opened->isBase) {
        // The wizard goes: not within one of its own calls.
        QTimer::singleShot(0, this, [this, path = m_state.draft.source] { Q_EMIT baseBackupChosen(path); });
        return;
    }
    m_state.databases = opened->databases;
    showDatabases();
    if (!opened->source) {
        m_state.hurries = false;
        Q_EMIT completeChanged();
        return;
    }
    m_state.source = *std::move(opened->source);
    m_state.services.preferences.addRecentFile(m_state.draft.source);
    describe(*m_state.source);
    Q_EMIT completeChanged();
    if (m_state.hurries) {
        QTimer::singleShot(0, this, [this] {
            if (m_state.hurries && isVisible())
                wizard()->next();
        });
    }
}

void SourcePage::showDatabases()
{
    const bool several = m_state.databases.size() > 1;
    m_databaseLabel->setVisible(several);
    m_database->setVisible(several);
    const QSignalBlocker quiet(m_database);
    m_database->clear();
    for (const QString& database : std::as_const(m_state.databases))
        m_database->addItem(icon(QStringLiteral("database")), shownName(database), database);
    m_database->setPlaceholderText(tr("Choose one of %1").arg(m_state.databases.size()));
    m_database->setCurrentIndex(static_cast<int>(m_state.databases.indexOf(m_state.draft.sourceDatabase)));
}

void SourcePage::takeDatabase()
{
    const QStringList databases = m_state.databases;
    const QString chosen = m_database->currentData().toString();
    m_state.takeSource(m_state.draft.source);
    m_state.databases = databases;
    m_state.draft.sourceDatabase = chosen;
    open();
}

void SourcePage::describe(const restore::RestoreSource& source)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    const auto add = [this](const QString& label, const QString& text) {
        if (!text.isEmpty())
            m_form->addRow(label, new ElidedLabel(core::singleLine(text), m_about));
    };
    if (m_state.databases.size() <= 1)
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
                           tr("This file has no record of what must come out of it. It is read once before "
                              "anything is created, and its rows are counted."));
    }
    m_proof->show();
    m_look->show();
    m_choice->show();
}

bool SourcePage::choosesFromList() const
{
    return m_state.draft.source.isEmpty() && !m_sets->current().isEmpty();
}

bool SourcePage::isComplete() const
{
    return m_state.source.has_value() || choosesFromList();
}

bool SourcePage::validatePage()
{
    if (choosesFromList())
        takePath(m_sets->current());
    return m_state.source.has_value();
}

} // namespace tidemark::ui
