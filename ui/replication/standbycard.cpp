// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/standbycard.h"

#include "core/quoting.h"
#include "core/text.h"
#include "replication/lagrules.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/iconlabel.h"
#include "ui/common/theme.h"
#include "ui/replication/lagtext.h"
#include "ui/replication/stagebar.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace tidemark::ui {

namespace {

QLabel* plainLabel(const QString& objectName, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString exactBytes(const std::optional<core::ByteSize>& bytes)
{
    return bytes ? StandbyCard::tr("%1 bytes").arg(core::countText(bytes->bytes()))
                 : StandbyCard::tr("The server does not say.");
}

QString placeText(const replication::StandbyLag& lag)
{
    QStringList facts;
    const QString address = core::singleLine(lag.address);
    if (lag.viewpoint == replication::Viewpoint::Inside)
        facts.append(address.isEmpty() ? StandbyCard::tr("sender not known")
                                       : StandbyCard::tr("from %1").arg(address));
    else if (lag.viewpoint == replication::Viewpoint::Sender &&
             lag.condition != replication::Condition::NoPrivilege &&
             lag.condition != replication::Condition::Missing)
        facts.append(address.isEmpty() ? StandbyCard::tr("local socket") : address);
    for (const QString& fact : {lag.state, lag.syncState}) {
        if (!fact.isEmpty())
            facts.append(fact);
    }
    if (lag.kind == replication::StreamKind::Logical && lag.viewpoint == replication::Viewpoint::Sender)
        facts.append(StandbyCard::tr("logical"));
    if (!lag.slot.isEmpty())
        facts.append(StandbyCard::tr("slot %1").arg(core::singleLine(lag.slot)));
    return facts.join(QStringLiteral(" · "));
}

} // namespace

StandbyCard::StandbyCard(QWidget* parent)
    : QFrame(parent)
    , m_name(new ElidedLabel({}, this))
    , m_place(plainLabel(QStringLiteral("standbyPlace"), this))
    , m_condition(new IconLabel(this))
    , m_sentence(plainLabel(QStringLiteral("standbySentence"), this))
    , m_lead(plainLabel(QStringLiteral("standbyLead"), this))
    , m_leadLabel(plainLabel(QStringLiteral("standbyLeadLabel"), this))
    , m_trend(new IconLabel(this))
    , m_bar(new StageBar(this))
    , m_times(plainLabel(QStringLiteral("standbyTimes"), this))
    , m_forget(new QPushButton(tr("Do not &miss it any more"), this))
    , m_heard(plainLabel(QStringLiteral("standbyHeard"), this))
{
    setObjectName(QStringLiteral("standbyCard"));
    setFocusPolicy(Qt::TabFocus);
    m_name->setObjectName(QStringLiteral("standbyName"));
    m_condition->setObjectName(QStringLiteral("standbyCondition"));
    m_trend->setObjectName(QStringLiteral("standbyTrend"));
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.1);
    m_name->setFont(bold);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.7);
    m_lead->setFont(large);
    m_place->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_leadLabel->setWordWrap(true);
    m_times->setWordWrap(true);
    m_forget->setObjectName(QStringLiteral("forgetStandby"));
    m_forget->setAutoDefault(false);
    connect(m_forget, &QPushButton::clicked, this, [this] { Q_EMIT forgetRequested(m_id); });

    auto* lead = new QVBoxLayout;
    lead->setSpacing(0);
    lead->addWidget(m_lead);
    lead->addWidget(m_leadLabel);
    lead->addStretch(1);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(gridStep);
    grid->setVerticalSpacing(2);
    grid->setRowStretch(4, 1);
    m_stages = {addStage(tr("Sent"), QStringLiteral("standbySent"), 0, *grid),
                addStage(tr("Written"), QStringLiteral("standbyWritten"), 1, *grid),
                addStage(tr("Flushed"), QStringLiteral("standbyFlushed"), 2, *grid),
                addStage(tr("Replayed"), QStringLiteral("standbyReplayed"), 3, *grid)};

    auto* figures = new QHBoxLayout;
    figures->setSpacing(gridStep);
    figures->addLayout(lead, 1);
    figures->addLayout(grid);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep + 4, gridStep + 4, gridStep + 4, gridStep + 4);
    layout->setSpacing(gridStep / 2);
    layout->addWidget(m_name);
    layout->addWidget(m_place);
    layout->addSpacing(gridStep / 2);
    layout->addWidget(m_condition);
    layout->addWidget(m_sentence);
    layout->addSpacing(gridStep);
    layout->addLayout(figures);
    layout->addWidget(m_bar);
    layout->addWidget(m_times);
    layout->addWidget(m_trend);
    layout->addWidget(m_forget, 0, Qt::AlignLeft);
    layout->addStretch(1);
    layout->addSpacing(gridStep / 2);
    layout->addWidget(m_heard);
    paintQuiet();
}

StandbyCard::Stage StandbyCard::addStage(const QString& title, const QString& objectName, int row,
                                         QGridLayout& grid)
{
    Stage stage{new QLabel(title, this), plainLabel(objectName + QStringLiteral("Bytes"), this),
                plainLabel(objectName + QStringLiteral("Seconds"), this)};
    stage.bytes->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    stage.seconds->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    stage.bytes->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("999 bytes")));
    stage.seconds->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("9.9 min")));
    grid.addWidget(stage.title, row, 0);
    grid.addWidget(stage.bytes, row, 1);
    grid.addWidget(stage.seconds, row, 2);
    return stage;
}

void StandbyCard::showStage(const Stage& stage, const std::optional<core::ByteSize>& bytes,
                            const std::optional<double>& seconds)
{
    stage.bytes->setText(bytesText(bytes));
    stage.bytes->setToolTip(exactBytes(bytes));
    stage.seconds->setText(secondsText(seconds));
    stage.seconds->setToolTip(seconds ? tr("Measured by the server, and as old as the last reply.")
                                      : tr("There was nothing to measure; that is not the same as no lag."));
}

void StandbyCard::setLag(const replication::StandbyLag& lag, const LagTrend& trend)
{
    m_id = lag.id;
    m_name->setText(displayName(lag));
    m_place->setText(placeText(lag));
    m_place->setVisible(!m_place->text().isEmpty());
    m_shown = lag.condition;
    showCondition();
    m_sentence->setText(replication::conditionSentence(lag.condition));
    m_lead->setText(bytesText(leadingBytes(lag)));
    m_lead->setToolTip(exactBytes(leadingBytes(lag)));
    m_leadLabel->setText(leadingLabel(lag));
    const bool hasTrend = trend.direction() != LagTrend::Direction::Unknown;
    m_trend->setVisible(hasTrend);
    if (hasTrend) {
        const bool growing = trend.direction() == LagTrend::Direction::Growing;
        m_trend->setStatus(growing ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"),
                           Tone::Text, trend.toText());
    }
    showStages(lag);
    showTimes(lag);
    m_forget->setVisible(lag.condition == replication::Condition::Missing);
    const QString heard = showHeard(lag);
    setAccessibleName(QStringLiteral("%1: %2, %3 %4")
                          .arg(m_name->text(), replication::conditionTitle(lag.condition), m_lead->text(),
                               m_leadLabel->text()));
    setAccessibleDescription(m_sentence->text() + QLatin1Char(' ') + heard);
}

void StandbyCard::showStages(const replication::StandbyLag& lag)
{
    showStage(m_stages[0], lag.bytes.sent, std::nullopt);
    showStage(m_stages[1], lag.bytes.write, lag.seconds.write);
    showStage(m_stages[2], lag.bytes.flush, lag.seconds.flush);
    showStage(m_stages[3], lag.bytes.replay, lag.seconds.replay);
    const bool isMissing = lag.condition == replication::Condition::Missing;
    const bool isSender = lag.viewpoint == replication::Viewpoint::Sender && !isMissing;
    // From inside, what was sent is not known, nor any time; of one that is not there nothing is.
    for (const Stage& stage : m_stages) {
        const bool known =
            isSender || (lag.viewpoint == replication::Viewpoint::Inside && &stage != &m_stages[0]);
        stage.title->setVisible(known);
        stage.bytes->setVisible(known);
        stage.seconds->setVisible(isSender && &stage != &m_stages[0]);
    }
    m_lead->setVisible(!isMissing && lag.viewpoint != replication::Viewpoint::Subscription);
    m_leadLabel->setVisible(!isMissing);
    m_bar->setBytes(lag.bytes);
    m_bar->setVisible(isSender && leadingBytes(lag).has_value());
}

void StandbyCard::showTimes(const replication::StandbyLag& lag)
{
    QStringList lines;
    if (lag.behind)
        lines.append(tr("Behind in time: %1").arg(behindText(lag.behind)));
    if (const QString text = catchUpText(lag); !text.isEmpty())
        lines.append(text);
    m_times->setText(lines.join(QLatin1Char('\n')));
    m_times->setVisible(!lines.isEmpty());
    m_times->setToolTip(
        tr("How long ago the server was where this standby is now, by our own record of its positions."));
}

QString StandbyCard::showHeard(const replication::StandbyLag& lag)
{
    const bool inside = lag.viewpoint != replication::Viewpoint::Sender;
    QString heard;
    if (lag.condition == replication::Condition::Missing) {
        heard = lag.lastSeen.isValid() ? tr("Last seen: %1").arg(core::localDateTimeText(lag.lastSeen))
                                       : tr("Last seen before this watch began");
        m_heard->setToolTip({});
    } else {
        const QString age = lag.replyAge ? secondsText(lag.replyAge) : tr("not known");
        heard =
            inside ? tr("Age of the last message: %1").arg(age) : tr("Age of the last reply: %1").arg(age);
        if (lag.lastReplayedCommitAge)
            heard += QLatin1Char('\n') +
                     tr("Age of the last replayed commit: %1").arg(secondsText(lag.lastReplayedCommitAge));
        m_heard->setToolTip(
            inside ? tr("The age of the last commit is no lag: it grows while nothing is written, too.")
                   : tr("A standby reports every ten seconds at the latest (wal_receiver_status_interval)."));
    }
    m_heard->setText(heard);
    return heard;
}

void StandbyCard::setFreshness(Freshness freshness)
{
    if (m_freshness == freshness)
        return;
    m_freshness = freshness;
    showCondition();
    paintQuiet();
    update();
}

void StandbyCard::showCondition()
{
    const ConditionLook look = lookOf(m_shown);
    m_condition->setStatus(look.icon, m_freshness == Freshness::Fresh ? look.tone : Tone::Muted,
                           replication::conditionTitle(m_shown));
}

/// What explains is quieter than what counts; what is old is quiet altogether.
void StandbyCard::paintQuiet()
{
    const QPalette& own = palette();
    QPalette quiet = own;
    quiet.setColor(QPalette::WindowText, toneColour(Tone::Muted, own));
    QList<QLabel*> explaining{m_place, m_leadLabel, m_times, m_heard};
    for (const Stage& stage : m_stages)
        explaining.append(stage.title);
    for (QLabel* label : std::as_const(explaining))
        label->setPalette(quiet);
    QList<QWidget*> counting{m_name, m_condition, m_sentence, m_lead, m_trend};
    for (const Stage& stage : m_stages)
        counting << stage.bytes << stage.seconds;
    for (QWidget* widget : std::as_const(counting))
        widget->setPalette(m_freshness == Freshness::Fresh ? QPalette() : quiet);
}

void StandbyCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintQuiet();
}

void StandbyCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor edge = palette().color(QPalette::WindowText);
    edge.setAlphaF(0.18F);
    QPen pen(edge, 1);
    if (m_freshness == Freshness::Old)
        pen.setStyle(Qt::DashLine);
    if (hasFocus())
        pen = QPen(palette().color(QPalette::Highlight), 2);
    painter.setPen(pen);
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

} // namespace tidemark::ui
