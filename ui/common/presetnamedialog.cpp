// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/presetnamedialog.h"

#include "core/quoting.h"
#include "ui/common/findingsview.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

PresetNameDialog::PresetNameDialog(store::PresetStore store, store::Preset preset, const QString& suggestion, const QString& serverName, QWidget* parent)
    : QDialog(parent)
    , m_store(std::move(store))
    , m_preset(std::move(preset))
    , m_name(new QLineEdit(suggestion, this))
    , m_forAll(new QCheckBox(tr("For &all servers, not only for %1").arg(core::singleLine(serverName).replace(QLatin1Char('&'), QLatin1String("&&"))), this))
    , m_note(new MutedLabel({}, this))
    , m_error(new FindingsView(this))
    , m_save(nullptr)
{
    setObjectName(QStringLiteral("presetNameDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Save as preset"));
    m_name->setObjectName(QStringLiteral("presetName"));
    m_forAll->setObjectName(QStringLiteral("presetForAll"));
    m_note->setWordWrap(true);
    auto* label = new QLabel(tr("&Name:"), this);
    label->setBuddy(m_name);
    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(m_name, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(QStringLiteral("presetSave"));
    m_save->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, 2 * gridStep);
    layout->setSpacing(gridStep);
    layout->addLayout(line);
    layout->addWidget(m_forAll);
    layout->addWidget(m_note);
    layout->addWidget(m_error);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(520, 168);
    connect(m_name, &QLineEdit::textChanged, this, &PresetNameDialog::showState);
    connect(m_forAll, &QCheckBox::toggled, this, &PresetNameDialog::showState);
    connect(buttons, &QDialogButtonBox::accepted, this, &PresetNameDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showState();
    m_name->selectAll();
}

store::Preset PresetNameDialog::wanted() const
{
    store::Preset preset = m_preset;
    preset.name = m_name->text().trimmed();
    if (m_forAll->isChecked())
        preset.profileId.clear();
    return preset;
}

bool PresetNameDialog::isTaken() const
{
    const auto all = m_store.all();
    const store::Preset preset = wanted();
    return all && std::any_of(all->begin(), all->end(), [&preset](const store::Preset& one) { return one.isSameAs(preset); });
}

void PresetNameDialog::showState()
{
    m_error->clear();
    m_save->setEnabled(!m_name->text().trimmed().isEmpty());
    const bool taken = isTaken();
    m_save->setText(taken ? tr("&Replace") : tr("&Save"));
    m_note->setText(taken ? tr("There is one of this name already; it will be replaced.")
                          : tr("All answers of this wizard. Passwords are not part of them."));
}

void PresetNameDialog::save()
{
    const store::Preset preset = wanted();
    // What was not there when the button said "Save" is not replaced.
    const store::IfTaken ifTaken = m_save->text() == tr("&Replace") ? store::IfTaken::Replace : store::IfTaken::Refuse;
    if (const core::Status status = m_store.save(preset, ifTaken); !status) {
        m_error->setError(status.error());
        return;
    }
    Q_EMIT saved(preset.name);
    accept();
}

} // namespace tidemark::ui
