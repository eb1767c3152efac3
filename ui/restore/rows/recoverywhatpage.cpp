// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoverywhatpage.h"

#include "core/quoting.h"
#include "store/folders.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/restore/rows/serverbanner.h"

#include <QComboBox>
#include <QCompleter>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int liveWidth = 280;
const QString retryAction = QStringLiteral("retry");

QLabel* makeHead(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QComboBox* makeBox(const char* objectName, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(objectName));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
    return box;
}

/// Typed or chosen; names that are typed are not added.
void makeEditable(QComboBox& box)
{
    box.setEditable(true);
    box.setInsertPolicy(QComboBox::NoInsert);
    box.completer()->setFilterMode(Qt::MatchContains);
    box.completer()->setCompletionMode(QCompleter::PopupCompletion);
}

} // namespace

RecoveryWhatPage::RecoveryWhatPage(RecoveryState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_opening(state.services)
    , m_asking(state.services)
    , m_path(new ElidedLabel({}, this))
    , m_openSpinner(new Spinner(this))
    , m_openError(new FindingsView(this))
    , m_search(new QLineEdit(this))
    , m_table(new RecordTable(this))
    , m_banner(new ServerBanner(this))
    , m_server(makeBox("recoverServer", this))
    , m_database(makeBox("recoverDatabase", this))
    , m_live(makeBox("recoverLiveTable", this))
    , m_askSpinner(new Spinner(this))
    , m_findings(new FindingsView(this))
{
    setTitle(tr("Which rows"));
    m_path->setObjectName(QStringLiteral("recoverPath"));
    m_search->setObjectName(QStringLiteral("recoverSearch"));
    m_search->setPlaceholderText(tr("Find a table"));
    m_search->setAccessibleName(tr("Find a table in the backup"));
    m_search->setClearButtonEnabled(true);
    m_table->setObjectName(QStringLiteral("recoverTables"));
    m_table->setAccessibleName(tr("Tables in the backup"));
    m_table->proxy().setFilterKeyColumn(RecoveryTableModel::Name);
    m_table->setRecords(&m_tables, RecoveryTableModel::Name);
    m_openError->setObjectName(QStringLiteral("openError"));
    m_findings->setObjectName(QStringLiteral("whatFindings"));
    m_findings->setActionText(retryAction, tr("Try a&gain"));
    makeEditable(*m_database);
    m_live->setModel(&m_liveNames);
    makeEditable(*m_live);
    for (const store::Profile& server : std::as_const(m_state.servers))
        m_server->addItem(core::singleLine(server.name), server.id);
    m_server->setCurrentIndex(m_server->findData(m_state.profile.id));
    m_banner->setProfile(m_state.profile);
    buildLayout();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_table->proxy().setFilterFixedString(text);
        if (m_table->currentRecord() < 0 && m_table->proxy().rowCount() > 0)
            m_table->selectRecord(m_table->proxy().mapToSource(m_table->proxy().index(0, 0)).row());
    });
    auto* down = new QShortcut(QKeySequence(Qt::Key_Down), m_search, {}, {}, Qt::WidgetShortcut);
    connect(down, &QShortcut::activated, m_table, [this] { m_table->setFocus(); });
    connect(m_table, &RecordTable::currentRecordChanged, this, &RecoveryWhatPage::takeTable);
    connect(m_server, &QComboBox::activated, this, &RecoveryWhatPage::takeServer);
    connect(m_database, &QComboBox::activated, this, &RecoveryWhatPage::takeDatabase);
    connect(m_database->lineEdit(), &QLineEdit::editingFinished, this, &RecoveryWhatPage::takeDatabase);
    connect(m_live, &QComboBox::currentTextChanged, this, &RecoveryWhatPage::takeLiveTable);
    connect(m_findings, &FindingsView::actionTriggered, this, &RecoveryWhatPage::askServer);
}

void RecoveryWhatPage::buildLayout()
{
    auto* sentence = new QLabel(tr("Rows that were deleted or changed are taken from the backup and put back "
                                   "into the live table. Nothing is written before you press Apply."),
                                this);
    sentence->setWordWrap(true);
    auto* both = new QHBoxLayout;
    both->setSpacing(3 * gridStep);
    both->addWidget(buildBackup(), 1);
    both->addWidget(buildLive());
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(gridStep);
    layout->addWidget(sentence);
    layout->addWidget(m_banner);
    layout->addLayout(both, 1);
}

QWidget* RecoveryWhatPage::buildBackup()
{
    auto* file = new QPushButton(icon(QStringLiteral("file")), tr("&File…"), this);
    file->setObjectName(QStringLiteral("chooseFileButton"));
    file->setToolTip(tr("Choose a dump file"));
    auto* folder = new QPushButton(icon(QStringLiteral("folder-open")), tr("F&older…"), this);
    folder->setObjectName(QStringLiteral("chooseFolderButton"));
    folder->setToolTip(tr("Choose the folder of a backup"));
    for (QPushButton* button : {file, folder})
        button->setAutoDefault(false);
    connect(file, &QPushButton::clicked, this, [this] { choose(false); });
    connect(folder, &QPushButton::clicked, this, [this] { choose(true); });
    auto* head = makeHead(tr("From the backup"), this);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_path, 1);
    line->addWidget(file);
    line->addWidget(folder);
    auto* backup = new QWidget(this);
    auto* layout = new QVBoxLayout(backup);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(head);
    layout->addLayout(line);
    layout->addWidget(m_openSpinner);
    layout->addWidget(m_openError);
    layout->addWidget(m_search);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    return backup;
}

QWidget* RecoveryWhatPage::buildLive()
{
    auto* live = new QWidget(this);
    live->setFixedWidth(liveWidth);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(gridStep / 2);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Server:"), m_server);
    form->addRow(tr("&Database:"), m_database);
    form->addRow(tr("&Table:"), m_live);
    auto* layout = new QVBoxLayout(live);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(makeHead(tr("Into the live table"), this));
    layout->addLayout(form);
    layout->addWidget(m_askSpinner);
    layout->addWidget(m_findings);
    layout->addStretch(1);
    return live;
}

void RecoveryWhatPage::initializePage()
{
    if (m_state.dump)
        showDump();
    else
        open();
}

void RecoveryWhatPage::choose(bool folder)
{
    FileQuestion question;
    question.title = folder ? tr("Choose the folder of a backup") : tr("Choose a PostgreSQL dump");
    question.start = m_state.path;
    const auto chosen = [this](const QString& path) {
        m_state.path = path;
        m_state.object = -1;
        open();
    };
    if (folder)
        m_state.services.dialogs.chooseFolder(this, question, chosen);
    else
        m_state.services.dialogs.chooseFile(this, question, chosen);
}

void RecoveryWhatPage::open()
{
    m_state.dump.reset();
    m_tables.setDump(nullptr);
    m_openError->clear();
    m_search->hide();
    m_table->hide();
    m_path->setText(m_state.path.isEmpty() ? tr("Nothing is chosen yet")
                                           : core::singleLine(QDir::toNativeSeparators(m_state.path)));
    Q_EMIT completeChanged();
    if (m_state.path.isEmpty()) {
        m_openSpinner->stop();
        m_opening.drop();
        askServer();
        return;
    }
    m_openSpinner->start(tr("Reading the contents…"));
    m_opening.ask<std::shared_ptr<const OpenedDump>>(
        tr("Contents of a backup"),
        [path = m_state.path, cache = store::cacheFolder()](const core::RunContext& context) {
            return openDump(path, cache, context);
        },
        [this](core::Result<std::shared_ptr<const OpenedDump>> dump) { receive(std::move(dump)); });
}

void RecoveryWhatPage::receive(core::Result<std::shared_ptr<const OpenedDump>> dump)
{
    m_openSpinner->stop();
    if (!dump) {
        m_openError->setError(dump.error());
        return;
    }
    m_state.dump = *std::move(dump);
    m_state.services.preferences.addRecentFile(m_state.path);
    showDump();
}

void RecoveryWhatPage::showDump()
{
    m_path->setText(core::singleLine(QDir::toNativeSeparators(m_state.path)));
    m_openSpinner->stop();
    const int wanted = m_state.object; // filling the list chooses, too
    m_tables.setDump(m_state.dump);
    m_table->setColumnShown(RecoveryTableModel::Database, m_tables.hasDatabases());
    m_table->setColumnShown(RecoveryTableModel::Rows, m_tables.hasRowCounts());
    const bool some = m_tables.rowCount() > 0;
    m_search->setVisible(some);
    m_table->setVisible(some);
    m_openError->clear();
    if (!some)
        m_openError->setFindings({{core::Severity::Blocker,
                                   QStringLiteral("rows.noTable"),
                                   tr("This backup has no rows of any table."),
                                   tr("It was made without data. Choose another one."),
                                   {}}});
    const int row = m_tables.rowOf(wanted);
    if (row >= 0)
        m_table->selectRecord(row);
    else if (m_tables.rowCount() == 1)
        m_table->selectRecord(0);
    m_state.object = wanted;
    takeTable();
    if (row >= 0)
        m_table->setFocus();
    else
        m_search->setFocus();
    if (m_state.draft.database.isEmpty() || !m_place)
        askServer();
}

void RecoveryWhatPage::takeTable()
{
    const int row = m_table->currentRecord();
    const int object = row >= 0 ? m_tables.objectAt(row) : -1;
    if (object == m_state.object && object >= 0 && m_state.draft.dumpId != 0)
        return;
    m_state.object = object;
    m_state.draft.diff.key.clear();
    m_state.draft.diff.liveSchema.clear();
    m_state.draft.diff.liveName.clear();
    if (object >= 0) {
        m_state.draft.source = m_state.path;
        m_state.draft.part = m_state.dump->index->object(object).part;
        m_state.draft.dumpId = m_state.dump->index->entry(m_state.dump->index->object(object)).dumpId();
        // In a dump of a whole server the table says which database is likely.
        if (m_tables.hasDatabases() && !m_databaseIsChosen &&
            m_state.draft.database != m_state.dump->index->toc(m_state.draft.part).database) {
            m_state.draft.database.clear();
            askServer();
            return;
        }
    }
    suggestLiveTable();
}

void RecoveryWhatPage::takeServer(int index)
{
    const QString id = m_server->itemData(index).toString();
    const auto chosen = std::find_if(m_state.servers.begin(), m_state.servers.end(),
                                     [&id](const store::Profile& server) { return server.id == id; });
    if (chosen == m_state.servers.end() || id == m_state.profile.id)
        return;
    m_state.profile = *chosen;
    m_banner->setProfile(m_state.profile);
    m_state.draft.database.clear();
    m_databaseIsChosen = false;
    m_database->clear();
    askServer();
}

void RecoveryWhatPage::takeDatabase()
{
    const QString name = m_database->currentText();
    if (name == m_state.draft.database || name.isEmpty())
        return;
    m_state.draft.database = name;
    m_databaseIsChosen = true;
    askServer();
}

void RecoveryWhatPage::askServer()
{
    m_place.reset();
    m_isChosen = false;
    m_findings->clear();
    {
        const QSignalBlocker quiet(m_live);
        m_liveNames.setStringList({});
        m_live->setEnabled(false);
    }
    m_askSpinner->start(tr("Asking %1 for its tables…").arg(core::singleLine(m_state.profile.name)));
    Q_EMIT completeChanged();
    const QString likely = m_state.dump && m_state.object >= 0
                               ? m_state.dump->index->toc(m_state.draft.part).database
                           : m_state.dump ? m_state.dump->contents().parts.value(0).toc.database
                                          : QString();
    m_asking.askServer<LivePlace>(
        m_state.profile, tr("Tables of a server"),
        [wanted = m_state.draft.database, likely](const access::ServerAccess& server,
                                                  const core::RunContext& context) {
            return findLivePlace(wanted, likely, server, context);
        },
        [this](core::Result<LivePlace> place) { receivePlace(std::move(place)); });
}

void RecoveryWhatPage::receivePlace(core::Result<LivePlace> place)
{
    m_askSpinner->stop();
    if (!place) {
        m_findings->setError(place.error(), retryAction);
        return;
    }
    m_place = *std::move(place);
    // Without a backup there is no likely one yet.
    if (m_state.dump)
        m_state.draft.database = m_place->database;
    {
        const QSignalBlocker quiet(m_database);
        m_database->clear();
        m_database->addItems(m_place->databases);
        m_database->setCurrentText(m_place->database);
    }
    QStringList names;
    for (const restore::TableName& table : std::as_const(m_place->tables))
        names.append(typedName(table));
    {
        const QSignalBlocker quiet(m_live);
        m_liveNames.setStringList(names);
    }
    suggestLiveTable();
}

/// The one that was chosen before where it is there, else the one of the same name.
void RecoveryWhatPage::suggestLiveTable()
{
    m_live->setEnabled(m_place && m_state.object >= 0);
    if (!m_place || m_state.object < 0) {
        const QSignalBlocker quiet(m_live);
        m_live->setCurrentIndex(-1);
        m_live->clearEditText();
        Q_EMIT completeChanged();
        return;
    }
    const archive::TocEntry& entry = m_state.dump->index->entry(m_state.dump->index->object(m_state.object));
    restore::TableName wanted{entry.schema(), entry.tag()};
    const restore::TableName former{m_state.draft.diff.liveSchema, m_state.draft.diff.liveName};
    if (!former.name.isEmpty() && m_place->hasTable(former))
        wanted = former;
    {
        const QSignalBlocker quiet(m_live);
        m_live->setCurrentText(typedName(wanted));
    }
    takeLiveTable();
}

void RecoveryWhatPage::takeLiveTable()
{
    m_isChosen = false;
    m_problems.clear();
    if (m_place && m_state.object >= 0) {
        const archive::TocEntry& entry =
            m_state.dump->index->entry(m_state.dump->index->object(m_state.object));
        const auto typed = nameTyped(m_live->currentText(), entry.schema());
        m_isChosen = typed && m_place->hasTable(*typed);
        const bool same = m_isChosen && typed->schema == entry.schema() && typed->name == entry.tag();
        m_state.draft.diff.liveSchema = m_isChosen && !same ? typed->schema : QString();
        m_state.draft.diff.liveName = m_isChosen && !same ? typed->name : QString();
        if (!m_isChosen)
            m_problems.append(
                {core::Severity::Blocker,
                 QStringLiteral("rows.noLiveTable"),
                 tr("%1 has no table %2.")
                     .arg(core::singleLine(m_place->database), core::singleLine(m_live->currentText())),
                 tr("Choose the database and the table that the rows go to. A table that was dropped is "
                    "brought back by a restore of tables."),
                 {}});
    }
    m_findings->setFindings(m_problems);
    Q_EMIT completeChanged();
}

bool RecoveryWhatPage::isComplete() const
{
    return m_state.dump && m_state.object >= 0 && m_place && m_isChosen;
}

} // namespace tidemark::ui
