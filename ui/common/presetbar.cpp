// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/presetbar.h"

#include "core/quoting.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/presetnamedialog.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int widestName = 320;
}

PresetBar::PresetBar(Services& services, const QString& kind, const store::Profile& profile, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_store(store::PresetStore::beside(services.profiles.path()))
    , m_kind(kind)
    , m_profile(profile)
    , m_box(new QComboBox(this))
    , m_save(new QPushButton(icon(QStringLiteral("save")), tr("Sa&ve…"), this))
    , m_delete(new QPushButton(icon(QStringLiteral("trash-2")), tr("&Delete"), this))
    , m_problem(new IconLabel(this))
{
    m_box->setObjectName(QStringLiteral("presetBox"));
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_box->setMinimumContentsLength(18);
    m_box->setMaximumWidth(widestName);
    m_box->setToolTip(tr("Answers for the whole wizard that were saved under a name"));
    m_save->setObjectName(QStringLiteral("presetSaveButton"));
    m_save->setAccessibleName(tr("Save the answers as a preset"));
    m_delete->setObjectName(QStringLiteral("presetDeleteButton"));
    m_delete->setAccessibleName(tr("Delete the chosen preset"));
    for (QPushButton* button : {m_save, m_delete})
        button->setAutoDefault(false);
    m_problem->setObjectName(QStringLiteral("presetProblem"));
    m_problem->hide();
    auto* label = new QLabel(tr("&Preset:"), this);
    label->setBuddy(m_box);
    auto* line = new QHBoxLayout;
    line->setSpacing(gridStep);
    line->addWidget(label);
    line->addWidget(m_box, 1);
    line->addWidget(m_save);
    line->addWidget(m_delete);
    line->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    connect(m_box, &QComboBox::activated, this, &PresetBar::take);
    connect(m_box, &QComboBox::currentIndexChanged, this, &PresetBar::updateButtons);
    connect(m_save, &QPushButton::clicked, this, &PresetBar::save);
    connect(m_delete, &QPushButton::clicked, this, &PresetBar::remove);
    refresh();
}

void PresetBar::addAnswers(const QString& text, const QJsonObject& answers)
{
    m_own.append({text, answers});
    refresh();
    m_box->setCurrentIndex(0);
}

void PresetBar::prependAnswers(const QString& text, const QJsonObject& answers)
{
    m_own.prepend({text, answers});
    refresh();
    m_box->setCurrentIndex(0);
}

const store::Preset* PresetBar::current() const
{
    const qsizetype index = m_box->currentIndex() - m_own.size();
    return index >= 0 && index < m_presets.size() ? &m_presets.at(index) : nullptr;
}

void PresetBar::refresh()
{
    const auto presets = m_store.offered(m_kind, m_profile.id);
    const std::optional<store::Preset> before = current() ? std::optional(*current()) : std::nullopt;
    const int index = std::max(m_box->currentIndex(), 0);
    const QSignalBlocker staysQuiet(m_box);
    m_presets = presets ? *presets : QList<store::Preset>();
    m_box->clear();
    for (const Item& item : std::as_const(m_own))
        m_box->addItem(item.text);
    for (const store::Preset& preset : std::as_const(m_presets)) {
        const QString name = core::singleLine(preset.name);
        m_box->addItem(preset.profileId.isEmpty() ? tr("%1 (all servers)").arg(name) : name);
    }
    int again = index < m_own.size() ? index : 0;
    for (qsizetype i = 0; before && i < m_presets.size(); ++i) {
        if (m_presets.at(i).isSameAs(*before))
            again = static_cast<int>(m_own.size() + i);
    }
    m_box->setCurrentIndex(again);
    if (!presets)
        showProblem(presets.error());
    updateButtons();
}

void PresetBar::showProblem(const core::Error& error)
{
    m_problem->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, error.toText());
    m_problem->show();
}

void PresetBar::updateButtons()
{
    m_delete->setEnabled(current() != nullptr);
}

void PresetBar::take(int index)
{
    m_problem->hide();
    if (const store::Preset* preset = current())
        Q_EMIT chosen(preset->answers, preset->name);
    else if (index >= 0 && index < m_own.size())
        Q_EMIT chosen(m_own.at(index).answers, {});
}

void PresetBar::select(const QString& name)
{
    refresh();
    for (qsizetype i = 0; i < m_presets.size(); ++i) {
        if (m_presets.at(i).name == name) {
            m_box->setCurrentIndex(static_cast<int>(m_own.size() + i));
            return;
        }
    }
}

void PresetBar::save()
{
    const QString suggestion = current() ? current()->name : QString();
    auto* dialog = new PresetNameDialog(m_store, {{}, m_kind, m_profile.id, m_source ? m_source() : QJsonObject()}, suggestion, m_profile.name, this);
    connect(dialog, &PresetNameDialog::saved, this, &PresetBar::select);
    dialog->open();
}

void PresetBar::remove()
{
    if (!current())
        return;
    const store::Preset preset = *current();
    Confirmation question;
    question.title = tr("Delete preset");
    question.question = tr("Delete the preset “%1”?").arg(core::singleLine(preset.name));
    question.detail = preset.profileId.isEmpty() ? tr("It will be gone for all servers. Backups, and the answers on these pages, stay as they are.")
                                                 : tr("Backups, and the answers on these pages, stay as they are.");
    question.action = tr("Delete");
    m_services.dialogs.confirm(this, question, [this, preset](bool yes) {
        if (!yes)
            return;
        const core::Status done = m_store.remove(preset);
        refresh();
        if (!done)
            showProblem(done.error());
    });
}

} // namespace tidemark::ui
