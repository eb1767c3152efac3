// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/recordpanel.h"

#include "ui/common/recordtable.h"
#include "ui/common/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {
constexpr int mostRows = 8;
constexpr int widestColumn = 200;
} // namespace

RecordPanel::RecordPanel(const QString& title, QAbstractItemModel* model, int stretched, QWidget* parent)
    : QWidget(parent)
    , m_table(new RecordTable(this))
{
    auto* heading = new QLabel(title, this);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gridStep);
    layout->addWidget(heading);
    layout->addWidget(m_table);
    m_table->setAccessibleName(title);
    m_table->setWidestColumn(widestColumn);
    m_table->setRecords(model, stretched);
    connect(model, &QAbstractItemModel::modelReset, this, &RecordPanel::fit);
    connect(m_table->horizontalScrollBar(), &QScrollBar::rangeChanged, this, &RecordPanel::fit);
    fit();
}

void RecordPanel::fit()
{
    const int rows = std::min(m_table->proxy().sourceModel()->rowCount(), mostRows);
    setVisible(rows > 0);
    const QScrollBar& bar = *m_table->horizontalScrollBar();
    m_table->setFixedHeight((bar.maximum() > bar.minimum() ? bar.sizeHint().height() : 0) +
                            m_table->horizontalHeader()->sizeHint().height() +
                            rows * m_table->verticalHeader()->defaultSectionSize() +
                            2 * m_table->frameWidth() + 2);
}

} // namespace tidemark::ui
