// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/extractdialog.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/activity/activities.h"
#include "ui/common/commandview.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/findingsview.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/status.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <cmath>

namespace tidemark::ui {

namespace {

constexpr int fullBar = 1000;
constexpr int usualWidth = 640;

QString freePath(const QString& folder, const QString& fileName)
{
    const QString base = QFileInfo(fileName).completeBaseName();
    const QString suffix = QFileInfo(fileName).suffix();
    QString path = QDir(folder).filePath(fileName);
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QDir(folder).filePath(suffix.isEmpty() ? QStringLiteral("%1-%2").arg(base).arg(number) : QStringLiteral("%1-%2.%3").arg(base).arg(number).arg(suffix));
    return path;
}

} // namespace

ExtractDialog::ExtractDialog(Services& services, std::shared_ptr<const OpenedDump> dump, const QList<int>& objects, archive::ForeignKeys foreignKeys,
                             QWidget* parent)
    : QDialog(parent)
    , m_services(services)
    , m_inquiry(services)
    , m_questions(new QWidget(this))
    , m_form(new QComboBox(this))
    , m_content(new QComboBox(this))
    , m_owners(new QCheckBox(tr("&Owners"), this))
    , m_privileges(new QCheckBox(tr("&Privileges"), this))
    , m_tablespaces(new QCheckBox(tr("&Tablespaces"), this))
    , m_target(new QLineEdit(this))
    , m_command(new CommandView(this))
    , m_progress(new QProgressBar(this))
    , m_phase(new ElidedLabel({}, this))
    , m_findings(new FindingsView(this))
    , m_verdict(new IconLabel(this))
    , m_extract(new QPushButton(icon(QStringLiteral("upload")), tr("E&xtract"), this))
    , m_cancel(new QPushButton(tr("&Cancel the run"), this))
    , m_openFolder(new QPushButton(icon(QStringLiteral("folder-open")), tr("Open &folder"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(QStringLiteral("extractDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Extract from %1").arg(titleOf(*dump)));
    m_request.dump = std::move(dump);
    m_request.objects = objects;
    m_request.options.selection.foreignKeys = foreignKeys;
    buildLayout(objects);
    connect(m_form, &QComboBox::currentIndexChanged, this, [this] {
        suggestTarget();
        showCommand();
    });
    connect(m_content, &QComboBox::currentIndexChanged, this, &ExtractDialog::showCommand);
    for (QCheckBox* box : {m_owners, m_privileges, m_tablespaces})
        connect(box, &QCheckBox::toggled, this, &ExtractDialog::showCommand);
    connect(m_target, &QLineEdit::textChanged, this, &ExtractDialog::showCommand);
    connect(m_extract, &QPushButton::clicked, this, &ExtractDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_task)
            m_task->cancel();
        m_cancel->setEnabled(false);
    });
    connect(m_openFolder, &QPushButton::clicked, this, &ExtractDialog::openFolder);
    connect(m_close, &QPushButton::clicked, this, &ExtractDialog::reject);
    suggestTarget();
    showCommand();
    askForRows();
}

/// How many files it takes, which has to be known before one is asked for a name.
void ExtractDialog::askForRows()
{
    m_inquiry.ask<QList<int>>(
        tr("Rows of what is ticked"), [request = m_request](const core::RunContext&) { return rowsOf(request); },
        [this](const core::Result<QList<int>>& ids) {
            m_request.dataIds = ids ? *ids : QList<int>();
            suggestTarget();
            showCommand();
        });
}

QWidget* ExtractDialog::buildQuestions()
{
    m_form->setObjectName(QStringLiteral("extractForm"));
    m_form->addItem(tr("SQL, for psql"), static_cast<int>(ExtractForm::Sql));
    m_form->addItem(tr("CSV with column names"), static_cast<int>(ExtractForm::Csv));
    m_form->addItem(tr("JSON lines, an object per row"), static_cast<int>(ExtractForm::JsonLines));
    m_content->setObjectName(QStringLiteral("extractContent"));
    m_content->addItem(tr("what is ticked, and all that it needs"), static_cast<int>(archive::ExtractContent::Closure));
    m_content->addItem(tr("rows only, for tables that are there"), static_cast<int>(archive::ExtractContent::DataOnly));
    for (QCheckBox* box : {m_owners, m_privileges, m_tablespaces})
        box->setChecked(true);
    m_owners->setToolTip(tr("Unticked: all belongs to the role that runs the SQL."));
    m_target->setObjectName(QStringLiteral("extractTarget"));
    auto* choose = new QPushButton(tr("Choo&se…"), m_questions);
    choose->setObjectName(QStringLiteral("chooseExtractTarget"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ExtractDialog::chooseTarget);
    auto* target = new QHBoxLayout;
    target->setSpacing(gridStep);
    target->addWidget(m_target, 1);
    target->addWidget(choose);
    auto* with = new QHBoxLayout;
    with->setSpacing(2 * gridStep);
    for (QCheckBox* box : {m_owners, m_privileges, m_tablespaces})
        with->addWidget(box);
    with->addStretch(1);
    auto* form = new QFormLayout(m_questions);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&As:"), m_form);
    form->addRow(tr("&What:"), m_content);
    form->addRow(tr("With:"), with);
    form->addRow(tr("To fi&le:"), target);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(target)))
        label->setBuddy(m_target);
    return m_questions;
}

void ExtractDialog::buildLayout(const QList<int>& objects)
{
    const int count = static_cast<int>(objects.size());
    auto* heading = new ElidedLabel(count == 1 ? tr("Extract %1").arg(m_request.dump->index->displayName(objects.constFirst())) : tr("Extract %Ln object(s)", nullptr, count), this);
    QFont bold = heading->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.25);
    heading->setFont(bold);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false);
    m_phase->setObjectName(QStringLiteral("extractPhase"));
    m_verdict->setObjectName(QStringLiteral("extractVerdict"));
    m_extract->setObjectName(QStringLiteral("startExtract"));
    m_cancel->setObjectName(QStringLiteral("cancelExtract"));
    m_openFolder->setObjectName(QStringLiteral("openExtracted"));
    m_close->setObjectName(QStringLiteral("closeExtract"));
    m_extract->setDefault(true);
    for (QPushButton* button : {m_cancel, m_openFolder, m_close})
        button->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(gridStep);
    buttons->addStretch(1);
    for (QPushButton* button : {m_openFolder, m_cancel, m_extract, m_close})
        buttons->addWidget(button);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(heading);
    layout->addWidget(buildQuestions());
    layout->addWidget(m_command);
    layout->addWidget(m_phase);
    layout->addWidget(m_progress);
    layout->addWidget(m_verdict);
    layout->addWidget(m_findings);
    layout->addStretch(1);
    layout->addLayout(buttons);
    for (QWidget* later : {static_cast<QWidget*>(m_phase), static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_verdict), static_cast<QWidget*>(m_cancel),
                           static_cast<QWidget*>(m_openFolder)})
        later->hide();
    resize(usualWidth, sizeHint().height());
}

ExtractRequest ExtractDialog::request() const
{
    ExtractRequest made = m_request;
    made.form = static_cast<ExtractForm>(m_form->currentData().toInt());
    made.options.content = static_cast<archive::ExtractContent>(m_content->currentData().toInt());
    made.options.sql.ownership = m_owners->isChecked() ? archive::Ownership::Keep : archive::Ownership::None;
    made.options.sql.privileges = m_privileges->isChecked() ? archive::Privileges::Keep : archive::Privileges::None;
    made.options.sql.tablespaces = m_tablespaces->isChecked() ? archive::Tablespaces::Keep : archive::Tablespaces::None;
    made.target = QDir::cleanPath(m_target->text());
    return made;
}

void ExtractDialog::suggestTarget()
{
    if (m_target->text() != m_suggested)
        return;
    const ExtractRequest made = request();
    const QString beside = QFileInfo(m_request.dump->path).absolutePath();
    const QString folder = QFileInfo(beside).isWritable() ? beside : QDir::homePath();
    const QString base = QFileInfo(QDir::cleanPath(m_request.dump->path)).completeBaseName();
    QString name = m_request.objects.size() == 1 ? suggestedFileName(*m_request.dump, m_request.objects.constFirst(), made.form) : base + QStringLiteral("-extract.sql");
    if (made.needsFolder())
        name = base + (made.form == ExtractForm::Csv ? QStringLiteral("-csv") : QStringLiteral("-json"));
    m_suggested = QDir::toNativeSeparators(freePath(folder, name));
    m_target->setText(m_suggested);
}

void ExtractDialog::chooseTarget()
{
    FileQuestion question;
    question.title = tr("Where to extract to");
    question.start = m_target->text();
    const auto chosen = [this](const QString& path) { m_target->setText(QDir::toNativeSeparators(path)); };
    if (request().needsFolder())
        m_services.dialogs.chooseFolder(this, question, chosen);
    else
        m_services.dialogs.chooseNewFile(this, question, chosen);
}

void ExtractDialog::showCommand()
{
    const ExtractRequest made = request();
    const bool sql = made.form == ExtractForm::Sql;
    const bool closure = sql && made.options.content == archive::ExtractContent::Closure;
    m_content->setEnabled(sql);
    for (QCheckBox* box : {m_owners, m_privileges, m_tablespaces})
        box->setEnabled(closure);
    auto* form = qobject_cast<QFormLayout*>(m_questions->layout());
    if (auto* label = qobject_cast<QLabel*>(form->itemAt(form->rowCount() - 1, QFormLayout::LabelRole)->widget()))
        label->setText(made.needsFolder() ? tr("To fo&lder:") : tr("To fi&le:"));
    const bool named = !m_target->text().trimmed().isEmpty();
    m_command->setCommands(named ? QStringList{extractCommand(made)} : QStringList());
    const bool taken = named && made.target != m_written && QFileInfo::exists(made.target);
    if (taken)
        m_findings->setFindings({{core::Severity::Blocker, QStringLiteral("extract.targetExists"), tr("There is already a file or folder of this name."), tr("Choose another name: nothing is replaced."), {}}});
    else if (m_saysTaken)
        m_findings->clear();
    m_saysTaken = taken;
    m_extract->setEnabled(named && !m_task && !taken && (sql || !m_inquiry.isRunning()));
}

void ExtractDialog::start()
{
    const ExtractRequest made = request();
    m_folder = made.needsFolder() ? made.target : QFileInfo(made.target).absolutePath();
    m_findings->clear();
    m_saysTaken = false;
    m_verdict->hide();
    m_questions->setEnabled(false);
    m_extract->hide();
    m_openFolder->hide();
    m_cancel->setEnabled(true);
    m_cancel->show();
    m_progress->setRange(0, 0);
    m_progress->show();
    m_phase->setText(tr("Reading the dump…"));
    m_phase->show();
    m_close->setText(tr("Run in &background"));
    QPointer<ExtractDialog> guard(this);
    m_task = m_services.tasks.start<ExtractOutcome>(
        tr("Extract"), nullptr, [made](const core::RunContext& context) { return extract(made, context); },
        [guard](const core::Result<ExtractOutcome>& outcome) {
            if (ExtractDialog* dialog = guard.data())
                dialog->receive(outcome);
        });
    connect(m_task.data(), &Task::progressed, this, &ExtractDialog::showProgress);
    m_services.activities.add(m_task, {tr("Extract from %1").arg(titleOf(*made.dump)), titleOf(*made.dump), {}, {extractCommand(made)}});
}

void ExtractDialog::showProgress()
{
    const Task* task = m_task.data();
    if (!task)
        return;
    const core::Progress& progress = task->progress();
    m_phase->setText(core::singleLine(progress.item.isEmpty() ? progress.phase : tr("%1: %2").arg(progress.phase, progress.item)));
    const qint64 total = progress.bytesTotal.value_or(0);
    const double fraction = progress.fraction.value_or(total > 0 ? static_cast<double>(progress.bytesDone) / static_cast<double>(total) : -1.0);
    if (fraction < 0)
        return;
    m_progress->setRange(0, fullBar);
    m_progress->setValue(static_cast<int>(std::lround(std::min(fraction, 1.0) * fullBar)));
}

void ExtractDialog::receive(const core::Result<ExtractOutcome>& outcome)
{
    m_task.clear();
    m_phase->hide();
    m_progress->hide();
    m_cancel->hide();
    m_questions->setEnabled(true);
    m_extract->show();
    m_extract->setEnabled(true);
    m_close->setText(tr("Close"));
    if (!outcome) {
        m_findings->setError(outcome.error());
    } else {
        const int files = outcome->files;
        QString sentence = tr("%Ln file(s) written", nullptr, files) + QStringLiteral(", ") + core::ByteSize(outcome->bytes).toText();
        if (outcome->rows >= 0)
            sentence += QStringLiteral(", ") + tr("%1 rows").arg(core::countText(outcome->rows));
        m_verdict->setStatus(QStringLiteral("circle-check"), Tone::Ok, sentence + QLatin1Char('.'));
        m_verdict->show();
        m_findings->setFindings(outcome->findings);
        m_written = request().target;
        m_extract->setEnabled(false); // it is done; another name or form makes another
        m_openFolder->show();
        m_close->setFocus();
    }
    if (!isVisible())
        show();
}

void ExtractDialog::reject()
{
    if (m_task) {
        hide(); // it comes back with what came of it
        return;
    }
    QDialog::reject();
}

void ExtractDialog::openFolder()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder));
}

} // namespace tidemark::ui
