// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/base/baseformatchoice.h"

#include "ui/backup/base/basebackupstate.h"
#include "ui/common/choicecard.h"
#include "ui/common/mutedlabel.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace tidemark::ui {

namespace base = backup::base;

BaseFormatChoice::BaseFormatChoice(BaseBackupState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_group(new QButtonGroup(this))
    , m_label(new QLabel(tr("C&ompression:"), this))
    , m_compression(new QComboBox(this))
    , m_level(new QSpinBox(this))
    , m_note(new MutedLabel({}, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    buildCards();
    buildRow();
    refresh();
}

void BaseFormatChoice::buildCards()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [this, row](base::Format format, const char* name, const QString& title,
                                 const QString& sentence) {
        auto* card = new ChoiceCard(title, sentence, this);
        card->setObjectName(QLatin1String(name));
        card->button().setObjectName(QLatin1String(name) + QStringLiteral("Button"));
        card->setMark(format == base::Format::Tar ? tr("Recommended") : QString());
        m_cards.insert(format, card);
        m_group->addButton(&card->button());
        row->addWidget(card, 1);
        connect(&card->button(), &QRadioButton::clicked, this, [this, format] { choose(format); });
    };
    add(base::Format::Tar, "tarCard", tr("&Tar files"),
        tr("A few compressed files, quick to copy elsewhere. Before a server can start on them they have to "
           "be unpacked."));
    add(base::Format::Plain, "plainCard", tr("&Plain files"),
        tr("The data directory as it is: a server can start on it at once. As large as on the server, and "
           "thousands of files."));
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void BaseFormatChoice::buildRow()
{
    m_compression->setObjectName(QStringLiteral("compressionCombo"));
    m_compression->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_level->setObjectName(QStringLiteral("compressionLevel"));
    m_level->setAccessibleName(tr("Level of the compression"));
    m_level->setSpecialValueText(tr("usual level"));
    m_level->setPrefix(tr("level "));
    m_level->setMinimumWidth(fontMetrics().horizontalAdvance(m_level->specialValueText()) + 48);
    m_label->setBuddy(m_compression);
    m_note->setObjectName(QStringLiteral("formNote"));
    m_note->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_label);
    row->addWidget(m_compression);
    row->addWidget(m_level);
    row->addSpacing(8);
    row->addWidget(m_note, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    connect(m_compression, &QComboBox::currentIndexChanged, this, &BaseFormatChoice::takeCompression);
    connect(m_level, &QSpinBox::valueChanged, this, &BaseFormatChoice::takeCompression);
}

void BaseFormatChoice::choose(base::Format format)
{
    m_state.draft.format = format;
    refresh();
    Q_EMIT changed();
}

void BaseFormatChoice::refresh()
{
    const bool isTar = m_state.draft.format == base::Format::Tar;
    for (auto card = m_cards.begin(); card != m_cards.end(); ++card)
        card.value()->button().setChecked(card.key() == m_state.draft.format);
    fillCompression();
    m_label->setEnabled(isTar);
    m_compression->setEnabled(isTar);
    const bool hasTool = m_state.source && m_state.source->tool;
    const QString version = hasTool ? m_state.source->tool->version.toText() : QString();
    m_note->setText(!isTar    ? tr("Plain files are not compressed: a server uses them as they are.")
                    : hasTool ? tr("Written by pg_basebackup %1.").arg(version)
                              : QString());
}

void BaseFormatChoice::fillCompression()
{
    const QSignalBlocker comboStaysQuiet(m_compression);
    const QSignalBlocker levelStaysQuiet(m_level);
    const bool hasTool = m_state.source && m_state.source->tool;
    const core::ServerVersion tool = hasTool ? m_state.source->tool->version : core::ServerVersion();
    std::optional<base::Compression>& wanted = m_state.draft.compression;
    m_compression->clear();
    m_compression->addItem(hasTool
                               ? tr("Recommended (%1)").arg(compressionWords(base::defaultCompression(tool)))
                               : tr("Recommended"),
                           -1);
    const QList<base::CompressionMethod> methods = hasTool  ? base::methodsOf(tool)
                                                   : wanted ? QList{wanted->method}
                                                            // not dropped before the tool is known
                                                            : QList<base::CompressionMethod>{};
    for (const base::CompressionMethod method : methods)
        m_compression->addItem(method == base::CompressionMethod::None ? tr("none")
                                                                       : base::methodName(method),
                               static_cast<int>(method));
    if (wanted && !methods.contains(wanted->method))
        wanted.reset();
    m_compression->setCurrentIndex(wanted ? m_compression->findData(static_cast<int>(wanted->method)) : 0);
    const auto levels = wanted ? base::levelsOf(wanted->method) : std::nullopt;
    m_level->setVisible(levels && m_state.draft.format == base::Format::Tar);
    if (!levels)
        return;
    m_level->setRange(levels->least - 1, levels->most); // the first stands for the usual one
    m_level->setValue(wanted->level.value_or(m_level->minimum()));
}

void BaseFormatChoice::takeCompression()
{
    const int chosen = m_compression->currentData().toInt();
    std::optional<base::Compression>& wanted = m_state.draft.compression;
    if (chosen < 0) {
        wanted.reset();
    } else {
        const auto method = static_cast<base::CompressionMethod>(chosen);
        const bool hasLevel = wanted && wanted->method == method && base::levelsOf(method) &&
                              m_level->value() > m_level->minimum();
        wanted = base::Compression{method, hasLevel ? std::optional(m_level->value()) : std::nullopt};
    }
    fillCompression();
    Q_EMIT changed();
}

} // namespace tidemark::ui
