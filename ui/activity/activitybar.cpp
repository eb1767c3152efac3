// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activitybar.h"

#include "core/quoting.h"
#include "core/text.h"
#include "ui/activity/activities.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/task.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QToolTip>

namespace tidemark::ui {

namespace {

constexpr int barSteps = 1000;

} // namespace

ActivityBar::ActivityBar(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_icon(new QLabel(this))
    , m_text(new ElidedLabel({}, this))
    , m_bar(new QProgressBar(this))
    , m_left(new QLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_secrets(new QToolButton(this))
    , m_toggle(new QToolButton(this))
{
    setObjectName(QStringLiteral("activityBar"));
    buildLayout();
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (Task* task = shownTask())
            task->cancel();
    });
    connect(m_toggle, &QToolButton::toggled, this, &ActivityBar::panelToggled);
    connect(m_secrets, &QToolButton::clicked, this, [this] {
        QToolTip::showText(m_secrets->mapToGlobal(QPoint(0, 0)), m_secrets->toolTip(), m_secrets);
    });
    connect(&services.activities, &Activities::changed, this, &ActivityBar::showRunning);
    connect(&services.activities, &Activities::ended, this, [this](const Activity& activity) {
        m_last = core::singleLine(activity.info.title);
        showRunning();
    });
    connect(&services.secrets, &store::SecretStore::backendChanged, this, &ActivityBar::showSecretPlace);
    showSecretPlace();
    showRunning();
}

void ActivityBar::buildLayout()
{
    m_text->setObjectName(QStringLiteral("activityText"));
    m_bar->setObjectName(QStringLiteral("activityProgress"));
    m_bar->setAccessibleName(tr("Progress of the run"));
    m_bar->setFixedWidth(160);
    m_left->setObjectName(QStringLiteral("activityLeft"));
    m_cancel->setObjectName(QStringLiteral("activityBarCancel"));
    m_cancel->setAccessibleName(tr("Cancel the run"));
    m_secrets->setObjectName(QStringLiteral("secretPlace"));
    m_secrets->setAutoRaise(true);
    m_secrets->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_secrets->setIcon(icon(QStringLiteral("key"), Tone::Warning));
    m_secrets->setText(tr("Passwords are kept in memory until you quit"));
    m_toggle->setObjectName(QStringLiteral("activityToggle"));
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setIcon(icon(QStringLiteral("scroll-text")));
    m_toggle->setText(tr("&Activity"));
    m_toggle->setToolTip(tr("Running and past runs, with their logs"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * gridStep, gridStep / 2, gridStep, gridStep / 2);
    row->setSpacing(gridStep);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_bar);
    row->addWidget(m_left);
    row->addWidget(m_cancel);
    row->addWidget(m_secrets);
    row->addWidget(m_toggle);
}

Task* ActivityBar::shownTask() const
{
    const QList<Activity>& running = m_services.activities.running();
    return running.isEmpty() ? nullptr : running.constFirst().task;
}

void ActivityBar::showIdle()
{
    for (QWidget* part : QList<QWidget*>{m_bar, m_left, m_cancel, m_icon})
        part->hide();
    m_secrets->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_text->setText(m_last.isEmpty() ? tr("Nothing is running.") : tr("Nothing is running. Ended last: %1").arg(m_last));
}

void ActivityBar::showRunning()
{
    const Task* task = shownTask();
    if (!task) {
        showIdle();
        return;
    }
    const Activity& activity = m_services.activities.running().constFirst();
    const core::Progress& progress = task->progress();
    QString text = core::singleLine(activity.info.title);
    if (task->isCancelling())
        text += tr(": stopping");
    else if (!progress.phase.isEmpty())
        text += QStringLiteral(": ") + core::singleLine(progress.phase);
    const int others = static_cast<int>(m_services.activities.running().size()) - 1;
    if (others > 0)
        text += QStringLiteral(" (") + tr("and %n more", nullptr, others) + QLatin1Char(')');
    m_text->setText(text);
    m_icon->setPixmap(icon(QStringLiteral("loader"), Tone::Accent).pixmap(QSize(16, 16), devicePixelRatioF()));
    m_bar->setRange(0, progress.fraction ? barSteps : 0);
    if (progress.fraction)
        m_bar->setValue(static_cast<int>(*progress.fraction * barSteps));
    m_left->setText(progress.left ? tr("%1 left").arg(core::durationText(*progress.left)) : QString());
    m_cancel->setEnabled(!task->isCancelling());
    for (QWidget* part : QList<QWidget*>{m_bar, m_cancel, m_icon})
        part->show();
    m_left->setVisible(!m_left->text().isEmpty());
    m_secrets->setToolButtonStyle(Qt::ToolButtonIconOnly); // the run needs the room
}

void ActivityBar::showSecretPlace()
{
    m_secrets->setVisible(m_services.secrets.backend() == store::SecretStore::Backend::MemoryOnly);
    m_secrets->setToolTip(m_services.secrets.backendReason());
}

void ActivityBar::setPanelOpen(bool open)
{
    m_toggle->setChecked(open);
}

} // namespace tidemark::ui
