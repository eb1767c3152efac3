// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/serverlist.h"

#include "ui/common/icons.h"
#include "ui/common/status.h"
#include "ui/profiles/profiledelegate.h"

#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

ServerList::ServerList(ProfileModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new QListView(this))
    , m_add(new QPushButton(icon(QStringLiteral("plus")), tr("Add ser&ver…"), this))
{
    setObjectName(QStringLiteral("serverList"));
    m_view->setObjectName(QStringLiteral("servers"));
    m_view->setAccessibleName(tr("Servers"));
    m_view->setModel(&model);
    m_view->setItemDelegate(new ProfileDelegate(m_view));
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setUniformItemSizes(true);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_add->setObjectName(QStringLiteral("addServer"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep, gridStep, 0, gridStep);
    layout->setSpacing(gridStep);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_add);
    setMinimumWidth(200);

    connect(m_add, &QPushButton::clicked, this, &ServerList::addRequested);
    connect(m_view, &QListView::customContextMenuRequested, this, &ServerList::showMenu);
    connect(m_view, &QListView::activated, this, [this](const QModelIndex& index) { Q_EMIT activated(index.data(ProfileModel::IdRole).toString()); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (index.isValid())
            m_currentId = index.data(ProfileModel::IdRole).toString();
        announce();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, &ServerList::keepCurrent);
}

std::optional<store::Profile> ServerList::current() const
{
    const int row = m_view->currentIndex().row();
    return row < 0 || row >= m_model.rowCount() ? std::nullopt : std::optional(m_model.at(row));
}

void ServerList::select(const QString& id)
{
    const int row = m_model.rowOf(id);
    if (row >= 0)
        m_view->setCurrentIndex(m_model.index(row));
}

void ServerList::keepCurrent()
{
    const int row = std::max(0, m_model.rowOf(m_currentId));
    if (m_model.rowCount() > 0)
        m_view->setCurrentIndex(m_model.index(row));
    else
        announce(); // a reset clears the current index without a word
}

void ServerList::announce()
{
    // A reset of the model is no news while the server and its settings are the same.
    const std::optional<store::Profile> profile = current();
    if (profile == m_announced)
        return;
    m_announced = profile;
    Q_EMIT currentChanged(profile);
}

void ServerList::setCanAdd(bool can)
{
    m_add->setEnabled(can);
}

void ServerList::showMenu(const QPoint& position)
{
    if (m_menu)
        m_menu->popup(m_view->viewport()->mapToGlobal(position));
}

} // namespace tidemark::ui
