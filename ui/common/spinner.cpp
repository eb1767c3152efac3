// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/spinner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace tidemark::ui {

namespace {
constexpr int ringSize = 16;
constexpr int stepDegrees = 30;
constexpr int stepMilliseconds = 80;
} // namespace

Spinner::Spinner(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
{
    setObjectName(QStringLiteral("spinner"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(ringSize + 8, 4, 0, 4);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    layout->addWidget(m_label);
    m_timer.setInterval(stepMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % (360 / stepDegrees);
        update(0, 0, ringSize + 2, height());
    });
    hide();
}

void Spinner::start(const QString& text)
{
    m_label->setText(text);
    setAccessibleName(text);
    m_timer.start();
    show();
}

void Spinner::stop()
{
    m_timer.stop();
    hide();
}

QString Spinner::text() const
{
    return m_label->text();
}

void Spinner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF ring(1.5, (height() - ringSize) / 2.0 + 1.5, ringSize - 3.0, ringSize - 3.0);
    QColor ground = palette().color(QPalette::WindowText);
    ground.setAlphaF(0.2F);
    painter.setPen(QPen(ground, 2.5));
    painter.drawEllipse(ring);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, -m_step * stepDegrees * 16, 100 * 16);
}

} // namespace tidemark::ui
