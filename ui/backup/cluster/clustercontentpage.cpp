// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clustercontentpage.h"

#include "core/quoting.h"
#include "ui/common/choicecard.h"
#include "ui/common/findingsview.h"
#include "ui/common/recordtable.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace cluster = backup::cluster;

ClusterContentPage::ClusterContentPage(ClusterDumpState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_databases(new QWidget(this))
    , m_spinner(new Spinner(this))
    , m_problem(new FindingsView(this))
    , m_table(new RecordTable(m_databases))
    , m_sum(new QLabel(m_databases))
    , m_part(new QComboBox(m_databases))
    , m_passwords(new QCheckBox(tr("With the &password hashes of the roles"), this))
{
    setTitle(tr("What to back up"));
    m_problem->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_table->setObjectName(QStringLiteral("databaseTable"));
    m_table->setAccessibleName(tr("Databases"));
    m_table->setRecords(&m_model, DatabaseModel::Name);
    m_table->installEventFilter(this);
    m_sum->setObjectName(QStringLiteral("databaseSum"));
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setWordWrap(true);
    m_part->setObjectName(QStringLiteral("partCombo"));
    for (const auto& [part, text] :
         {std::pair(backup::Part::Everything, tr("definitions and rows")),
          std::pair(backup::Part::Definitions, tr("definitions alone")),
          std::pair(backup::Part::Rows, tr("rows alone, without roles and tablespaces"))})
        m_part->addItem(text, static_cast<int>(part));
    m_part->setCurrentIndex(m_part->findData(static_cast<int>(state.draft.part)));
    m_passwords->setObjectName(QStringLiteral("passwordsCheck"));
    m_passwords->setChecked(state.draft.rolePasswords == backup::RolePasswords::Keep);
    m_passwords->setToolTip(tr("Without them the passwords have to be set again after a restore. With them "
                               "whoever can read the file can try to guess them."));
    buildLayout();
    connect(m_problem, &FindingsView::actionTriggered, this, &ClusterContentPage::load);
    connect(&m_model, &DatabaseModel::ticksChanged, this, &ClusterContentPage::take);
    connect(m_part, &QComboBox::currentIndexChanged, this, [this] {
        m_state.draft.part = static_cast<backup::Part>(m_part->currentData().toInt());
        showContent();
    });
    connect(m_passwords, &QCheckBox::toggled, this, [this](bool on) {
        m_state.draft.rolePasswords = on ? backup::RolePasswords::Keep : backup::RolePasswords::Leave;
    });
    showContent();
}

ChoiceCard* ClusterContentPage::addCard(QLayout& layout, const char* objectName, const QString& title,
                                        const QString& sentence, cluster::Content content)
{
    auto* card = new ChoiceCard(title, sentence, this);
    card->setObjectName(QLatin1String(objectName));
    card->button().setObjectName(QLatin1String(objectName) + QStringLiteral("Button"));
    card->setSizePolicy(QSizePolicy::Preferred,
                        QSizePolicy::Maximum); // also where nothing else is on the page
    layout.addWidget(card);
    connect(&card->button(), &QRadioButton::clicked, this, [this, content] {
        m_state.draft.content = content;
        showContent();
    });
    return card;
}

void ClusterContentPage::buildLayout()
{
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile,
                tr("One SQL file for the whole server, by pg_dumpall. psql makes a new server of it; single "
                   "tables are restored from dumps of databases."));
    auto* cards = new QHBoxLayout;
    cards->setSpacing(8);
    m_everything =
        addCard(*cards, "everythingCard", tr("&All databases, roles and tablespaces"),
                tr("Over one connection, one database after the other, each as it is at its turn."),
                cluster::Content::Everything);
    m_globals = addCard(*cards, "globalsCard", tr("&Roles and tablespaces only"),
                        tr("The globals that dumps of databases do not hold. A few kilobytes."),
                        cluster::Content::Globals);
    auto* group = new QButtonGroup(this);
    group->addButton(&m_everything->button());
    group->addButton(&m_globals->button());
    layout->addLayout(cards);
    layout->addWidget(m_spinner);
    layout->addWidget(m_problem);
    auto* inside = new QVBoxLayout(m_databases);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(8);
    inside->addWidget(m_table, 1);
    inside->addWidget(m_sum);
    auto* line = new QHBoxLayout;
    auto* label = new QLabel(tr("Of the &databases:"), m_databases);
    label->setBuddy(m_part);
    line->addWidget(label);
    line->addWidget(m_part);
    line->addStretch(1);
    inside->addLayout(line);
    layout->addWidget(m_databases, 1);
    layout->addWidget(m_passwords);
    layout->addStretch(0);
}

void ClusterContentPage::showContent()
{
    const bool everything = m_state.draft.content == cluster::Content::Everything;
    (everything ? m_everything : m_globals)->button().setChecked(true);
    m_databases->setVisible(everything && m_state.source);
    m_passwords->setEnabled(!(everything && m_state.draft.part == backup::Part::Rows));
    Q_EMIT completeChanged();
}

void ClusterContentPage::initializePage()
{
    if (!m_state.source)
        load();
}

void ClusterContentPage::load()
{
    m_problem->clear();
    m_spinner->start(tr("Asking %1 for its databases…").arg(core::singleLine(m_state.profile.name)));
    m_inquiry.askServer<ClusterSource>(
        m_state.profile, tr("List of databases"),
        [tools = ToolSource(m_state.services)](const access::ServerAccess& server,
                                               const core::RunContext& context) {
            return readClusterSource(tools, server, context);
        },
        [this](const core::Result<ClusterSource>& source) { receive(source); });
}

void ClusterContentPage::receive(const core::Result<ClusterSource>& source)
{
    m_spinner->stop();
    if (!source) {
        m_problem->setError(source.error(), QStringLiteral("retry"));
        return;
    }
    const QStringList excluded =
        m_state.draft.excludedDatabases; // a reset of the model takes the ticks with it
    m_state.source = *source;
    if (!source->tool)
        m_problem->setError(source->tool.error());
    m_model.setDatabases(source->databases);
    m_table->sortByColumn(DatabaseModel::Name, Qt::AscendingOrder);
    QStringList ticked;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!excluded.contains(postgres::exactPattern(m_model.at(row).name)))
            ticked.append(m_model.at(row).name);
    }
    m_model.setTicked(ticked);
    take();
    showContent();
    if (m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_table->proxy().index(0, 0));
}

void ClusterContentPage::take()
{
    const QStringList ticked = m_model.ticked();
    m_state.draft.excludedDatabases.clear();
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (!ticked.contains(m_model.at(row).name))
            m_state.draft.excludedDatabases.append(postgres::exactPattern(m_model.at(row).name));
    }
    const int count = static_cast<int>(ticked.size());
    const int left = static_cast<int>(m_state.draft.excludedDatabases.size());
    QString sum = tr("%n database(s), %1, and template1.", nullptr, count).arg(m_model.tickedSize().toText());
    if (left > 0)
        sum += QLatin1Char(' ') +
               tr("%n left out: such a file does not count as a backup of the whole server.", nullptr, left);
    m_sum->setText(sum);
    Q_EMIT completeChanged();
}

bool ClusterContentPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        const int row = m_table->currentRecord(); // whichever column is the current one
        if (row >= 0)
            m_model.tick(row, !m_model.ticked().contains(m_model.at(row).name));
        return true;
    }
    return QWizardPage::eventFilter(watched, event);
}

bool ClusterContentPage::isComplete() const
{
    if (!m_state.source || !m_state.source->tool)
        return false;
    return m_state.draft.content != cluster::Content::Everything || !m_model.ticked().isEmpty();
}

} // namespace tidemark::ui
