// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/sandboxbox.h"

#include "restore/drill/sandbox.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace tidemark::ui {

SandboxBox::SandboxBox(QWidget* parent)
    : QWidget(parent)
    , m_rights(new QWidget(this))
    , m_trust(new QCheckBox(tr("I trust this d&ump"), m_rights))
{
    m_trust->setObjectName(QStringLiteral("restoreTrust"));
    auto* nature = new MutedLabel(
        tr("At the end it is said how to connect to it, and how to remove it. Only you can "
           "connect. A crash of this computer may damage it: it is no place for the only copy."),
        this);
    auto* words = new MutedLabel(
        tr("This dump was not made by Tidemark. Restoring it runs functions that it brings along: with a "
           "superuser's rights they could read and change files of this computer. Without the tick a role "
           "without special rights restores it, and what needs more is missing."),
        m_rights);
    auto* rights = new QVBoxLayout(m_rights);
    rights->setContentsMargins(0, 0, 0, 0);
    rights->setSpacing(gridStep / 2);
    rights->addWidget(m_trust);
    rights->addWidget(words);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gridStep);
    column->addWidget(nature);
    column->addWidget(m_rights);
    column->addStretch(1);
    for (MutedLabel* label : {nature, words})
        label->setWordWrap(true);
    connect(m_trust, &QCheckBox::toggled, this, &SandboxBox::changed);
}

void SandboxBox::show(const RestoreState& state)
{
    const QSignalBlocker quiet(m_trust);
    m_trust->setChecked(state.trust == restore::drill::Trust::Superuser);
    m_rights->setVisible(state.source && !state.source->isOwn());
}

void SandboxBox::takeInto(RestoreState& state) const
{
    state.trust = m_trust->isChecked() ? restore::drill::Trust::Superuser : restore::drill::Trust::BySource;
}

} // namespace tidemark::ui
