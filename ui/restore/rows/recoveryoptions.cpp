// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/recoveryoptions.h"

#include "core/quoting.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/restore/rows/columnsbutton.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDir>
#include <QFormLayout>
#include <QPushButton>
#include <QRadioButton>

namespace tidemark::ui {

namespace {

namespace rows = restore::rows;

QLayout* groupOf(QRadioButton* one, QRadioButton* other)
{
    auto* buttons = new QButtonGroup(one);
    buttons->addButton(one);
    buttons->addButton(other);
    auto* column = new QVBoxLayout;
    column->setSpacing(gridStep / 2);
    column->addWidget(one);
    column->addWidget(other);
    return column;
}

} // namespace

RecoveryOptions::RecoveryOptions(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
    , m_parents(new QCheckBox(tr("Bring missing rows along that these refer to (&parents)"), this))
    , m_fire(new QRadioButton(tr("&fire, as for any other change"), this))
    , m_off(new QRadioButton(tr("do n&ot fire; only the table's owner may do that"), this))
    , m_skip(new QRadioButton(tr("are &left out and listed"), this))
    , m_stop(new QRadioButton(tr("&stop everything; nothing is written then"), this))
    , m_columns(new ColumnsButton(tr("all columns that differ"), this))
    , m_undo(new ElidedLabel({}, this))
{
    m_parents->setObjectName(QStringLiteral("withParents"));
    m_parents->setToolTip(tr("Rows of other tables that foreign keys refer to and that are missing, too, "
                             "from the same backup. They are written first."));
    m_fire->setObjectName(QStringLiteral("triggersFire"));
    m_off->setObjectName(QStringLiteral("triggersOff"));
    m_skip->setObjectName(QStringLiteral("conflictsSkip"));
    m_stop->setObjectName(QStringLiteral("conflictsStop"));
    m_columns->setObjectName(QStringLiteral("changedColumns"));
    m_columns->setAccessibleName(tr("Columns of changed rows that are set back"));
    m_undo->setObjectName(QStringLiteral("undoFile"));
    m_fire->setChecked(true);
    m_skip->setChecked(true);
    buildLayout();
    for (QAbstractButton* button :
         {static_cast<QAbstractButton*>(m_parents), static_cast<QAbstractButton*>(m_off),
          static_cast<QAbstractButton*>(m_stop)})
        connect(button, &QAbstractButton::toggled, this, &RecoveryOptions::announce);
    connect(m_columns, &ColumnsButton::changed, this, &RecoveryOptions::announce);
}

void RecoveryOptions::buildLayout()
{
    auto* choose = new QPushButton(icon(QStringLiteral("folder-open")), tr("Chan&ge…"), this);
    choose->setObjectName(QStringLiteral("chooseUndoFile"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &RecoveryOptions::undoFileWanted);
    auto* undo = new QHBoxLayout;
    undo->setSpacing(gridStep);
    undo->addWidget(m_undo, 1);
    undo->addWidget(choose);
    auto* columns = new QHBoxLayout;
    columns->addWidget(m_columns);
    columns->addStretch(1);
    m_form->setContentsMargins(gridStep, gridStep, gridStep, gridStep);
    m_form->setHorizontalSpacing(2 * gridStep);
    m_form->setVerticalSpacing(gridStep + gridStep / 2);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_form->addRow(tr("Other tables:"), m_parents);
    m_form->addRow(tr("Triggers:"), groupOf(m_fire, m_off));
    m_form->addRow(tr("Rows that collide:"), groupOf(m_skip, m_stop));
    m_columnsRow = m_form->rowCount();
    m_form->addRow(tr("Of changed rows, set back:"), columns);
    m_form->addRow(tr("Undo script:"), undo);
}

void RecoveryOptions::showDraft(const rows::RecoveryDraft& draft, const rows::RecoveryFacts& facts)
{
    m_isQuiet = true;
    m_parents->setChecked(draft.parents == rows::Parents::Bring);
    (draft.triggers == rows::Triggers::Off ? m_off : m_fire)->setChecked(true);
    (draft.conflicts == rows::Conflicts::Stop ? m_stop : m_skip)->setChecked(true);
    QStringList differing;
    for (qsizetype i = 0; i < facts.compared.mapping.columns.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (at < facts.diff.rows.changesByColumn.size() && facts.diff.rows.changesByColumn[at] > 0)
            differing.append(facts.compared.mapping.columns.at(i).name);
    }
    m_columns->setColumns(differing, draft.columns);
    m_form->setRowVisible(m_columnsRow, draft.kinds.testFlag(rows::RowKind::Changed));
    m_isQuiet = false;
}

void RecoveryOptions::showUndoFile(const QString& path)
{
    m_undo->setText(core::singleLine(QDir::toNativeSeparators(path)));
}

void RecoveryOptions::take(rows::RecoveryDraft& draft) const
{
    draft.parents = m_parents->isChecked() ? rows::Parents::Bring : rows::Parents::Leave;
    draft.triggers = m_off->isChecked() ? rows::Triggers::Off : rows::Triggers::Fire;
    draft.conflicts = m_stop->isChecked() ? rows::Conflicts::Stop : rows::Conflicts::Skip;
    draft.columns = m_columns->ticked();
}

void RecoveryOptions::bringParents()
{
    m_parents->setChecked(true);
}

void RecoveryOptions::keepTriggersOff()
{
    m_off->setChecked(true);
}

void RecoveryOptions::announce()
{
    if (!m_isQuiet)
        Q_EMIT changed();
}

} // namespace tidemark::ui
