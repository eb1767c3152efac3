// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notices.h"

#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace tidemark::ui {

Notices::Notices(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("notices"));
    m_layout->setContentsMargins(gridStep, gridStep, gridStep, 0);
    m_layout->setSpacing(gridStep / 2);
    hide();
}

void Notices::say(const Notice& notice)
{
    dismiss(notice.id);
    auto* row = new QFrame(this);
    row->setObjectName(QStringLiteral("notice.") + notice.id);
    row->setFrameShape(QFrame::StyledPanel);
    row->setAutoFillBackground(true);
    row->setBackgroundRole(QPalette::Base);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(gridStep, gridStep / 2, gridStep / 2, gridStep / 2);
    layout->setSpacing(gridStep);
    layout->addWidget(new IconLabel(notice.icon, notice.tone, notice.text, row), 1);
    for (const NoticeAction& action : notice.actions) {
        auto* button = new QPushButton(action.text, row);
        button->setObjectName(action.objectName);
        connect(button, &QPushButton::clicked, this, [this, id = notice.id, run = action.run] {
            dismiss(id);
            run();
        });
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    auto* close = new QToolButton(row);
    close->setObjectName(QStringLiteral("dismissNotice"));
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("x")));
    close->setToolTip(tr("Dismiss"));
    close->setAccessibleName(tr("Dismiss this note"));
    connect(close, &QToolButton::clicked, this, [this, id = notice.id] { dismiss(id); });
    layout->addWidget(close, 0, Qt::AlignTop);
    m_layout->addWidget(row);
    m_rows.insert(notice.id, row);
    setVisible(true);
}

void Notices::dismiss(const QString& id)
{
    if (QWidget* row = m_rows.take(id)) {
        row->hide();
        row->deleteLater(); // its own button may be what called
    }
    setVisible(!m_rows.isEmpty());
}

QString Notices::text(const QString& id) const
{
    const QWidget* row = m_rows.value(id);
    const auto* label = row ? row->findChild<IconLabel*>() : nullptr;
    return label ? label->text() : QString();
}

} // namespace tidemark::ui
