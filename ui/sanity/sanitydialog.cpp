// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanitydialog.h"

#include "catalog/backupset.h"
#include "core/quoting.h"
#include "jobs/sanityqueries.h"
#include "postgres/queries/databases.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/profilebanner.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/sanity/answersview.h"
#include "ui/sanity/sanityeditor.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int widestAnswer = 160; // the names of the queries need the room
constexpr int shownName = 24;     // characters of a database that a box asks room for

QPushButton* makeButton(const QString& objectName, const QString& iconName, const QString& text,
                        QWidget* parent)
{
    auto* button = new QPushButton(icon(iconName), text, parent);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    return button;
}

void addName(QComboBox& box, const QString& name)
{
    if (box.findData(name) >= 0)
        return;
    box.addItem(core::singleLine(name), name);
    box.setItemData(box.count() - 1, core::singleLine(name).toHtmlEscaped(), Qt::ToolTipRole);
}

core::Result<QStringList> databaseNames(const access::ServerAccess& server, const core::RunContext& context)
{
    auto connection = server.connect({}, {}, context.stop);
    if (!connection)
        return std::move(connection).error();
    const auto databases = postgres::listDatabases(*connection);
    if (!databases)
        return databases.error();
    QStringList names;
    for (const postgres::Database& database : *databases) {
        if (database.allowsConnections && !database.isTemplate)
            names.append(database.name);
    }
    return names;
}

core::Result<QList<core::SanityResult>> askBoth(const QList<core::SanityQuery>& queries,
                                                const QString& database, const QString& other,
                                                const access::ServerAccess& server,
                                                const core::RunContext& context)
{
    auto own = server.connect(database, {}, context.stop);
    if (!own)
        return std::move(own).error();
    std::optional<postgres::Connection> beside;
    if (!other.isEmpty()) {
        auto connection = server.connect(other, {}, context.stop);
        if (!connection)
            return std::move(connection).error();
        beside.emplace(*std::move(connection));
    }
    return jobs::runSanityQueries(queries, *own, beside ? &*beside : nullptr, context);
}

} // namespace

SanityDialog::SanityDialog(Services& services, const store::Profile& profile, const QString& database,
                           QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_profile(profile)
    , m_store(store::SanityStore::beside(services.profiles.path()))
    , m_inquiry(services)
    , m_databases(services)
    , m_database(new QComboBox(this))
    , m_other(new QComboBox(this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_note(new IconLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new RecordTable(this))
    , m_rows(new AnswersView(this))
    , m_emptyText(new QLabel(this))
    , m_add(makeButton(QStringLiteral("addSanity"), QStringLiteral("plus"), tr("&New…"), this))
    , m_edit(makeButton(QStringLiteral("editSanity"), QStringLiteral("settings"), tr("&Edit…"), this))
    , m_remove(makeButton(QStringLiteral("removeSanity"), QStringLiteral("trash-2"), tr("Remo&ve…"), this))
    , m_suggest(makeButton(QStringLiteral("suggestSanity"), QStringLiteral("zap"), tr("&Suggest"), this))
    , m_run(makeButton(QStringLiteral("runSanity"), QStringLiteral("play"), tr("&Ask now"), this))
{
    setObjectName(QStringLiteral("sanityDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Sanity queries on %1").arg(core::singleLine(profile.name)));
    if (!database.isEmpty())
        addName(*m_database, database);
    m_other->addItem(tr("no other one"), QString());
    buildLayout();
    connectAll();
    load();
    askForDatabases();
}

std::optional<store::Profile> SanityDialog::serverOf(const catalog::BackupSet& set, const Services& services,
                                                     const store::Profile& current)
{
    const QString& server = set.manifest.server;
    if (server == current.name || server == current.id)
        return current;
    if (auto known = services.profiles.find(server))
        return *std::move(known);
    return std::nullopt;
}

QLayout* SanityDialog::buildHead()
{
    m_database->setObjectName(QStringLiteral("sanityDatabase"));
    m_other->setObjectName(QStringLiteral("sanityOther"));
    m_other->setToolTip(tr("Another database of this server, such as a restored one: both are asked."));
    auto* row = new QHBoxLayout;
    row->setSpacing(gridStep);
    const auto add = [this, row](const QString& text, QComboBox* box) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(shownName);
        auto* label = new QLabel(text, this);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box, 1);
    };
    add(tr("&Database:"), m_database);
    row->addSpacing(gridStep);
    add(tr("&Beside it:"), m_other);
    return row;
}

QWidget* SanityDialog::buildList()
{
    m_table->setObjectName(QStringLiteral("sanityTable"));
    m_table->setAccessibleName(tr("Sanity queries"));
    m_table->setRecords(&m_model, SanityListModel::Query);
    m_table->setWidestColumn(widestAnswer);
    m_table->setColumnShown(SanityListModel::Other, false);
    m_table->setMinimumHeight(12 * gridStep);
    m_rows->setObjectName(QStringLiteral("sanityRows"));
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_rows);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({300, 200});
    return splitter;
}

QWidget* SanityDialog::buildEmpty()
{
    auto* empty = new QWidget(this);
    auto* heading = new QLabel(tr("No sanity queries yet"), empty);
    makeHeading(*heading);
    heading->setAlignment(Qt::AlignCenter);
    m_emptyText->setObjectName(QStringLiteral("sanityEmptyText"));
    m_emptyText->setWordWrap(true);
    m_emptyText->setTextFormat(Qt::PlainText);
    m_emptyText->setAlignment(Qt::AlignCenter);
    auto* first = makeButton(QStringLiteral("firstSuggestion"), QStringLiteral("zap"),
                             tr("Suggest &some from the tables"), empty);
    connect(first, &QPushButton::clicked, this, &SanityDialog::suggest);
    auto* layout = new QVBoxLayout(empty);
    layout->setSpacing(gridStep);
    layout->addStretch(1);
    layout->addWidget(heading);
    layout->addWidget(m_emptyText);
    layout->addWidget(first, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    return empty;
}

void SanityDialog::buildLayout()
{
    auto* intro =
        new QLabel(tr("Questions of your own about the data. They are asked when a database is backed "
                      "up, and again of what is restored from its backups; both answers are shown "
                      "beside each other."),
                   this);
    intro->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("sanityNote"));
    m_note->hide();
    m_stack->addWidget(buildList());
    m_stack->addWidget(buildEmpty());
    m_stack->addWidget(new QWidget(this)); // nothing is known of what there is
    auto* bar = new QHBoxLayout;
    bar->setSpacing(gridStep);
    for (QPushButton* button : {m_run, m_add, m_edit, m_remove, m_suggest})
        bar->addWidget(button);
    bar->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    bar->addWidget(buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(new ProfileBanner(m_profile));
    layout->addWidget(intro);
    layout->addLayout(buildHead());
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_note);
    layout->addWidget(m_stack, 1);
    layout->addLayout(bar);
    resize(860, 600);
    m_table->setFocus();
}

void SanityDialog::connectAll()
{
    connect(m_database, &QComboBox::currentIndexChanged, this, [this] {
        setBusy({});
        m_findings->clear();
        m_note->hide();
        m_model.setResults({});
        load();
    });
    connect(m_other, &QComboBox::currentIndexChanged, this, [this] {
        m_model.setResults({});
        m_table->setColumnShown(SanityListModel::Other, !other().isEmpty());
        showRows();
    });
    connect(m_add, &QPushButton::clicked, this, [this] { edit(true); });
    connect(m_edit, &QPushButton::clicked, this, [this] { edit(false); });
    connect(m_remove, &QPushButton::clicked, this, &SanityDialog::askRemoval);
    connect(m_suggest, &QPushButton::clicked, this, &SanityDialog::suggest);
    connect(m_run, &QPushButton::clicked, this, &SanityDialog::run);
    connect(m_table, &RecordTable::recordActivated, this, [this] { edit(false); });
    connect(m_table, &RecordTable::currentRecordChanged, this, [this] {
        showState();
        showRows();
    });
    connect(&m_model, &SanityListModel::enabledWanted, this, &SanityDialog::setEnabledQuery,
            Qt::QueuedConnection); // not while the view is at work on the row
    auto* remove = new QShortcut(QKeySequence::Delete, m_table);
    remove->setContext(Qt::WidgetWithChildrenShortcut);
    connect(remove, &QShortcut::activated, m_remove, &QPushButton::click);
    auto* again = new QShortcut(QKeySequence::Refresh, this);
    connect(again, &QShortcut::activated, m_run, &QPushButton::click);
}

void SanityDialog::askForDatabases()
{
    m_databases.askServer<QStringList>(m_profile, tr("Databases of the server"), databaseNames,
                                       [this](const core::Result<QStringList>& names) {
                                           if (names)
                                               takeDatabases(*names);
                                           else if (m_database->count() == 0)
                                               complain(names.error());
                                       });
}

void SanityDialog::takeDatabases(const QStringList& names)
{
    for (const QString& name : names) {
        addName(*m_database, name);
        addName(*m_other, name);
    }
}

store::SanityPlace SanityDialog::place() const
{
    return {m_profile.id, m_database->currentData().toString()};
}

QString SanityDialog::other() const
{
    return m_other->currentData().toString();
}

void SanityDialog::load(const QString& select)
{
    const auto queries = m_store.of(place());
    m_isReadable = queries.has_value();
    m_model.setQueries(queries ? *queries : QList<core::SanityQuery>());
    if (!queries)
        complain(queries.error());
    if (m_model.rowCount() > 0)
        m_table->selectRecord(std::max(0, m_model.rowOf(select)));
    showState();
    showRows();
}

void SanityDialog::showState()
{
    const bool hasDatabase = m_database->currentIndex() >= 0;
    const bool isBusy = m_inquiry.isRunning();
    const bool isChosen = m_table->currentRecord() >= 0;
    const bool isEmpty = m_model.rowCount() == 0;
    m_stack->setCurrentIndex(!m_isReadable ? 2 : isEmpty ? 1 : 0);
    m_stack->widget(1)->setEnabled(hasDatabase && !isBusy);
    m_emptyText->setText(
        tr("How many rows there are, when the newest one is from, what the last five are: write what tells "
           "you "
           "that %1 is what it should be.")
            .arg(hasDatabase ? core::singleLine(m_database->currentText()) : tr("a database")));
    m_add->setEnabled(m_isReadable && hasDatabase && !isBusy);
    m_suggest->setEnabled(m_isReadable && hasDatabase && !isBusy);
    m_suggest->setVisible(!isEmpty);
    for (QPushButton* button : {m_edit, m_remove})
        button->setEnabled(isChosen && !isEmpty && !isBusy);
    const auto& all = m_model.queries();
    m_run->setEnabled(isBusy ||
                      std::any_of(all.begin(), all.end(), [](const auto& query) { return query.enabled; }));
    m_run->setText(isBusy ? tr("St&op") : tr("&Ask now"));
    m_run->setIcon(icon(isBusy ? QStringLiteral("x") : QStringLiteral("play")));
}

void SanityDialog::showRows()
{
    const core::SanityResult* result = m_model.resultOf(m_table->currentRecord());
    QList<AnswersView::Titled> shown;
    if (result && result->source)
        shown.append({core::singleLine(m_database->currentText()), *result->source});
    if (result)
        shown.append(
            {core::singleLine(result->source ? other() : m_database->currentText()), result->target});
    m_rows->setAnswers(shown, tr("“Ask now” shows here what the chosen query is answered."));
}

void SanityDialog::edit(bool isNew)
{
    const int row = m_table->currentRecord();
    if (m_inquiry.isRunning() || !m_isReadable || (!isNew && row < 0))
        return;
    std::optional<core::SanityQuery> query;
    if (!isNew)
        query = m_model.at(row);
    auto* editor = new SanityEditor(m_services, m_profile, place(), query, this);
    connect(editor, &SanityEditor::saved, this, [this](const QString& name) {
        m_findings->clear();
        m_note->hide();
        load(name);
        Q_EMIT changed();
    });
    editor->open();
}

void SanityDialog::askRemoval()
{
    const int row = m_table->currentRecord();
    if (row < 0)
        return;
    const QString name = m_model.at(row).name;
    Confirmation confirmation;
    confirmation.title = tr("Remove a sanity query");
    confirmation.question = tr("Remove the query “%1”?").arg(core::singleLine(name));
    confirmation.detail = tr("It will not be asked any more. Answers that are kept with backups stay there.");
    confirmation.action = tr("Remove it");
    QPointer<SanityDialog> guard(this);
    m_services.dialogs.confirm(this, confirmation, [guard, name, where = place()](bool yes) {
        if (!guard || !yes)
            return;
        if (const core::Status removed = guard->m_store.remove(where, name); !removed)
            guard->complain(removed.error());
        guard->load();
        Q_EMIT guard->changed();
    });
}

void SanityDialog::setEnabledQuery(const core::SanityQuery& query)
{
    if (const core::Status stored = m_store.save(place(), query); !stored)
        complain(stored.error());
    load(query.name);
    Q_EMIT changed();
}

void SanityDialog::suggest()
{
    m_findings->clear();
    m_note->hide();
    m_inquiry.askServer<QList<core::SanityQuery>>(
        m_profile, tr("Suggestions for sanity queries"),
        [known = m_model.queries(), database = place().database](
            const access::ServerAccess& server,
            const core::RunContext& context) -> core::Result<QList<core::SanityQuery>> {
            auto connection = server.connect(database, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            return jobs::newSanityQueries(known, *connection);
        },
        [this](const core::Result<QList<core::SanityQuery>>& found) { receiveSuggestions(found); });
    setBusy(tr("Looking at the tables…"));
}

void SanityDialog::receiveSuggestions(const core::Result<QList<core::SanityQuery>>& found)
{
    setBusy({});
    if (!found) {
        complain(found.error());
        return;
    }
    for (const core::SanityQuery& query : *found) {
        if (const core::Status stored = m_store.save(place(), query); !stored) {
            complain(stored.error());
            break;
        }
    }
    load(found->isEmpty() ? QString() : found->constFirst().name);
    const QString none =
        m_model.rowCount() > 0
            ? tr("There is nothing new to suggest: what can be asked of its tables is here.")
            : tr("It has no table with rows that you may read, so there is nothing to suggest.");
    m_note->setStatus(QStringLiteral("info"), Tone::Accent,
                      found->isEmpty() ? none
                                       : tr("%n query(s) added. Remove or change what does not fit.", nullptr,
                                            static_cast<int>(found->size())));
    m_note->show();
    if (!found->isEmpty())
        Q_EMIT changed();
}

void SanityDialog::run()
{
    if (m_inquiry.isRunning()) {
        setBusy({});
        return;
    }
    m_findings->clear();
    m_note->hide();
    m_inquiry.askServer<QList<core::SanityResult>>(
        m_profile, tr("Sanity queries"),
        [queries = m_model.queries(), database = place().database,
         beside = other()](const access::ServerAccess& server, const core::RunContext& context) {
            return askBoth(queries, database, beside, server, context);
        },
        [this](const core::Result<QList<core::SanityResult>>& results) {
            const int row = m_table->currentRecord();
            if (results)
                m_model.setResults(*results);
            if (row >= 0)
                m_table->selectRecord(row);
            setBusy({});
            showRows();
            if (!results)
                complain(results.error());
        });
    setBusy(tr("Asking the server…"));
}

void SanityDialog::setBusy(const QString& sentence)
{
    if (sentence.isEmpty()) {
        m_inquiry.drop();
        m_spinner->stop();
    } else {
        m_spinner->start(sentence);
    }
    showState();
}

void SanityDialog::complain(const core::Error& error)
{
    if (error.kind != core::ErrorKind::Cancelled)
        m_findings->setError(error);
}

} // namespace tidemark::ui
