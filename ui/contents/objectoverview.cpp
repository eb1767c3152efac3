// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/objectoverview.h"

#include "core/text.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/recordtable.h"
#include "ui/common/theme.h"
#include "ui/contents/factgrid.h"
#include "ui/contents/objectfacts.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>

namespace tidemark::ui {

namespace {
constexpr int roomyWidth = 560;
}

ObjectOverview::ObjectOverview(QWidget* parent)
    : QWidget(parent)
    , m_facts(new QGridLayout)
    , m_links(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_needsCaption(new QLabel(this))
    , m_usersCaption(new QLabel(this))
    , m_needsNone(new QLabel(tr("Nothing else in this dump."), this))
    , m_usersNone(new QLabel(tr("Nothing else in this dump."), this))
    , m_needsTable(new RecordTable(this))
    , m_usersTable(new RecordTable(this))
{
    setObjectName(QStringLiteral("objectOverview"));
    m_links->setSpacing(2 * gridStep);
    m_links->addWidget(buildLinks(m_needsTable, &m_needs, m_needsCaption, m_needsNone, "needsTable"), 1);
    m_links->addWidget(buildLinks(m_usersTable, &m_users, m_usersCaption, m_usersNone, "neededByTable"), 1);
    m_needsTable->setAccessibleName(tr("What it needs"));
    m_usersTable->setAccessibleName(tr("What needs it"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridStep, 2 * gridStep, 2 * gridStep, gridStep);
    layout->setSpacing(2 * gridStep);
    layout->addLayout(m_facts);
    layout->addLayout(m_links, 1);
}

QWidget* ObjectOverview::buildLinks(RecordTable* table, ObjectLinkModel* model, QLabel* caption, QLabel* none, const char* name)
{
    table->setObjectName(QLatin1String(name));
    table->setRecords(model, ObjectLinkModel::Name);
    table->horizontalHeader()->hide();
    table->setAlternatingRowColors(false);
    table->viewport()->setCursor(Qt::PointingHandCursor);
    QFont bold = caption->font();
    bold.setBold(true);
    caption->setFont(bold);
    caption->setBuddy(table);
    // A click that is followed changes the list under the next signal of the same click.
    const auto follow = [this, model](int row) {
        if (row >= 0 && row < model->rowCount())
            Q_EMIT linkFollowed(model->at(row));
    };
    connect(table, &QTableView::clicked, this, [table, follow] { follow(table->currentRecord()); });
    connect(table, &RecordTable::recordActivated, this, follow);
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(caption);
    column->addWidget(none);
    column->addWidget(table, 1);
    column->addStretch(0);
    return box;
}

/// One below the other where there is no room for both beside each other.
void ObjectOverview::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_links->setDirection(width() >= roomyWidth ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ObjectOverview::setObject(const OpenedDump* dump, int object)
{
    const ContentIndex* index = dump && object >= 0 ? dump->index.get() : nullptr;
    const QList<int> needs = index ? index->needs(object) : QList<int>();
    const QList<int> users = index ? index->neededBy(object) : QList<int>();
    fillFactGrid(*m_facts, index ? objectFacts(*dump, object) : QList<DumpFact>(), 2, this);
    m_needs.setObjects(index, needs);
    m_users.setObjects(index, users);
    m_needsCaption->setText(tr("It needs (%1)").arg(core::countText(needs.size())));
    m_usersCaption->setText(tr("Needed by (%1)").arg(core::countText(users.size())));
    m_needsTable->setVisible(!needs.isEmpty());
    m_needsNone->setVisible(needs.isEmpty());
    m_usersTable->setVisible(!users.isEmpty());
    m_usersNone->setVisible(users.isEmpty());
}

} // namespace tidemark::ui
