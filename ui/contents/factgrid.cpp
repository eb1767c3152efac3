// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/factgrid.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/mutedlabel.h"
#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QGridLayout>

namespace tidemark::ui {

void fillFactGrid(QGridLayout& grid, const QList<DumpFact>& facts, int columns, QWidget* parent)
{
    while (QLayoutItem* item = grid.takeAt(0)) {
        delete item->widget();
        delete item;
    }
    grid.setHorizontalSpacing(gridStep);
    grid.setVerticalSpacing(2);
    for (int i = 0; i < facts.size(); ++i) {
        const DumpFact& fact = facts.at(i);
        auto* label = new MutedLabel(QCoreApplication::translate("ui::FactGrid", "%1:").arg(fact.label), parent);
        auto* value = new ElidedLabel(fact.value, parent);
        value->setObjectName(QStringLiteral("fact"));
        value->setAccessibleName(QCoreApplication::translate("ui::FactGrid", "%1: %2").arg(fact.label, fact.value));
        if (!fact.explanation.isEmpty())
            value->setToolTip(fact.explanation.toHtmlEscaped());
        const int column = 2 * (i % columns);
        grid.addWidget(label, i / columns, column);
        grid.addWidget(value, i / columns, column + 1);
        grid.setColumnStretch(column + 1, 1);
    }
}

} // namespace tidemark::ui
