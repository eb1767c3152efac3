// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/formatchoice.h"

#include "ui/common/choicecard.h"
#include "ui/common/mutedlabel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>

namespace tidemark::ui {

using archive::DumpFormat;
using core::CompressionMethod;

namespace {

constexpr int mostJobs = 64;

struct CardText
{
    DumpFormat format;
    const char* name;
    const char* title;
    const char* sentence;
};

constexpr CardText cardTexts[] = {
    {DumpFormat::Custom, "customCard", QT_TRANSLATE_NOOP("ui::FormatChoice", "&Custom"),
     QT_TRANSLATE_NOOP("ui::FormatChoice", "One compressed file; pg_restore can pick single tables from it. One connection writes it, so large databases take their time.")},
    {DumpFormat::Directory, "directoryCard", QT_TRANSLATE_NOOP("ui::FormatChoice", "&Directory"),
     QT_TRANSLATE_NOOP("ui::FormatChoice", "A folder with a file for each table. The only format that several connections write at once: quickest for large databases, but many files to copy.")},
    {DumpFormat::Tar, "tarCard", QT_TRANSLATE_NOOP("ui::FormatChoice", "&Tar"),
     QT_TRANSLATE_NOOP("ui::FormatChoice", "One file that every tar program opens. It cannot be compressed, so it is several times as large, and one connection writes it.")},
    {DumpFormat::Plain, "plainCard", QT_TRANSLATE_NOOP("ui::FormatChoice", "&Plain SQL"),
     QT_TRANSLATE_NOOP("ui::FormatChoice", "A script that people can read and psql runs. PostgreSQL's own tools restore it only as a whole, over one connection.")},
};

} // namespace

FormatChoice::FormatChoice(BackupState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_group(new QButtonGroup(this))
    , m_compression(new QComboBox(this))
    , m_level(new QSpinBox(this))
    , m_jobs(new QSpinBox(this))
    , m_note(new MutedLabel({}, this))
    , m_wantedJobs(state.draft.form.jobs)
    , m_wantedCompression(state.draft.form.compression)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    buildCards();
    buildRow();
}

void FormatChoice::buildCards()
{
    auto* grid = new QGridLayout;
    grid->setSpacing(8);
    int place = 0;
    for (const CardText& text : cardTexts) {
        auto* card = new ChoiceCard(tr(text.title), tr(text.sentence), this);
        card->setObjectName(QLatin1String(text.name));
        card->button().setObjectName(QLatin1String(text.name) + QStringLiteral("Button"));
        m_cards.insert(text.format, card);
        m_group->addButton(&card->button());
        grid->addWidget(card, place / 2, place % 2);
        ++place;
        connect(&card->button(), &QRadioButton::clicked, this, [this, format = text.format] { choose(format); });
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(grid);
}

void FormatChoice::buildRow()
{
    m_compression->setObjectName(QStringLiteral("compressionCombo"));
    m_compression->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_level->setObjectName(QStringLiteral("compressionLevel"));
    m_level->setAccessibleName(tr("Level of the compression"));
    m_level->setSpecialValueText(tr("usual level"));
    m_level->setPrefix(tr("level "));
    m_jobs->setObjectName(QStringLiteral("jobsSpin"));
    m_jobs->setRange(0, mostJobs);
    m_jobs->setMinimumWidth(fontMetrics().horizontalAdvance(tr("recommended (%1)").arg(mostJobs)) + 40); // the text changes, the width does not
    m_jobs->setToolTip(tr("Each is a connection and a process of the server."));
    auto* compressionLabel = new QLabel(tr("C&ompression:"), this);
    compressionLabel->setBuddy(m_compression);
    auto* jobsLabel = new QLabel(tr("&Jobs at the same time:"), this);
    jobsLabel->setBuddy(m_jobs);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(compressionLabel);
    row->addWidget(m_compression);
    row->addWidget(m_level);
    row->addSpacing(16);
    row->addWidget(jobsLabel);
    row->addWidget(m_jobs);
    row->addStretch(1);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("formNote"));
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    layout()->addWidget(m_note);
    connect(m_compression, &QComboBox::currentIndexChanged, this, &FormatChoice::takeCompression);
    connect(m_level, &QSpinBox::valueChanged, this, &FormatChoice::takeCompression);
    connect(m_jobs, &QSpinBox::valueChanged, this, &FormatChoice::takeJobs);
}

backup::DumpForm FormatChoice::decide(const backup::FormChoice& choice) const
{
    return backup::decideForm(choice, m_state.tool->pgDump, m_state.read, m_state.tool->cores);
}

std::optional<backup::DumpForm> FormatChoice::form() const
{
    return m_state.tool ? std::optional(decide(m_state.draft.form)) : std::nullopt;
}

void FormatChoice::takeDraft()
{
    m_wantedJobs = m_state.draft.form.jobs;
    m_wantedCompression = m_state.draft.form.compression;
}

DumpFormat FormatChoice::shownFormat() const
{
    if (m_state.draft.form.format)
        return *m_state.draft.form.format;
    return m_state.tool ? decide({}).format : DumpFormat::Custom;
}

void FormatChoice::choose(DumpFormat format)
{
    // Who chooses what is recommended anyway leaves it open: it follows the size of the database.
    const bool isRecommended = m_state.tool && decide({}).format == format;
    m_state.draft.form.format = isRecommended ? std::nullopt : std::optional(format);
    refresh();
    Q_EMIT changed();
}

void FormatChoice::refresh()
{
    const DumpFormat format = shownFormat();
    for (auto card = m_cards.begin(); card != m_cards.end(); ++card) {
        card.value()->setMark(m_state.tool && decide({}).format == card.key() ? tr("Recommended") : QString());
        card.value()->button().setChecked(card.key() == format);
    }
    const bool parallel = format == DumpFormat::Directory;
    m_state.draft.form.jobs = parallel ? m_wantedJobs : 0;
    m_jobs->setEnabled(parallel);
    {
        const QSignalBlocker staysQuiet(m_jobs);
        m_jobs->setSpecialValueText(!parallel ? tr("1, in this format") : m_state.tool ? tr("recommended (%1)").arg(decide({format, {}, 0}).jobs) : tr("recommended"));
        m_jobs->setValue(parallel ? m_wantedJobs : 0);
    }
    fillCompression();
    if (m_state.tool)
        m_note->setText(tr("Written by pg_dump %1.").arg(m_state.tool->pgDump.version.toText()));
}

void FormatChoice::fillCompression()
{
    const QSignalBlocker comboStaysQuiet(m_compression);
    const QSignalBlocker levelStaysQuiet(m_level);
    const DumpFormat format = shownFormat();
    m_compression->clear();
    m_compression->addItem(m_state.tool ? tr("Recommended (%1)").arg(compressionWords(decide({format, {}, 0}).compression)) : tr("Recommended"), -1);
    for (const CompressionMethod method : {CompressionMethod::None, CompressionMethod::Gzip, CompressionMethod::Lz4, CompressionMethod::Zstd}) {
        const backup::FormChoice choice{format, core::CompressionSpec{method, std::nullopt}, 0};
        if (m_state.tool && backup::checkForm(choice, decide(choice), m_state.tool->pgDump).isEmpty())
            m_compression->addItem(method == CompressionMethod::None ? tr("none") : core::compressionName(method), static_cast<int>(method));
    }
    const int wanted = m_wantedCompression ? m_compression->findData(static_cast<int>(m_wantedCompression->method)) : 0;
    m_compression->setCurrentIndex(std::max(wanted, 0));
    m_compression->setEnabled(format != DumpFormat::Tar);
    const auto method = static_cast<CompressionMethod>(m_compression->currentData().toInt());
    const auto levels = m_compression->currentIndex() > 0 ? core::compressionLevels(method) : std::nullopt;
    m_level->setVisible(levels.has_value());
    if (levels)
        m_level->setRange(levels->least - 1, levels->most); // the first stands for the usual one
    m_level->setValue(levels && m_wantedCompression && m_wantedCompression->level ? *m_wantedCompression->level : m_level->minimum());
    // Before the tool is known nothing is dropped that may turn out to be possible.
    if (m_state.tool)
        m_state.draft.form.compression = wanted > 0 && format != DumpFormat::Tar ? m_wantedCompression : std::nullopt;
}

void FormatChoice::takeCompression()
{
    const int method = m_compression->currentData().toInt();
    if (method < 0) {
        m_wantedCompression.reset();
    } else {
        const bool isSame = m_wantedCompression && m_wantedCompression->method == static_cast<CompressionMethod>(method);
        const bool hasLevel = isSame && core::compressionLevels(m_wantedCompression->method) && m_level->value() > m_level->minimum();
        m_wantedCompression = core::CompressionSpec{static_cast<CompressionMethod>(method), hasLevel ? std::optional(m_level->value()) : std::nullopt};
    }
    fillCompression();
    Q_EMIT changed();
}

void FormatChoice::takeJobs()
{
    m_wantedJobs = m_jobs->value();
    m_state.draft.form.jobs = m_wantedJobs;
    Q_EMIT changed();
}

} // namespace tidemark::ui
