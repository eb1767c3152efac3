// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/runpage.h"

#include "core/bytesize.h"
#include "core/quoting.h"
#include "core/text.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/logview.h"
#include "ui/common/recordtable.h"
#include "ui/common/status.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace tidemark::ui {

namespace {
constexpr int barSteps = 1000;
constexpr int leastRecords = 96;
constexpr int tickMilliseconds = 500;
constexpr std::chrono::seconds tenSeconds{10}; // below, tenths would flicker
} // namespace

RunPage::RunPage(QWidget* parent)
    : QWidget(parent)
    , m_phase(new QLabel(this))
    , m_item(new ElidedLabel({}, this))
    , m_notice(new IconLabel(this))
    , m_bar(new QProgressBar(this))
    , m_amount(new QLabel(this))
    , m_left(new QLabel(this))
    , m_caption(new QLabel(this))
    , m_records(new RecordTable(this))
    , m_log(new LogView(this))
    , m_cancel(new QPushButton(tr("&Cancel"), this))
    , m_background(new QPushButton(tr("Run in back&ground"), this))
{
    m_phase->setObjectName(QStringLiteral("phase"));
    m_phase->setTextFormat(Qt::PlainText);
    m_phase->setWordWrap(true);
    makeHeading(*m_phase);
    m_item->setObjectName(QStringLiteral("item"));
    m_notice->setObjectName(QStringLiteral("runNotice"));
    m_notice->hide();
    m_bar->setObjectName(QStringLiteral("progress"));
    m_bar->setAccessibleName(tr("Progress"));
    m_amount->setObjectName(QStringLiteral("amount"));
    m_left->setObjectName(QStringLiteral("timeLeft"));
    m_left->setAlignment(Qt::AlignRight);
    m_records->setObjectName(QStringLiteral("runRecords"));
    m_records->setMinimumHeight(leastRecords);
    m_records->setAccessibleName(tr("What is worked on"));
    m_caption->setBuddy(m_records);
    m_cancel->setObjectName(QStringLiteral("cancelRunButton"));
    m_cancel->setIcon(icon(QStringLiteral("x")));
    m_background->setObjectName(QStringLiteral("backgroundButton"));
    m_background->setToolTip(tr("Closes this window. The run goes on, and the activity bar shows it."));
    for (QPushButton* button : {m_cancel, m_background})
        button->setAutoDefault(false);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_background);
    buttons->addWidget(m_cancel);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(8);
    layout->addWidget(m_phase, 0, 0, 1, 2);
    layout->addWidget(m_bar, 1, 0, 1, 2);
    layout->addWidget(m_amount, 2, 0);
    layout->addWidget(m_left, 2, 1);
    layout->addWidget(m_item, 3, 0, 1, 2);
    layout->addWidget(m_notice, 4, 0, 1, 2);
    layout->addWidget(m_caption, 5, 0, 1, 2);
    layout->addWidget(m_records, 6, 0, 1, 2);
    layout->addWidget(m_log, 7, 0, 1, 2);
    layout->addLayout(buttons, 8, 0, 1, 2);
    layout->setRowStretch(6, 3);
    layout->setRowStretch(7, 2);
    setRecords(nullptr, 0, {});

    connect(m_cancel, &QPushButton::clicked, this, &RunPage::cancel);
    connect(m_background, &QPushButton::clicked, this, &RunPage::backgroundRequested);
    m_tick.setInterval(tickMilliseconds);
    connect(&m_tick, &QTimer::timeout, this, &RunPage::showElapsed);
}

void RunPage::follow(Task* task)
{
    if (Task* former = m_task.data())
        former->disconnect(this);
    m_task = task;
    m_clock.start();
    m_tick.start();
    m_phase->setText(tr("Starting…"));
    m_item->setText({});
    m_notice->hide();
    m_amount->clear();
    m_left->clear();
    m_bar->setRange(0, 0);
    m_log->setLines(task->log());
    m_cancel->setEnabled(true);
    m_background->setEnabled(true);
    connect(task, &Task::progressed, this, &RunPage::showProgress);
    connect(task, &Task::logGrown, m_log, &LogView::append);
    connect(task, &Task::cancelRequested, this, &RunPage::showProgress);
    connect(task, &Task::ended, &m_tick, &QTimer::stop);
}

void RunPage::cancel()
{
    if (Task* task = m_task.data())
        task->cancel();
}

void RunPage::showProgress()
{
    const Task* task = m_task.data();
    if (!task)
        return;
    const core::Progress& progress = task->progress();
    const bool cancelling = task->isCancelling();
    if (cancelling)
        m_phase->setText(tr("Cancelling… What was begun is being removed."));
    else if (!progress.phase.isEmpty())
        m_phase->setText(core::singleLine(progress.phase));
    m_cancel->setEnabled(!cancelling);
    m_item->setText(core::singleLine(progress.item));
    m_notice->setVisible(!progress.notice.isEmpty() && !cancelling);
    if (!progress.notice.isEmpty())
        m_notice->setStatus(QStringLiteral("triangle-alert"), Tone::Warning, core::singleLine(progress.notice));
    if (progress.fraction) {
        m_bar->setRange(0, barSteps);
        m_bar->setValue(qRound(*progress.fraction * barSteps));
        m_bar->setFormat(tr("%1 %").arg(static_cast<int>(*progress.fraction * 100)));
    }
    m_amount->setText(amountText(progress));
    showElapsed();
}

QString RunPage::amountText(const core::Progress& progress) const
{
    QStringList parts;
    if (progress.bytesDone > 0 && progress.bytesTotal)
        parts.append(tr("%1 of %2").arg(core::ByteSize(progress.bytesDone).toText(), core::ByteSize(*progress.bytesTotal).toText()));
    else if (progress.bytesDone > 0)
        parts.append(core::ByteSize(progress.bytesDone).toText());
    if (progress.bytesPerSecond && *progress.bytesPerSecond >= 1)
        parts.append(tr("%1 per second").arg(core::ByteSize(static_cast<qint64>(*progress.bytesPerSecond)).toText()));
    return parts.join(tr(", "));
}

void RunPage::showElapsed()
{
    const Task* task = m_task.data();
    if (!task || !task->isRunning())
        return;
    const std::chrono::milliseconds elapsed(m_clock.elapsed());
    QString text = tr("%1 so far").arg(elapsed < tenSeconds ? tr("%1 s").arg(elapsed.count() / 1000) : core::durationText(elapsed));
    const std::optional<std::chrono::seconds> left = task->progress().left;
    if (left && left->count() > 0 && !task->isCancelling())
        text = tr("about %1 left in this step, %2").arg(*left < tenSeconds ? tr("%1 s").arg(left->count()) : core::durationText(*left), text);
    m_left->setText(text);
}

void RunPage::setRecords(QAbstractItemModel* model, int stretched, const QString& caption)
{
    const bool some = model != nullptr;
    m_caption->setVisible(some);
    m_records->setVisible(some);
    if (!some)
        return;
    m_caption->setText(caption);
    m_records->setAccessibleName(caption);
    m_records->setRecords(model, stretched);
}

QString RunPage::logText() const
{
    return m_log->allText();
}

} // namespace tidemark::ui
