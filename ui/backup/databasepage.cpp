// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/databasepage.h"

#include "core/quoting.h"
#include "ui/backup/backupstate.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/runwizard.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <QWizard>

namespace tidemark::ui {

namespace {
constexpr int manyDatabases = 10; // from here on a search is quicker than looking
}

DatabasePage::DatabasePage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_search(new QLineEdit(this))
    , m_table(new RecordTable(this))
    , m_globals(new QCheckBox(tr("Also save &roles and tablespaces (globals)"), this))
{
    setTitle(tr("What to back up"));
    m_error->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_search->setObjectName(QStringLiteral("databaseSearch"));
    m_search->setAccessibleName(tr("Search databases"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_search->hide();
    m_table->setObjectName(QStringLiteral("databaseTable"));
    m_table->setAccessibleName(tr("Databases"));
    m_table->setRecords(&m_model, DatabaseModel::Name);
    m_table->proxy().setFilterKeyColumn(DatabaseModel::Name);
    m_globals->setObjectName(QStringLiteral("globalsCheck"));
    m_globals->setToolTip(tr("They belong to the whole server, so a dump of a database does not hold them. A new server needs them."));
    m_globals->setChecked(state.draft.globals == backup::Globals::Include);
    buildLayout();

    connect(m_error, &FindingsView::actionTriggered, this, &DatabasePage::load);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_table->proxy().setFilterFixedString(text);
        select();
    });
    connect(m_table, &RecordTable::currentRecordChanged, this, &DatabasePage::take);
    // Enter reaches Next by itself.
    connect(m_table, &QTableView::doubleClicked, this, [this] { wizard()->next(); });
    connect(m_globals, &QCheckBox::toggled, this, [this](bool on) { m_state.draft.globals = on ? backup::Globals::Include : backup::Globals::Leave; });
}

void DatabasePage::buildLayout()
{
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("One whole database: its tables with their rows, and everything that is defined in it."));
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    layout->addWidget(m_search);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    layout->addWidget(m_globals);
}

void DatabasePage::initializePage()
{
    if (!m_state.server)
        load();
}

void DatabasePage::load()
{
    m_error->clear();
    m_table->hide();
    m_spinner->start(tr("Asking %1 for its databases…").arg(core::singleLine(m_state.profile.name)));
    m_inquiry.askServer<ServerDatabases>(m_state.profile, tr("List of databases"), readDatabases, [this](const core::Result<ServerDatabases>& answer) { receive(answer); });
}

void DatabasePage::receive(const core::Result<ServerDatabases>& answer)
{
    m_spinner->stop();
    if (!answer) {
        m_error->setError(answer.error(), QStringLiteral("retry"));
        Q_EMIT completeChanged();
        return;
    }
    const QString wanted = m_state.draft.database; // a reset of the model takes the selection with it
    m_state.server = *answer;
    m_model.setDatabases(answer->databases);
    m_state.draft.database = wanted;
    m_search->setVisible(m_model.rowCount() >= manyDatabases);
    m_table->sortByColumn(DatabaseModel::Name, Qt::AscendingOrder);
    m_table->show();
    select();
    m_table->setFocus();
}

void DatabasePage::select()
{
    int row = m_model.rowOf(m_state.draft.database);
    if (row < 0)
        row = m_model.largestRow();
    const bool visible = row >= 0 && m_table->proxy().mapFromSource(m_model.index(row, 0)).isValid();
    if (visible)
        m_table->selectRecord(row);
    else if (m_table->proxy().rowCount() > 0)
        m_table->setCurrentIndex(m_table->proxy().index(0, 0));
    take();
}

void DatabasePage::take()
{
    const int row = m_table->currentRecord();
    if (row >= 0)
        m_state.draft.database = m_model.at(row).name;
    Q_EMIT completeChanged();
}

bool DatabasePage::isComplete() const
{
    return m_state.server.has_value() && m_table->currentRecord() >= 0;
}

} // namespace tidemark::ui
