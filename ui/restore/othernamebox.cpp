// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/othernamebox.h"

#include "core/quoting.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"
#include "ui/restore/restorewords.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace tidemark::ui {

OtherNameBox::OtherNameBox(QWidget* parent)
    : QWidget(parent)
    , m_question(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_preview(new MutedLabel({}, this))
{
    m_name->setObjectName(QStringLiteral("otherName"));
    m_preview->setObjectName(QStringLiteral("otherNames"));
    m_preview->setWordWrap(true);
    m_preview->setTextFormat(Qt::PlainText);
    m_question->setBuddy(m_name);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(2 * gridStep);
    form->setVerticalSpacing(gridStep);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(m_question, m_name);
    form->addRow(QString(), m_preview);
    connect(m_name, &QLineEdit::textEdited, this, &OtherNameBox::changed);
}

void OtherNameBox::show(const RestoreState& state)
{
    m_tables = state.draft.tables;
    m_isOne = m_tables.size() == 1;
    m_question->setText(m_isOne ? tr("&New name:") : tr("The &new names end in:"));
    const QString text = m_isOne ? state.otherNameOf(m_tables.constFirst()) : state.besideEnding;
    if (m_name->text() != text)
        m_name->setText(text);
    m_preview->setText(
        tr("%1. Indexes, sequences and partitions are named after them; nothing that is there changes.")
            .arg(newNameWords(state)));
}

void OtherNameBox::takeInto(RestoreState& state) const
{
    if (m_isOne && !m_tables.isEmpty())
        state.besideNames.insert(m_tables.constFirst(), m_name->text());
    else
        state.besideEnding = m_name->text();
}

} // namespace tidemark::ui
