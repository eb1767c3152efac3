// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/baseformpage.h"

#include "core/quoting.h"
#include "ui/backup/base/baseformatchoice.h"
#include "ui/backup/base/tablespacechoice.h"
#include "ui/backup/folderfield.h"
#include "ui/common/findingsview.h"
#include "ui/common/moreoptions.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/runwizard.h"
#include "ui/common/spinner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>

namespace tidemark::ui {

namespace base = backup::base;

namespace {

constexpr qint64 kilobytesPerMegabyte = 1024; // as pg_basebackup counts them

/// A combo box of values with a sentence each.
template <typename T>
QComboBox* makeChoice(const char* objectName, const QList<std::pair<T, QString>>& entries, T chosen,
                      QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(objectName));
    box->setSizeAdjustPolicy(
        QComboBox::AdjustToMinimumContentsLengthWithIcon); // long sentences do not widen the page
    box->setMinimumContentsLength(30);
    for (const auto& [value, text] : entries)
        box->addItem(text, static_cast<int>(value));
    box->setCurrentIndex(box->findData(static_cast<int>(chosen)));
    return box;
}

} // namespace

BaseFormPage::BaseFormPage(BaseBackupState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_inquiry(state.services)
    , m_form(new BaseFormatChoice(state, this))
    , m_size(new MutedLabel({}, this))
    , m_spinner(new Spinner(this))
    , m_problem(new FindingsView(this))
    , m_folder(new FolderField(state.services, state.draft.destination, this))
    , m_checkpoint(makeChoice<base::Checkpoint>(
          "checkpointCombo",
          {{base::Checkpoint::Fast,
            tr("at once: a checkpoint is made now, which loads the server for a moment")},
           {base::Checkpoint::Spread,
            tr("gently: with the server's next regular checkpoint, which may take minutes")}},
          state.draft.checkpoint, this))
    , m_rate(new QSpinBox(this))
    , m_unit(new QComboBox(this))
    , m_tablespaces(new TablespaceChoice(state, m_unit, this))
    , m_more(new MoreOptions(this))
    , m_wal(makeChoice<base::WalMethod>(
          "walCombo",
          {{base::WalMethod::Stream, tr("stream: over a second connection, while the backup runs")},
           {base::WalMethod::Fetch, tr("fetch: at the end; fails where the server has removed it by then")}},
          state.draft.walMethod, this))
    , m_checksums(new QComboBox(this))
    , m_label(new QLineEdit(state.draft.label, this))
    , m_estimate(new QCheckBox(tr("Let the server add &up its files first, for a true percentage"), this))
{
    setTitle(tr("Where to, and how"));
    m_problem->setActionText(QStringLiteral("retry"), tr("&Try again"));
    m_size->setObjectName(QStringLiteral("serverSize"));
    m_size->setWordWrap(true);
    buildLayout();
    connect(m_problem, &FindingsView::actionTriggered, this, &BaseFormPage::load);
    connect(m_form, &BaseFormatChoice::changed, this, &BaseFormPage::showSource);
    connect(m_tablespaces, &TablespaceChoice::changed, this, &QWizardPage::completeChanged);
    connect(m_folder, &FolderField::changed, this, [this](const QString& path) {
        m_state.draft.destination = path;
        Q_EMIT completeChanged();
    });
    connect(m_checkpoint, &QComboBox::currentIndexChanged, this, [this] {
        m_state.draft.checkpoint = static_cast<base::Checkpoint>(m_checkpoint->currentData().toInt());
    });
    connect(m_wal, &QComboBox::currentIndexChanged, this, [this] {
        m_state.draft.walMethod = static_cast<base::WalMethod>(m_wal->currentData().toInt());
        showChosen();
    });
    connect(m_checksums, &QComboBox::currentIndexChanged, this, [this] {
        m_state.draft.checksums = static_cast<archive::ChecksumKind>(m_checksums->currentData().toInt());
        showChosen();
    });
    connect(m_label, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_state.draft.label = text;
        showChosen();
    });
    connect(m_estimate, &QCheckBox::toggled, this, [this](bool on) {
        m_state.draft.sizeEstimate = on ? base::SizeEstimate::Make : base::SizeEstimate::Leave;
        showChosen();
    });
}

void BaseFormPage::buildLayout()
{
    auto* outer = new QVBoxLayout(this);
    addPageHead(*outer, m_state.profile,
                tr("The files of the whole server: every database, roles and settings. A server can be "
                   "started from it as it was at that moment."));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(m_form);
    layout->addWidget(m_spinner);
    layout->addWidget(m_problem);
    layout->addWidget(m_size);
    layout->addSpacing(4);
    buildPlace(*layout);
    layout->addWidget(m_tablespaces);
    buildMore();
    layout->addWidget(m_more);
    layout->addStretch(1);
    outer->addWidget(scrollingPage(content, this), 1);
}

void BaseFormPage::buildPlace(QVBoxLayout& layout)
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft);
    auto* folder = new QLabel(tr("Save in &folder:"), this);
    folder->setBuddy(m_folder->edit());
    form->addRow(folder, m_folder);
    m_checkpoint->setToolTip(
        tr("pg_basebackup --checkpoint: a base backup begins with a checkpoint of the server."));
    form->addRow(tr("B&egin:"), m_checkpoint);
    auto* rate = new QLabel(tr("At mo&st:"), this);
    rate->setBuddy(m_rate);
    form->addRow(rate, buildRate());
    layout.addLayout(form);
}

QWidget* BaseFormPage::buildRate()
{
    auto* both = new QWidget(this);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_rate->setObjectName(QStringLiteral("rateSpin"));
    m_rate->setAccessibleName(tr("Highest rate"));
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    m_rate->setToolTip(tr("pg_basebackup --max-rate: leaves some of the network and the disks to others. WAL "
                          "that is streamed does not count."));
    m_unit->setObjectName(QStringLiteral("rateUnit"));
    m_unit->setAccessibleName(tr("Unit of the rate"));
    m_unit->addItem(tr("MB per second"), kilobytesPerMegabyte);
    m_unit->addItem(tr("kB per second"), 1);
    const qint64 limit = m_state.draft.rateLimit.value_or(0);
    m_unit->setCurrentIndex(limit % kilobytesPerMegabyte == 0 ? 0 : 1);
    m_rate->setRange(0, static_cast<int>(base::mostRate / m_unit->currentData().toLongLong()));
    m_rate->setValue(static_cast<int>(limit / m_unit->currentData().toLongLong()));
    m_rate->setMinimumWidth(fontMetrics().horizontalAdvance(m_rate->specialValueText()) + 56);
    row->addWidget(m_rate);
    row->addWidget(m_unit);
    row->addStretch(1);
    connect(m_rate, &QSpinBox::valueChanged, this, &BaseFormPage::takeRate);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &BaseFormPage::takeRate);
    return both;
}

void BaseFormPage::takeRate()
{
    const qint64 unit = m_unit->currentData().toLongLong();
    m_rate->setMaximum(static_cast<int>(base::mostRate / unit));
    const qint64 limit = m_rate->value() * unit;
    // Less is refused by the server; the least is what is meant.
    m_state.draft.rateLimit = limit == 0 ? std::nullopt : std::optional(std::max(limit, base::leastRate));
}

void BaseFormPage::buildMore()
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft);
    m_wal->setToolTip(tr("pg_basebackup --wal-method: without the WAL of its time a base backup is worth "
                         "nothing, so it always comes along."));
    form->addRow(tr("&WAL:"), m_wal);
    m_checksums->setObjectName(QStringLiteral("checksumCombo"));
    m_checksums->setToolTip(tr("pg_basebackup --manifest-checksums: what every file is held against when it "
                               "is read back, now and later."));
    fillChecksums();
    form->addRow(tr("Chec&ksums of the files:"), m_checksums);
    m_label->setObjectName(QStringLiteral("labelEdit"));
    m_label->setPlaceholderText(QStringLiteral("tidemark"));
    m_label->setMaxLength(static_cast<int>(base::longestLabel));
    m_label->setToolTip(
        tr("pg_basebackup --label: stands in the backup's backup_label file, to know it by."));
    form->addRow(tr("&Label:"), m_label);
    m_estimate->setObjectName(QStringLiteral("estimateCheck"));
    m_estimate->setChecked(m_state.draft.sizeEstimate == base::SizeEstimate::Make);
    m_estimate->setToolTip(
        tr("pg_basebackup --no-estimate-size: on a server with very many files adding up takes a while."));
    form->addRow(m_estimate);
    m_more->setContent(form);
    showChosen();
}

void BaseFormPage::fillChecksums()
{
    using archive::ChecksumKind;
    for (const ChecksumKind kind : {ChecksumKind::Sha256, ChecksumKind::Crc32c, ChecksumKind::Sha224,
                                    ChecksumKind::Sha384, ChecksumKind::Sha512, ChecksumKind::None}) {
        const QString name = archive::checksumName(kind);
        const QString text = kind == ChecksumKind::Sha256 ? tr("%1 (recommended)").arg(name)
                             : kind == ChecksumKind::Crc32c
                                 ? tr("%1: quicker, finds accidents but no forgery").arg(name)
                             : kind == ChecksumKind::None ? tr("none: damage on the way is not found")
                                                          : name;
        m_checksums->addItem(text, static_cast<int>(kind));
    }
    m_checksums->setCurrentIndex(m_checksums->findData(static_cast<int>(m_state.draft.checksums)));
}

void BaseFormPage::showChosen()
{
    const base::BaseBackupDraft usual;
    const base::BaseBackupDraft& draft = m_state.draft;
    m_more->setChosen(int(draft.walMethod != usual.walMethod) + int(draft.checksums != usual.checksums) +
                      int(!draft.label.isEmpty()) + int(draft.sizeEstimate != usual.sizeEstimate));
}

void BaseFormPage::initializePage()
{
    m_folder->refresh();
    if (!m_state.source)
        load();
}

void BaseFormPage::load()
{
    m_problem->clear();
    m_spinner->start(tr("Asking %1 how large it is…").arg(core::singleLine(m_state.profile.name)));
    m_inquiry.askServer<BaseSource>(
        m_state.profile, tr("Size and tablespaces of the server"),
        [tools = ToolSource(m_state.services)](const access::ServerAccess& server,
                                               const core::RunContext& context) {
            return readBaseSource(tools, server, context);
        },
        [this](const core::Result<BaseSource>& source) { receive(source); });
}

void BaseFormPage::receive(const core::Result<BaseSource>& source)
{
    m_spinner->stop();
    if (!source) {
        m_problem->setError(source.error(), QStringLiteral("retry"));
        return;
    }
    m_state.source = *source;
    if (!source->tool)
        m_problem->setError(source->tool.error());
    m_form->refresh();
    showSource();
}

void BaseFormPage::showSource()
{
    m_tablespaces->refresh();
    Q_EMIT completeChanged();
    if (!m_state.source)
        return;
    const postgres::BaseBackupSource& source = m_state.source->source;
    if (!source.size) {
        m_size->setText(
            tr("How large the server is cannot be told: this user may not look at all of its databases."));
        return;
    }
    const bool packed =
        m_state.draft.format == base::Format::Tar &&
        !(m_state.draft.compression && m_state.draft.compression->method == base::CompressionMethod::None);
    m_size->setText(
        packed ? tr("The databases of the server hold %1; compressed it is usually a third of that or less.")
                     .arg(source.size->toText())
               : tr("The databases of the server hold %1. The WAL of the time that the copying takes comes "
                    "on top.")
                     .arg(source.size->toText()));
    // The WAL of the time that it takes comes on top: two segments at least.
    m_folder->setNeeded(packed ? std::nullopt
                               : std::optional(*source.size + core::ByteSize(2 * source.walSegment.bytes())));
}

bool BaseFormPage::isComplete() const
{
    return m_folder->isWhole() && m_tablespaces->isComplete();
}

} // namespace tidemark::ui
