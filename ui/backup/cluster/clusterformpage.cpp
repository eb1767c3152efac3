// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/cluster/clusterformpage.h"

#include "core/quoting.h"
#include "ui/backup/folderfield.h"
#include "ui/backup/optionlist.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/moreoptions.h"
#include "ui/common/runwizard.h"

#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>

namespace tidemark::ui {

namespace cluster = backup::cluster;
using core::CompressionMethod;

namespace {
constexpr int longestLockWait = 24 * 3600;
}

ClusterFormPage::ClusterFormPage(ClusterDumpState& state, QWidget* parent)
    : QWizardPage(parent)
    , m_state(state)
    , m_folder(new FolderField(state.services, state.draft.destination, this))
    , m_name(new QLineEdit(state.draft.fileName, this))
    , m_preview(new ElidedLabel({}, this))
    , m_compression(new QComboBox(this))
    , m_level(new QSpinBox(this))
    , m_more(new MoreOptions(this))
    , m_lockWait(new QSpinBox(this))
    , m_options(new OptionList(this, backup::OptionsOf::PgDumpAll))
{
    setTitle(tr("Where to, and how"));
    m_name->setObjectName(QStringLiteral("fileNameEdit"));
    m_name->setToolTip(
        tr("Of the file inside the backup's folder. {server}, {date} and {time} (UTC) are filled in."));
    m_preview->setObjectName(QStringLiteral("fileNamePreview"));
    auto* outer = new QVBoxLayout(this);
    addPageHead(*outer, m_state.profile, {});
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    buildPlace(*layout);
    buildMore(*layout);
    layout->addStretch(1);
    outer->addWidget(scrollingPage(content, this), 1);
    connect(m_folder, &FolderField::changed, this, [this](const QString& path) {
        m_state.draft.destination = path;
        showName();
        Q_EMIT completeChanged();
    });
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_state.draft.fileName = text.trimmed().isEmpty() ? cluster::ClusterDumpDraft().fileName : text;
        showName();
    });
    connect(m_options, &OptionList::changed, this, [this] {
        m_state.draft.options = m_options->chosen();
        showChosen();
        Q_EMIT completeChanged();
    });
}

void ClusterFormPage::buildPlace(QVBoxLayout& layout)
{
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft);
    auto* folder = new QLabel(tr("Save in &folder:"), this);
    folder->setBuddy(m_folder->edit());
    form->addRow(folder, m_folder);
    form->addRow(tr("File &name:"), m_name);
    form->addRow(QString(), m_preview);
    auto* compression = new QLabel(tr("C&ompression:"), this);
    compression->setBuddy(m_compression);
    form->addRow(compression, buildCompression());
    layout.addLayout(form);
}

QWidget* ClusterFormPage::buildCompression()
{
    auto* both = new QWidget(this);
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_compression->setObjectName(QStringLiteral("compressionCombo"));
    m_compression->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_compression->setToolTip(
        tr("Tidemark compresses while pg_dumpall writes, on all cores. gunzip, zstd and lz4 read the file."));
    m_level->setObjectName(QStringLiteral("compressionLevel"));
    m_level->setAccessibleName(tr("Level of the compression"));
    m_level->setSpecialValueText(tr("usual level"));
    m_level->setPrefix(tr("level "));
    row->addWidget(m_compression);
    row->addWidget(m_level);
    row->addStretch(1);
    connect(m_compression, &QComboBox::currentIndexChanged, this, &ClusterFormPage::takeCompression);
    connect(m_level, &QSpinBox::valueChanged, this, &ClusterFormPage::takeCompression);
    return both;
}

void ClusterFormPage::buildMore(QVBoxLayout& layout)
{
    m_lockWait->setObjectName(QStringLiteral("lockWaitSpin"));
    m_lockWait->setRange(1, longestLockWait);
    m_lockWait->setSuffix(tr(" s"));
    m_lockWait->setValue(static_cast<int>(m_state.draft.lockWait.count()));
    m_lockWait->setToolTip(tr("pg_dumpall --lock-wait-timeout: gives up, instead of waiting for ever, when "
                              "another session holds a table."));
    connect(m_lockWait, &QSpinBox::valueChanged, this,
            [this](int seconds) { m_state.draft.lockWait = std::chrono::seconds(seconds); });
    auto* label = new QLabel(tr("&Wait for the lock on a table at most:"), this);
    label->setBuddy(m_lockWait);
    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(m_lockWait);
    line->addStretch(1);
    auto* inside = new QVBoxLayout;
    inside->setSpacing(8);
    inside->addLayout(line);
    inside->addWidget(m_options);
    m_more->setContent(inside);
    layout.addWidget(m_more);
}

void ClusterFormPage::initializePage()
{
    fillCompression();
    m_folder->setNeeded(std::nullopt);
    m_folder->refresh();
    if (m_state.source)
        m_options->setOptions(m_state.source->options, m_state.draft.options);
    showChosen();
    showName();
}

void ClusterFormPage::fillCompression()
{
    const QSignalBlocker comboStaysQuiet(m_compression);
    const QSignalBlocker levelStaysQuiet(m_level);
    cluster::ClusterDumpDraft open = m_state.effective();
    const std::optional<core::CompressionSpec> wanted = std::exchange(open.compression, std::nullopt);
    m_compression->clear();
    m_compression->addItem(tr("Recommended (%1)").arg(compressionWords(cluster::compressionOf(open))), -1);
    for (const CompressionMethod method :
         {CompressionMethod::None, CompressionMethod::Gzip, CompressionMethod::Lz4, CompressionMethod::Zstd})
        m_compression->addItem(method == CompressionMethod::None ? tr("none") : core::compressionName(method),
                               static_cast<int>(method));
    m_compression->setCurrentIndex(wanted ? m_compression->findData(static_cast<int>(wanted->method)) : 0);
    const auto levels = wanted ? core::compressionLevels(wanted->method) : std::nullopt;
    m_level->setVisible(levels.has_value());
    if (levels)
        m_level->setRange(levels->least - 1, levels->most); // the first stands for the usual one
    m_level->setValue(levels && wanted->level ? *wanted->level : m_level->minimum());
}

void ClusterFormPage::takeCompression()
{
    const int method = m_compression->currentData().toInt();
    std::optional<core::CompressionSpec>& wanted = m_state.draft.compression;
    if (method < 0) {
        wanted.reset();
    } else {
        const bool isSame = wanted && wanted->method == static_cast<CompressionMethod>(method);
        const bool hasLevel =
            isSame && core::compressionLevels(wanted->method) && m_level->value() > m_level->minimum();
        wanted = core::CompressionSpec{static_cast<CompressionMethod>(method),
                                       hasLevel ? std::optional(m_level->value()) : std::nullopt};
    }
    fillCompression();
    showName();
}

void ClusterFormPage::showName()
{
    const cluster::ClusterDumpDraft draft = m_state.effective();
    backup::DumpForm form;
    form.format = archive::DumpFormat::PlainCluster;
    form.compression = cluster::compressionOf(draft);
    const QString file = cluster::fileNameFrom(draft, QDateTime::currentDateTimeUtc()) + form.suffix();
    const QString place = core::singleLine(QDir(draft.destination).relativeFilePath(setsFolder(draft)));
    m_preview->setText(
        tr("Becomes %1")
            .arg(QDir::toNativeSeparators(
                QStringLiteral("%1/%2/%3").arg(place, tr("<time of the start>"), core::singleLine(file)))));
}

void ClusterFormPage::showChosen()
{
    m_more->setChosen(static_cast<int>(m_state.draft.options.size()));
}

bool ClusterFormPage::isComplete() const
{
    return m_folder->isWhole() && !(m_state.source && m_options->hasBlocker());
}

} // namespace tidemark::ui
