// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/databasepage.h"

#include "core/quoting.h"
#include "ui/backup/backupstate.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/presetbar.h"
#include "ui/common/runwizard.h"
#include "ui/common/recordtable.h"
#include "ui/common/spinner.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWizard>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int manyDatabases = 10; // from here on a search is quicker than looking
}

DatabasePage::DatabasePage(BackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_presets(new PresetBar(state.services, QLatin1String(backup::databaseAnswersKind), state.profile, this))
    , m_notice(new IconLabel(this))
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_search(new QLineEdit(this))
    , m_table(new RecordTable(this))
    , m_all(new QCheckBox(this))
    , m_sum(new QLabel(this))
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
    m_notice->setObjectName(QStringLiteral("answersNotice"));
    m_notice->hide();
    buildLayout();
    m_presets->setSource([this] { return m_state.answers().toJson(); });
    const QJsonObject last = state.services.preferences.backupAnswers(state.profile.id);
    if (backup::BackupAnswers::fromJson(last))
        m_presets->addAnswers(tr("As last time"), last);
    m_presets->addAnswers(tr("As recommended"), backup::BackupAnswers().toJson());
    connect(m_presets, &PresetBar::chosen, this, &DatabasePage::takePreset);

    m_all->setObjectName(QStringLiteral("allDatabasesCheck"));
    m_all->hide();
    m_sum->setObjectName(QStringLiteral("databaseSum"));
    m_sum->setWordWrap(true);
    m_table->installEventFilter(this);
    connect(m_error, &FindingsView::actionTriggered, this, &DatabasePage::load);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) { m_table->proxy().setFilterFixedString(text); });
    connect(m_all, &QCheckBox::clicked, this, [this] { tickAll(m_all->checkState() != Qt::Unchecked); });
    connect(&m_model, &DatabaseModel::ticksChanged, this, &DatabasePage::take);
    connect(m_globals, &QCheckBox::toggled, this, [this](bool on) { m_state.draft.globals = on ? backup::Globals::Include : backup::Globals::Leave; });
}

void DatabasePage::buildLayout()
{
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, tr("Each ticked database becomes a backup of its own. Of a single one you can choose the tables next; several are backed up whole."));
    layout->addWidget(m_presets);
    layout->addWidget(m_notice);
    layout->addWidget(m_spinner);
    layout->addWidget(m_error);
    auto* line = new QHBoxLayout;
    line->setSpacing(16);
    line->addWidget(m_all);
    line->addWidget(m_search, 1);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    layout->addWidget(m_sum);
    layout->addWidget(m_globals);
    auto* whole = new QToolButton(this);
    whole->setObjectName(QStringLiteral("baseBackupLink"));
    whole->setText(tr("&Base backup…"));
    whole->setIcon(icon(QStringLiteral("server")));
    whole->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    whole->setAutoRaise(true);
    connect(whole, &QToolButton::clicked, this, &DatabasePage::baseBackupRequested);
    auto* other = new QHBoxLayout;
    other->setSpacing(4);
    other->addWidget(new MutedLabel(tr("To be able to rewind to a moment, copy the whole server:"), this));
    other->addWidget(whole);
    other->addStretch(1);
    layout->addLayout(other);
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
    const QStringList wanted = m_state.databases; // a reset of the model takes the ticks with it
    const backup::Databases choice = m_state.choice;
    m_state.server = *answer;
    m_model.setDatabases(answer->databases);
    m_state.databases = wanted;
    m_state.choice = choice;
    m_search->setVisible(m_model.rowCount() >= manyDatabases);
    m_all->setVisible(m_model.rowCount() > 1);
    m_all->setText(tr("&All %n database(s)", nullptr, m_model.rowCount()));
    m_table->sortByColumn(DatabaseModel::Name, Qt::AscendingOrder);
    m_table->show();
    showAnswers();
    const int first = m_model.rowOf(m_model.ticked().value(0));
    if (first >= 0)
        m_table->selectRecord(first);
    m_table->setFocus();
}

void DatabasePage::setOrigin(const QString& origin, const QJsonObject& answers)
{
    m_presets->prependAnswers(origin, answers);
    showAnswers();
}

void DatabasePage::takePreset(const QJsonObject& answers)
{
    auto preset = backup::BackupAnswers::fromJson(answers);
    if (!preset) {
        m_presets->showProblem(preset.error());
        return;
    }
    m_state.isFromBefore = !preset->databases.isEmpty();
    const QStringList before = m_state.databases;
    m_state.takeAnswers(*preset);
    const auto isHere = [this](const QString& name) { return m_model.rowOf(name) >= 0; };
    const bool none = m_state.choice == backup::Databases::Named && std::none_of(preset->databases.begin(), preset->databases.end(), isHere);
    showAnswers();
    if (none && m_state.server)
        m_model.setTicked(before); // a preset of another server's databases is still good for its options
}

/// The ticks, as far as the server has what is wanted; what it has not is said.
void DatabasePage::showAnswers()
{
    m_globals->setChecked(m_state.draft.globals == backup::Globals::Include);
    if (!m_state.server)
        return;
    QStringList wanted = m_state.databases;
    QStringList gone;
    for (const QString& name : std::as_const(wanted)) {
        if (m_model.rowOf(name) < 0)
            gone.append(core::singleLine(name));
    }
    const bool all = m_state.choice == backup::Databases::All;
    for (int row = 0; all && row < m_model.rowCount(); ++row)
        wanted.append(m_model.at(row).name);
    const bool isFromBefore = m_state.isFromBefore && !all;
    m_model.setTicked(wanted);
    take();
    // What was asked for by name is not silently replaced by another.
    if (m_model.ticked().isEmpty() && !isFromBefore && m_model.largestRow() >= 0)
        m_model.tick(m_model.largestRow(), true);
    say(isFromBefore ? gone : QStringList());
}

void DatabasePage::say(const QStringList& gone)
{
    QStringList sentences;
    if (!gone.isEmpty())
        sentences.append(tr("Not on this server any more: %1.").arg(gone.join(tr(", "))));
    if (!m_state.draft.content.isEverything())
        sentences.append(tr("Of each ticked database: %1.").arg(wordsOf(m_state.draft.content)));
    m_notice->setStatus(gone.isEmpty() ? QStringLiteral("info") : QStringLiteral("triangle-alert"), gone.isEmpty() ? Tone::Accent : Tone::Warning, sentences.join(QLatin1Char(' ')));
    m_notice->setVisible(!sentences.isEmpty());
}

void DatabasePage::showEvent(QShowEvent* event)
{
    QWizardPage::showEvent(event);
    m_presets->refresh(); // the review saves presets, too
}

void DatabasePage::tickAll(bool on)
{
    QStringList names;
    for (int row = 0; on && row < m_model.rowCount(); ++row)
        names.append(m_model.at(row).name);
    m_model.setTicked(names);
}

void DatabasePage::take()
{
    m_state.databases = m_model.ticked();
    qint64 most = -1;
    for (const QString& name : std::as_const(m_state.databases)) {
        const postgres::Database& database = m_model.at(m_model.rowOf(name));
        const qint64 bytes = database.size ? database.size->bytes() : 0;
        if (bytes > most) {
            most = bytes;
            m_state.draft.database = name;
            m_state.read = core::ByteSize(bytes);
        }
    }
    const int count = static_cast<int>(m_state.databases.size());
    m_state.choice = count > 1 && count == m_model.rowCount() ? backup::Databases::All : backup::Databases::Named;
    m_all->setTristate(count > 0 && count < m_model.rowCount());
    m_all->setCheckState(count == 0 ? Qt::Unchecked : count == m_model.rowCount() ? Qt::Checked : Qt::PartiallyChecked);
    if (count == 0)
        m_sum->setText(tr("Tick what is to be backed up."));
    else
        m_sum->setText(tr("%n database(s), %1", nullptr, count).arg(m_model.tickedSize().toText()));
    Q_EMIT completeChanged();
}

bool DatabasePage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        const int row = m_table->currentRecord(); // whichever column is the current one
        if (row >= 0)
            m_model.tick(row, !m_state.databases.contains(m_model.at(row).name));
        return true;
    }
    return QWizardPage::eventFilter(watched, event);
}

int DatabasePage::nextId() const
{
    const int next = QWizardPage::nextId();
    return m_state.databases.size() > 1 ? next + 1 : next;
}

bool DatabasePage::isComplete() const
{
    return m_state.server.has_value() && !m_state.databases.isEmpty() && !m_spinner->isSpinning();
}

} // namespace tidemark::ui
