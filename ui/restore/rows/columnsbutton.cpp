// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/restore/rows/columnsbutton.h"

#include "core/quoting.h"
#include "ui/common/seenticks.h"

#include <QListWidget>
#include <QMenu>
#include <QWidgetAction>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int mostLines = 12;
constexpr qsizetype longestText = 48;

} // namespace

ColumnsButton::ColumnsButton(const QString& nothing, QWidget* parent)
    : QPushButton(parent)
    , m_nothing(nothing)
{
    setAutoDefault(false);
    auto* menu = new QMenu(this);
    m_list = new QListWidget(menu);
    m_list->setObjectName(QStringLiteral("columnsList"));
    m_list->setAccessibleName(tr("Columns"));
    auto* seen = new SeenTicks;
    seen->setParent(m_list);
    m_list->setStyle(seen);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(m_list);
    menu->addAction(action);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this] {
        m_before = ticked();
        m_list->setFocus();
    });
    connect(menu, &QMenu::aboutToHide, this, [this] {
        showText();
        const QStringList now = ticked();
        if (now != m_before)
            Q_EMIT changed(now);
    });
    showText();
}

void ColumnsButton::setColumns(const QStringList& all, const QStringList& ticked)
{
    m_list->clear();
    for (const QString& column : all) {
        auto* item = new QListWidgetItem(core::singleLine(column), m_list);
        item->setData(Qt::UserRole, column);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(ticked.contains(column) ? Qt::Checked : Qt::Unchecked);
    }
    const auto lines = static_cast<int>(std::clamp<qsizetype>(all.size(), 2, mostLines));
    m_list->setFixedHeight(lines * (m_list->fontMetrics().height() + 8) + 8);
    showText();
}

QStringList ColumnsButton::ticked() const
{
    QStringList columns;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked)
            columns.append(m_list->item(row)->data(Qt::UserRole).toString());
    }
    return columns;
}

void ColumnsButton::showText()
{
    const QStringList columns = ticked();
    QString text = columns.isEmpty() ? m_nothing : core::singleLine(columns.join(tr(", ")));
    setToolTip(text.toHtmlEscaped());
    if (text.size() > longestText)
        text = text.left(longestText) + QChar(0x2026);
    setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
}

} // namespace tidemark::ui
