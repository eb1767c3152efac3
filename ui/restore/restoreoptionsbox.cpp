// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/restoreoptionsbox.h"

#include "restore/restoreoptions.h"
#include "ui/backup/optionlist.h"
#include "ui/common/seenticks.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

using restore::StageKind;
constexpr int mostJobs = 64;
constexpr int mostConnections = 100'000;
constexpr int unlimited = -1;
constexpr int notGiven = -2;

enum class Part
{
    Everything,
    Definitions,
    Rows,
};

QList<StageKind> sectionsOf(Part part)
{
    if (part == Part::Definitions)
        return {StageKind::PreData, StageKind::PostData};
    return part == Part::Rows ? QList<StageKind>{StageKind::Data} : QList<StageKind>();
}

QLineEdit* edit(const char* objectName, const QString& usual, QWidget* parent)
{
    auto* made = new QLineEdit(parent);
    made->setObjectName(QLatin1String(objectName));
    made->setPlaceholderText(usual);
    return made;
}

} // namespace

RestoreOptionsBox::RestoreOptionsBox(QWidget* parent)
    : QWidget(parent)
    , m_part(new QComboBox(this))
    , m_jobs(new QSpinBox(this))
    , m_tablespaces(new QCheckBox(tr("Put objects into the &tablespaces that they were in"), this))
    , m_intact(new QCheckBox(tr("Lea&ve out what is damaged, restore the rest"), this))
    , m_database(new QGroupBox(tr("The new database"), this))
    , m_databaseOwner(edit("databaseOwner", tr("who restores"), this))
    , m_encoding(edit("databaseEncoding", tr("as in the backup"), this))
    , m_locale(edit("databaseLocale", tr("as in the backup, where this server has it"), this))
    , m_provider(new QComboBox(this))
    , m_template(edit("databaseTemplate", QStringLiteral("template0"), this))
    , m_tablespace(edit("databaseTablespace", tr("the template's"), this))
    , m_limit(new QSpinBox(this))
    , m_options(new OptionList(
          this, QStringLiteral("pg_restore"),
          [this](const QList<process::ToolOption>& chosen, const QList<process::HelpOption>& ofTool) {
              restore::RestoreDraft draft;
              draft.options = chosen;
              return m_knowsTool ? restore::optionFindings(draft, ofTool, true) : core::Findings();
          }))
{
    for (QCheckBox* box : {m_tablespaces, m_intact}) {
        auto* seen = new SeenTicks;
        seen->setParent(box);
        box->setStyle(seen);
    }
    m_intact->setToolTip(
        tr("For a backup that cannot be read as a whole. The result lists what is missing."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addLayout(buildContent());
    layout->addWidget(m_tablespaces);
    layout->addWidget(m_intact);
    layout->addWidget(buildDatabase());
    auto* byName = new QLabel(tr("Any other option of pg_restore, in its own words:"), this);
    byName->setWordWrap(true);
    layout->addWidget(byName);
    layout->addWidget(m_options);
    for (QComboBox* box : {m_part, m_provider})
        connect(box, &QComboBox::currentIndexChanged, this, &RestoreOptionsBox::tell);
    for (QSpinBox* box : {m_jobs, m_limit})
        connect(box, &QSpinBox::valueChanged, this, &RestoreOptionsBox::tell);
    for (QCheckBox* box : {m_tablespaces, m_intact})
        connect(box, &QCheckBox::toggled, this, &RestoreOptionsBox::tell);
    for (QLineEdit* line : {m_databaseOwner, m_encoding, m_locale, m_template, m_tablespace})
        connect(line, &QLineEdit::editingFinished, this, &RestoreOptionsBox::tell);
    connect(m_options, &OptionList::changed, this, &RestoreOptionsBox::tell);
}

QFormLayout* RestoreOptionsBox::buildContent()
{
    m_part->setObjectName(QStringLiteral("restorePart"));
    m_part->addItem(tr("definitions and rows"), static_cast<int>(Part::Everything));
    m_part->addItem(tr("definitions only"), static_cast<int>(Part::Definitions));
    m_part->addItem(tr("rows only, into tables that are there"), static_cast<int>(Part::Rows));
    m_jobs->setObjectName(QStringLiteral("jobsSpin"));
    m_jobs->setRange(0, mostJobs);
    m_jobs->setSpecialValueText(tr("automatic"));
    m_jobs->setToolTip(tr("pg_restore --jobs: how many tables are loaded and indexes built at the same time. "
                          "Automatic is one per core, at most 4."));
    m_tablespaces->setObjectName(QStringLiteral("keepTablespaces"));
    m_intact->setObjectName(QStringLiteral("intactOnly"));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("&Restore:"), m_part);
    form->addRow(tr("Parallel &workers:"), m_jobs);
    return form;
}

QGroupBox* RestoreOptionsBox::buildDatabase()
{
    m_provider->setObjectName(QStringLiteral("databaseProvider"));
    m_provider->addItem(tr("as in the backup"), static_cast<int>(restore::LocaleProvider::AsInBackup));
    m_provider->addItem(QStringLiteral("libc"), static_cast<int>(restore::LocaleProvider::Libc));
    m_provider->addItem(QStringLiteral("icu"), static_cast<int>(restore::LocaleProvider::Icu));
    m_provider->addItem(QStringLiteral("builtin"), static_cast<int>(restore::LocaleProvider::Builtin));
    m_limit->setObjectName(QStringLiteral("connectionLimit"));
    m_limit->setRange(notGiven, mostConnections);
    m_limit->setSpecialValueText(tr("not set"));
    m_limit->setToolTip(tr("-1 is no limit. It is set once everything is restored."));
    auto* form = new QFormLayout(m_database);
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Own&er:"), m_databaseOwner);
    form->addRow(tr("Enco&ding:"), m_encoding);
    form->addRow(tr("&Locale:"), m_locale);
    form->addRow(tr("Locale provider:"), m_provider);
    form->addRow(tr("Template:"), m_template);
    form->addRow(tr("Tables&pace:"), m_tablespace);
    form->addRow(tr("Connection limit:"), m_limit);
    return m_database;
}

void RestoreOptionsBox::tell()
{
    if (!m_quiet)
        Q_EMIT changed();
}

void RestoreOptionsBox::show(const restore::RestoreDraft& draft)
{
    m_quiet = true;
    Part part = Part::Everything;
    for (const Part each : {Part::Definitions, Part::Rows}) {
        if (!draft.sections.isEmpty() && draft.sections == sectionsOf(each))
            part = each;
    }
    m_part->setCurrentIndex(m_part->findData(static_cast<int>(part)));
    m_jobs->setValue(draft.jobs);
    m_tablespaces->setChecked(draft.tablespaces == archive::Tablespaces::Keep);
    m_intact->setChecked(draft.damaged == restore::DamagedTables::LeaveOut);
    m_databaseOwner->setText(draft.databaseOwner);
    m_encoding->setText(draft.encoding);
    m_locale->setText(draft.locale);
    m_provider->setCurrentIndex(m_provider->findData(static_cast<int>(draft.localeProvider)));
    m_template->setText(draft.templateDatabase);
    m_tablespace->setText(draft.tablespace);
    m_limit->setValue(draft.connectionLimit.value_or(notGiven));
    const bool isNew = draft.target == restore::TargetKind::NewDatabase;
    m_database->setVisible(isNew);
    m_jobs->setEnabled(isNew);
    m_quiet = false;
}

void RestoreOptionsBox::setToolOptions(const QList<process::HelpOption>& ofTool,
                                       const QList<process::ToolOption>& chosen)
{
    m_quiet = true;
    m_knowsTool = !ofTool.isEmpty();
    m_options->setOptions(ofTool, chosen);
    m_options->setEnabled(m_knowsTool);
    m_quiet = false;
}

void RestoreOptionsBox::takeInto(restore::RestoreDraft& draft) const
{
    draft.sections = sectionsOf(static_cast<Part>(m_part->currentData().toInt()));
    draft.jobs = m_jobs->value();
    draft.tablespaces = m_tablespaces->isChecked() ? archive::Tablespaces::Keep : archive::Tablespaces::None;
    draft.damaged = m_intact->isChecked() ? restore::DamagedTables::LeaveOut : restore::DamagedTables::Stop;
    draft.databaseOwner = m_databaseOwner->text();
    draft.encoding = m_encoding->text();
    draft.locale = m_locale->text();
    draft.localeProvider = static_cast<restore::LocaleProvider>(m_provider->currentData().toInt());
    draft.templateDatabase = m_template->text();
    draft.tablespace = m_tablespace->text();
    draft.connectionLimit =
        m_limit->value() == notGiven ? std::nullopt : std::optional(std::max(unlimited, m_limit->value()));
    if (m_knowsTool)
        draft.options = m_options->chosen();
}

int RestoreOptionsBox::countOf(const restore::RestoreDraft& draft)
{
    const bool isNew = draft.target == restore::TargetKind::NewDatabase;
    int count = static_cast<int>(draft.options.size());
    for (const bool differs : {!draft.sections.isEmpty(), draft.tablespaces == archive::Tablespaces::Keep,
                               draft.damaged == restore::DamagedTables::LeaveOut})
        count += differs ? 1 : 0;
    for (const bool differs :
         {draft.jobs > 0, !draft.databaseOwner.isEmpty(), !draft.encoding.isEmpty(), !draft.locale.isEmpty(),
          draft.localeProvider != restore::LocaleProvider::AsInBackup, !draft.templateDatabase.isEmpty(),
          !draft.tablespace.isEmpty(), draft.connectionLimit.has_value()})
        count += isNew && differs ? 1 : 0;
    return count;
}

} // namespace tidemark::ui
