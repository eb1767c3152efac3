// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/targetpage.h"

#include "core/quoting.h"
#include "restore/drill/sandbox.h"
#include "ui/common/choicecard.h"
#include "ui/common/findingsview.h"
#include "ui/common/icons.h"
#include "ui/common/moreoptions.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"
#include "ui/restore/restorestate.h"
#include "ui/restore/sandboxbox.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

const QString retryAction = QStringLiteral("retry");
const QString skipKeysAction = QStringLiteral("skipKeys");
const QString ownAllAction = QStringLiteral("ownAll");

QFormLayout* formIn(QWidget* page)
{
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

/// What this page can put right, or nobody can.
bool belongsHere(const core::Finding& finding)
{
    if (finding.id == QLatin1String("target.confirm"))
        return false;
    return finding.id.startsWith(QLatin1String("target.")) || finding.severity == core::Severity::Blocker;
}

} // namespace

TargetPage::TargetPage(RestoreState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_judgement(state.services)
    , m_spinner(new Spinner(this))
    , m_error(new FindingsView(this))
    , m_answers(new QWidget(this))
    , m_fields(new QStackedWidget(this))
    , m_name(new QLineEdit(this))
    , m_existing(new QComboBox(this))
    , m_besideDatabase(new QComboBox(this))
    , m_apart(new QComboBox(this))
    , m_schema(new QLineEdit(this))
    , m_file(new QLineEdit(this))
    , m_sandbox(new SandboxBox(this))
    , m_findings(new FindingsView(this))
    , m_summary(new MutedLabel({}, this))
{
    setTitle(tr("Where to"));
    m_error->setActionText(retryAction, tr("&Try again"));
    m_findings->setActionText(skipKeysAction, tr("&Leave these keys out"));
    m_findings->setActionText(ownAllAction, tr("Let everything belong to &me"));
    m_findings->setObjectName(QStringLiteral("targetFindings"));
    m_name->setObjectName(QStringLiteral("targetName"));
    m_existing->setObjectName(QStringLiteral("existingDatabase"));
    m_besideDatabase->setObjectName(QStringLiteral("besideDatabase"));
    m_apart->setObjectName(QStringLiteral("besideApart"));
    m_apart->addItem(tr("in a schema of their own"));
    m_apart->addItem(tr("under other names in the same schema"));
    connect(m_apart, &QComboBox::currentIndexChanged, this, &TargetPage::take);
    m_schema->setObjectName(QStringLiteral("besideSchema"));
    m_file->setObjectName(QStringLiteral("sqlFile"));
    m_summary->setObjectName(QStringLiteral("optionsSummary"));
    for (QComboBox* box : {m_existing, m_besideDatabase}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setPlaceholderText(tr("Choose a database"));
        connect(box, &QComboBox::currentIndexChanged, this, &TargetPage::take);
    }
    buildLayout();
    connect(m_error, &FindingsView::actionTriggered, this, &TargetPage::load);
    connect(m_findings, &FindingsView::actionTriggered, this, &TargetPage::act);
    for (QLineEdit* edit : {m_name, m_schema, m_file})
        connect(edit, &QLineEdit::textChanged, this, &TargetPage::take);
    connect(m_sandbox, &SandboxBox::changed, this, &TargetPage::take);
}

ChoiceCard* TargetPage::addCard(Way way, const char* objectName, const QString& title,
                                const QString& sentence)
{
    auto* card = new ChoiceCard(title, sentence, this);
    card->button().setObjectName(QLatin1String(objectName));
    connect(&card->button(), &QRadioButton::toggled, this, [this, way](bool on) {
        if (on)
            choose(way);
    });
    m_cards.append(card);
    return card;
}

QGridLayout* TargetPage::buildCards()
{
    auto* group = new QButtonGroup(this);
    ChoiceCard* fresh = addCard(Way::New, "targetNew", tr("A &new database"),
                                tr("Beside the others. It gets its name only when everything is in it, and "
                                   "nothing that exists is changed."));
    fresh->setMark(tr("Recommended"));
    addCard(Way::Existing, "targetExisting", tr("An e&xisting database"),
            tr("In one transaction: all of it, or nothing has changed. What is there already is listed "
               "first, and you decide."));
    addCard(Way::Beside, "targetBeside", tr("Beside the ori&ginals"),
            tr("Tables of an existing database, in another schema of it or under other names: to compare, to "
               "copy "
               "rows from, to drop again."));
    addCard(Way::File, "targetFile", tr("An S&QL file"),
            tr("For psql, whenever you like. No server is asked."));
    addCard(Way::Sandbox, "targetSandbox", tr("A server on &this computer"),
            tr("Started for it, of the backup's PostgreSQL version, and left running: to try things and to "
               "look things up. No other server is touched."));
    auto* grid = new QGridLayout;
    grid->setSpacing(gridStep);
    for (int i = 0; i < m_cards.size(); ++i) {
        group->addButton(&m_cards.at(i)->button());
        grid->addWidget(m_cards.at(i), i / 2, i % 2, 1, i % 2 == 0 && i + 1 == m_cards.size() ? 2 : 1);
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return grid;
}

QWidget* TargetPage::buildFields()
{
    auto* fresh = new QWidget(this);
    formIn(fresh)->addRow(tr("N&ame of the new database:"), m_name);
    auto* existing = new QWidget(this);
    formIn(existing)->addRow(tr("D&atabase:"), m_existing);
    auto* beside = new QWidget(this);
    auto* both = formIn(beside);
    both->addRow(tr("D&atabase:"), m_besideDatabase);
    both->addRow(tr("&Kept apart:"), m_apart);
    both->addRow(tr("S&chema, made where it is absent:"), m_schema);
    auto* file = new QWidget(this);
    auto* chooser = new QPushButton(tr("Ch&oose…"), file);
    chooser->setObjectName(QStringLiteral("chooseSqlFile"));
    chooser->setAutoDefault(false);
    connect(chooser, &QPushButton::clicked, this, &TargetPage::chooseFile);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(m_file, 1);
    line->addWidget(chooser);
    auto* form = formIn(file);
    form->addRow(tr("N&ame of the file:"), line);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(line)))
        label->setBuddy(m_file);
    auto* hint = new MutedLabel(tr("A name that ends in .gz, .zst or .lz4 is compressed."), file);
    hint->setWordWrap(true);
    form->addRow(QString(), hint);
    for (QWidget* page : std::initializer_list<QWidget*>{fresh, existing, beside, file, m_sandbox})
        m_fields->addWidget(page);
    m_fields->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return m_fields;
}

QWidget* TargetPage::buildFoot()
{
    m_foot = new QWidget(this);
    m_options = new QPushButton(icon(QStringLiteral("settings")), tr("O&ptions…"), m_foot);
    m_options->setObjectName(QStringLiteral("restoreOptions"));
    m_options->setAutoDefault(false);
    connect(m_options, &QPushButton::clicked, this, [this] {
        m_state.asksHow = true;
        wizard()->next();
    });
    m_summary->setWordWrap(true);
    auto* line = new QHBoxLayout(m_foot);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(gridStep);
    line->addWidget(m_summary, 1);
    line->addWidget(m_options);
    return m_foot;
}

void TargetPage::buildLayout()
{
    auto* answers = new QVBoxLayout(m_answers);
    answers->setContentsMargins(0, 0, 0, 0);
    answers->setSpacing(gridStep);
    answers->addLayout(buildCards());
    answers->addSpacing(gridStep);
    answers->addWidget(buildFields());
    answers->addWidget(m_findings);
    answers->addStretch(1);
    auto* body = new QWidget(this);
    auto* content = new QVBoxLayout(body);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(gridStep);
    content->addWidget(m_spinner);
    content->addWidget(m_error);
    content->addWidget(m_answers, 1);
    auto* layout = new QVBoxLayout(this);
    addPageHead(*layout, m_state.profile, {});
    layout->addWidget(scrollingPage(body, this), 1);
    layout->addWidget(buildFoot());
}

int TargetPage::nextId() const
{
    const bool asks = m_state.draft.target == restore::TargetKind::ExistingDatabase ||
                      (m_state.asksHow && !m_state.isSandbox);
    return static_cast<int>(asks ? RestoreStep::How : RestoreStep::Review);
}

TargetPage::Way TargetPage::way() const
{
    switch (m_state.draft.target) {
    case restore::TargetKind::ExistingDatabase:
        return m_state.isBeside ? Way::Beside : Way::Existing;
    case restore::TargetKind::SqlFile:
        return Way::File;
    case restore::TargetKind::NewDatabase:
        break;
    }
    return m_state.isSandbox ? Way::Sandbox : Way::New;
}

void TargetPage::initializePage()
{
    if (!m_state.isPart() && m_state.isBeside) {
        m_state.isBeside = false;
        m_state.draft.target = restore::TargetKind::NewDatabase;
    }
    ChoiceCard& beside = *m_cards.at(static_cast<int>(Way::Beside));
    beside.setEnabled(m_state.isPart());
    beside.setToolTip(m_state.isPart() ? QString() : tr("For some tables; go back and choose them."));
    m_state.asksHow = false;
    if (!m_state.facts || m_knownSource != m_state.draft.source + m_state.draft.sourceDatabase)
        load();
    else
        showAnswers();
}

void TargetPage::load()
{
    m_state.facts.reset();
    m_state.isAsked = false;
    m_error->clear();
    m_findings->clear();
    m_answers->hide();
    m_foot->hide();
    m_spinner->start(
        tr("Asking %1 for its databases and roles…").arg(core::singleLine(m_state.profile.name)));
    Q_EMIT completeChanged();
    restore::RestoreDraft probe; // the server is asked the same whatever is chosen here
    probe.source = m_state.draft.source;
    probe.sourceDatabase = m_state.draft.sourceDatabase;
    probe.damaged = m_state.draft.damaged;
    m_inquiry.askServer<restore::RestoreFacts>(
        m_state.profile, tr("Checks of a server"),
        [probe, source = ToolSource(m_state.services)](
            const access::ServerAccess& server,
            const core::RunContext& context) -> core::Result<restore::RestoreFacts> {
            const auto tools = source.tools(context);
            if (!tools)
                return tools.error();
            auto facts = restore::gatherFacts(probe, server, *tools, context);
            if (facts)
                facts->selection = {}; // it depends on the target
            return facts;
        },
        [this](core::Result<restore::RestoreFacts> facts) { receive(std::move(facts)); });
}

void TargetPage::receive(core::Result<restore::RestoreFacts> facts)
{
    m_spinner->stop();
    m_state.hurries = false;
    m_knownSource = m_state.draft.source + m_state.draft.sourceDatabase;
    m_state.isAsked = facts.has_value();
    if (facts) {
        m_state.facts = *std::move(facts);
    } else {
        // A file needs no server.
        m_error->setError(facts.error(), retryAction);
        m_state.facts = restore::RestoreFacts();
        if (m_state.source)
            m_state.facts->source = *m_state.source;
    }
    showAnswers();
}

void TargetPage::showAnswers()
{
    if (m_state.newName.isEmpty() && m_state.isAsked)
        m_state.newName = suggestedName(m_state.facts->source.database(), *m_state.facts);
    if (m_state.draft.file.isEmpty())
        m_state.draft.file = suggestedSqlFile(m_state);
    m_answers->show();
    m_foot->show();
    {
        const QSignalBlocker quietName(m_name), quietSchema(m_schema), quietFile(m_file),
            quietExisting(m_existing), quietBeside(m_besideDatabase), quietApart(m_apart);
        m_apart->setEnabled(m_state.canRename());
        m_apart->setToolTip(m_state.canRename() ? QString()
                                                : tr("Other names are for tables, not for whole schemas."));
        m_state.isRenamed = m_state.isRenamed && m_state.canRename();
        m_apart->setCurrentIndex(m_state.isRenamed ? 1 : 0);
        m_name->setText(m_state.newName);
        m_schema->setText(m_state.besideSchema);
        m_file->setText(QDir::toNativeSeparators(m_state.draft.file));
        m_sandbox->show(m_state);
        for (QComboBox* box : {m_existing, m_besideDatabase}) {
            box->clear();
            for (const postgres::Database& database : std::as_const(m_state.facts->databases)) {
                if (database.allowsConnections && !database.isTemplate)
                    box->addItem(icon(QStringLiteral("database")), core::singleLine(database.name),
                                 database.name);
            }
            box->setCurrentIndex(box->findData(m_state.existingName));
        }
    }
    m_cards.at(static_cast<int>(way()))->button().setChecked(true);
    choose(way());
}

void TargetPage::choose(Way way)
{
    m_state.isBeside = way == Way::Beside;
    m_state.isSandbox = way == Way::Sandbox;
    m_state.draft.target = way == Way::New || way == Way::Sandbox ? restore::TargetKind::NewDatabase
                           : way == Way::File                     ? restore::TargetKind::SqlFile
                                                                  : restore::TargetKind::ExistingDatabase;
    {
        const QSignalBlocker quietExisting(m_existing), quietBeside(m_besideDatabase), quietApart(m_apart);
        for (QComboBox* box : {m_existing, m_besideDatabase})
            box->setCurrentIndex(box->findData(m_state.existingName));
        m_apart->setCurrentIndex(m_state.isRenamed ? 1 : 0); // it may have been decided on the next page
    }
    m_fields->setCurrentIndex(static_cast<int>(way));
    for (int i = 0; i < m_fields->count(); ++i) // the others take no room
        m_fields->widget(i)->setSizePolicy(QSizePolicy::Preferred, i == static_cast<int>(way)
                                                                       ? QSizePolicy::Preferred
                                                                       : QSizePolicy::Ignored);
    m_fields->updateGeometry();
    judge();
}

void TargetPage::take()
{
    m_state.newName = m_name->text();
    m_state.besideSchema = m_schema->text();
    m_state.isRenamed = m_apart->currentIndex() == 1;
    m_sandbox->takeInto(m_state);
    m_state.draft.file = m_file->text().isEmpty() ? QString() : QDir::cleanPath(m_file->text());
    if (way() == Way::Existing)
        m_state.existingName = m_existing->currentData().toString();
    else if (way() == Way::Beside)
        m_state.existingName = m_besideDatabase->currentData().toString();
    judge();
}

core::Findings TargetPage::missingAnswers() const
{
    const auto missing = [](const QString& sentence, const QString& hint) {
        return core::Findings{
            {core::Severity::Blocker, QStringLiteral("answer.missing"), sentence, hint, {}}};
    };
    if (way() == Way::Sandbox)
        return {};
    if (way() != Way::File && !m_state.isAsked)
        return missing(
            tr("The server did not answer; now only an SQL file can be written, or a server on this "
               "computer be started."),
            {});
    if (m_state.draft.target == restore::TargetKind::ExistingDatabase && m_state.existingName.isEmpty())
        return missing(tr("No database is chosen."), tr("Choose the one to restore into."));
    if (way() == Way::Beside && !m_state.isRenamed && m_state.besideSchema.isEmpty())
        return missing(tr("The schema has no name."), tr("Enter a name."));
    if (way() == Way::File && !m_state.draft.file.isEmpty() && !QDir::isAbsolutePath(m_state.draft.file))
        return missing(tr("The name of the file has no folder."), tr("Enter the whole path, or choose it."));
    return {};
}

void TargetPage::judge()
{
    // What the new names are is asked next, where those that are taken are known.
    m_schema->setEnabled(!m_state.isRenamed);
    m_summary->setText(summary());
    // For existing databases they come next; the other server has none.
    m_options->setVisible(way() == Way::New || way() == Way::File);
    m_judgement.drop();
    const core::Findings missing = m_state.facts ? missingAnswers() : core::Findings();
    if (!m_state.facts || !missing.isEmpty() || way() == Way::Sandbox) {
        showVerdict(missing);
        return;
    }
    // The same judgement as before the run. A hundred thousand objects take a moment.
    m_judgement.ask<core::Findings>(
        tr("Checks before a restore"),
        [draft = m_state.effective(), facts = *m_state.facts](const core::RunContext&)
            -> core::Result<core::Findings> { return restore::validate(draft, facts); },
        [this](const core::Result<core::Findings>& findings) {
            showVerdict(findings ? judgedHere(*findings) : core::Findings());
        });
    Q_EMIT completeChanged();
}

/// What this page can put right.
core::Findings TargetPage::judgedHere(const core::Findings& all) const
{
    core::Findings here;
    for (core::Finding finding : all) {
        if (finding.id == QLatin1String("foreignKeys.notValid"))
            finding.actionId = skipKeysAction;
        if (finding.id == QLatin1String("roles.missing"))
            finding.actionId = ownAllAction;
        const bool atHow =
            finding.id == QLatin1String("roles.missing") && way() != Way::New && way() != Way::File;
        if (belongsHere(finding) && !atHow)
            here.append(finding);
    }
    return here;
}

void TargetPage::showVerdict(const core::Findings& findings)
{
    m_verdict = findings;
    m_findings->setFindings(m_verdict);
    Q_EMIT completeChanged();
}

void TargetPage::act(const QString& action)
{
    if (action == skipKeysAction)
        m_state.draft.foreignKeys = archive::ForeignKeys::Skip;
    else
        m_state.draft.ownership = restore::Ownership::Me;
    judge();
}

QString TargetPage::summary() const
{
    if (!m_state.facts)
        return {};
    if (way() == Way::Sandbox)
        return tr("Roles that the backup names are made there, and everything belongs to %1.")
            .arg(m_state.source && restore::drill::isTrusted(*m_state.source, m_state.trust)
                     ? QStringLiteral("postgres")
                     : QLatin1String(restore::drill::restrictedRole));
    const QString user =
        m_state.isAsked ? core::singleLine(m_state.facts->server.user) : tr("the role that runs it");
    QString owner = tr("Owners as in the backup.");
    if (m_state.draft.ownership != restore::Ownership::Keep)
        owner = tr("Everything belongs to %1.")
                    .arg(m_state.draft.ownership == restore::Ownership::Role
                             ? core::singleLine(m_state.draft.ownerRole)
                             : user);
    if (way() != Way::New || m_state.draft.jobs == 0)
        return owner;
    return owner + QLatin1Char(' ') + tr("%n parallel worker(s).", nullptr, m_state.draft.jobs);
}

void TargetPage::chooseFile()
{
    FileQuestion question;
    question.title = tr("Where to write the SQL");
    question.start = m_state.draft.file;
    question.filters = {tr("SQL (*.sql *.sql.gz *.sql.zst *.sql.lz4)"), tr("All files (*)")};
    m_state.services.dialogs.chooseNewFile(
        this, question, [this](const QString& path) { m_file->setText(QDir::toNativeSeparators(path)); });
}

bool TargetPage::isComplete() const
{
    return m_state.facts.has_value() && !m_judgement.isRunning() && !core::hasBlocker(m_verdict);
}

} // namespace tidemark::ui
