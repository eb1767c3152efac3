// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backup/checkbutton.h"

#include "ui/common/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

namespace tidemark::ui {

CheckButton::CheckButton(QWidget* parent)
    : QWidget(parent)
    , m_check(new QPushButton(icon(QStringLiteral("shield-check")), tr("&Check now"), this))
    , m_ways(new QPushButton(this))
    , m_verify(new QAction(icon(QStringLiteral("shield-check")), tr("&Verify by restoring…"), this))
    , m_sanity(new QAction(icon(QStringLiteral("list")), tr("Sanity &queries…"), this))
{
    m_check->setObjectName(QStringLiteral("checkSetButton"));
    m_check->setToolTip(tr("Reads the backup from end to end"));
    m_verify->setObjectName(QStringLiteral("verifySetAction"));
    m_verify->setToolTip(
        tr("Restores the backup on trial, compares all of it, and removes what was restored"));
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addAction(m_verify);
    m_sanity->setObjectName(QStringLiteral("sanitySetAction"));
    m_sanity->setToolTip(tr("Questions of your own that are asked of everything restored from it"));
    menu->addAction(m_sanity);
    m_ways->setObjectName(QStringLiteral("checkWaysButton"));
    m_ways->setAccessibleName(tr("More ways to check"));
    m_ways->setToolTip(tr("More ways to check"));
    m_ways->setMenu(menu);
    m_ways->setFixedWidth(28); // an arrow, no text
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1); // two halves of one
    layout->addWidget(m_check);
    layout->addWidget(m_ways);
    connect(m_check, &QPushButton::clicked, this, &CheckButton::checkRequested);
    connect(m_verify, &QAction::triggered, this, &CheckButton::verifyRequested);
    connect(m_sanity, &QAction::triggered, this, &CheckButton::sanityRequested);
}

void CheckButton::setCanCheck(bool can)
{
    m_check->setEnabled(can);
}

void CheckButton::setCanVerify(bool can)
{
    m_verify->setEnabled(can);
    m_ways->setEnabled(can || m_sanity->isEnabled());
}

void CheckButton::setCanAsk(bool can)
{
    m_sanity->setEnabled(can);
    m_ways->setEnabled(can || m_verify->isEnabled());
}

} // namespace tidemark::ui
