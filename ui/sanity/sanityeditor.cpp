// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanityeditor.h"

#include "core/quoting.h"
#include "jobs/sanityqueries.h"
#include "ui/common/findingsview.h"
#include "ui/common/spinner.h"
#include "ui/common/status.h"
#include "ui/sanity/answersview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

const QString saveUnasked = QStringLiteral("saveUnasked");

/// Nothing is known of the statement: the server could not be asked.
bool isUnanswered(core::ErrorKind kind)
{
    return kind != core::ErrorKind::QueryFailed && kind != core::ErrorKind::InvalidInput &&
           kind != core::ErrorKind::Cancelled;
}

} // namespace

SanityEditor::SanityEditor(Services& services, const store::Profile& profile, const store::SanityPlace& place,
                           const std::optional<core::SanityQuery>& query, QWidget* parent)
    : QDialog(parent)
    , m_store(store::SanityStore::beside(services.profiles.path()))
    , m_profile(profile)
    , m_place(place)
    , m_former(query ? query->name : QString())
    , m_inquiry(services)
    , m_name(new QLineEdit(this))
    , m_sql(new QPlainTextEdit(this))
    , m_expectation(new QComboBox(this))
    , m_least(new QLineEdit(this))
    , m_enabled(new QCheckBox(tr("&Ask it: with backups, restores and trial restores"), this))
    , m_spinner(new Spinner(this))
    , m_findings(new FindingsView(this))
    , m_answers(new AnswersView(this))
    , m_try(new QPushButton(tr("As&k it now"), this))
    , m_save(new QPushButton(tr("&Save"), this))
{
    setObjectName(QStringLiteral("sanityEditor"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(query ? tr("Sanity query of %1").arg(core::singleLine(place.database))
                         : tr("New sanity query of %1").arg(core::singleLine(place.database)));
    buildLayout();
    fill(query.value_or(core::SanityQuery()));
    if (query)
        m_taken = query->sql; // it was asked when it was saved
    connect(m_name, &QLineEdit::textChanged, this, &SanityEditor::changed);
    connect(m_least, &QLineEdit::textChanged, this, &SanityEditor::changed);
    connect(m_sql, &QPlainTextEdit::textChanged, this, &SanityEditor::changed);
    connect(m_expectation, &QComboBox::currentIndexChanged, this, &SanityEditor::changed);
    connect(m_try, &QPushButton::clicked, this, [this] { ask(Then::Show); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (m_sql->toPlainText() == m_taken)
            save();
        else
            ask(Then::Save);
    });
    connect(m_findings, &FindingsView::actionTriggered, this, &SanityEditor::save);
    changed();
}

void SanityEditor::buildLayout()
{
    m_name->setObjectName(QStringLiteral("sanityName"));
    m_name->setPlaceholderText(tr("Posts"));
    m_name->setMaxLength(200);
    m_sql->setObjectName(QStringLiteral("sanitySql"));
    m_sql->setFont(fixedFont(m_sql->font()));
    m_sql->setTabChangesFocus(true);
    m_sql->setPlaceholderText(QStringLiteral("SELECT count(*) FROM posts"));
    m_sql->setMinimumHeight(5 * fontMetrics().height());
    m_expectation->setObjectName(QStringLiteral("sanityExpectation"));
    const auto add = [this](const QString& text, core::Expectation expectation) {
        m_expectation->addItem(text, static_cast<int>(expectation));
    };
    add(tr("nothing: both answers are shown"), core::Expectation::Nothing);
    add(tr("the same answer as its source gives"), core::Expectation::Equal);
    add(tr("at least one row"), core::Expectation::SomeRows);
    add(tr("a first value of at least:"), core::Expectation::AtLeast);
    m_least->setObjectName(QStringLiteral("sanityLeast"));
    m_least->setAccessibleName(tr("Least value"));
    m_least->setMaximumWidth(160);
    m_enabled->setObjectName(QStringLiteral("sanityEnabled"));
    m_try->setObjectName(QStringLiteral("sanityTry"));
    m_try->setAutoDefault(false);
    m_save->setObjectName(QStringLiteral("sanitySave"));
    m_save->setDefault(true);
    m_findings->setActionText(saveUnasked, tr("Save &without asking"));

    auto* expectation = new QHBoxLayout;
    expectation->setSpacing(gridStep);
    expectation->addWidget(m_expectation);
    expectation->addWidget(m_least);
    expectation->addStretch(1);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(gridStep);
    form->setVerticalSpacing(gridStep);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("One SE&LECT:"), m_sql);
    auto* label = new QLabel(tr("&Expected of the\nrestored database:"), this);
    label->setBuddy(m_expectation);
    form->addRow(label, expectation);
    form->addRow(QString(), m_enabled);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_try, QDialogButtonBox::ActionRole);
    buttons->addButton(m_save, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addLayout(form);
    layout->addWidget(m_spinner);
    layout->addWidget(m_findings);
    layout->addWidget(m_answers, 1);
    layout->addWidget(buttons);
    resize(720, 520);
}

void SanityEditor::fill(const core::SanityQuery& query)
{
    m_name->setText(query.name);
    m_sql->setPlainText(query.sql);
    m_expectation->setCurrentIndex(m_expectation->findData(static_cast<int>(query.expectation)));
    m_least->setText(QLocale().toString(query.least, 'g', QLocale::FloatingPointShortest));
    m_enabled->setChecked(query.enabled);
}

core::SanityQuery SanityEditor::written() const
{
    core::SanityQuery query;
    query.name = m_name->text().trimmed();
    query.sql = m_sql->toPlainText();
    query.expectation = static_cast<core::Expectation>(m_expectation->currentData().toInt());
    query.least = QLocale().toDouble(m_least->text());
    query.enabled = m_enabled->isChecked();
    return query;
}

bool SanityEditor::isNumberMissing() const
{
    bool isNumber = false;
    (void)QLocale().toDouble(m_least->text(), &isNumber);
    return !m_least->isHidden() && !isNumber;
}

void SanityEditor::changed()
{
    m_inquiry.drop();
    setBusy(false);
    m_findings->clear();
    m_least->setVisible(written().expectation == core::Expectation::AtLeast);
    const bool isWritten = !m_sql->toPlainText().trimmed().isEmpty();
    m_try->setEnabled(isWritten);
    m_save->setEnabled(isWritten && !m_name->text().trimmed().isEmpty() && !isNumberMissing());
    m_answers->setAnswers({}, tr("“Ask it now” shows here what the live database answers. It is asked "
                                 "in a transaction that can only read, also before it is saved."));
}

void SanityEditor::setBusy(bool busy)
{
    if (busy)
        m_spinner->start(tr("Asking the server…"));
    else
        m_spinner->stop();
    m_try->setEnabled(!busy);
    m_save->setEnabled(!busy);
}

void SanityEditor::ask(Then then)
{
    core::SanityQuery query = written();
    if (then == Then::Show && query.name.isEmpty())
        query.name = tr("unnamed");
    m_findings->clear();
    setBusy(true);
    m_inquiry.askServer<core::SanityAnswer>(
        m_profile, tr("Sanity query"),
        [query,
         database = m_place.database](const access::ServerAccess& server,
                                      const core::RunContext& context) -> core::Result<core::SanityAnswer> {
            auto connection = server.connect(database, {}, context.stop);
            if (!connection)
                return std::move(connection).error();
            return jobs::trySanityQuery(query, *connection);
        },
        [this, then](const core::Result<core::SanityAnswer>& answer) { receive(answer, then); });
}

void SanityEditor::receive(const core::Result<core::SanityAnswer>& answer, Then then)
{
    changed();
    if (!answer) {
        const bool maySave = then == Then::Save && isUnanswered(answer.error().kind);
        m_findings->setError(answer.error(), maySave ? saveUnasked : QString());
        m_answers->setAnswers({});
        return;
    }
    m_taken = m_sql->toPlainText();
    m_answers->setAnswers({{core::singleLine(m_place.database), *answer}});
    if (then == Then::Save)
        save();
}

void SanityEditor::save()
{
    const core::SanityQuery query = written();
    // As a new one it writes over none that is there already.
    const core::Status stored = m_store.replace(m_place, m_former, query);
    if (!stored) {
        m_findings->setError(stored.error());
        return;
    }
    Q_EMIT saved(query.name);
    accept();
}

} // namespace tidemark::ui
