// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/wizardsteps.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace tidemark::ui {

namespace {
constexpr int disc = 24;
constexpr int stepHeight = 48;
constexpr int margin = 16;
constexpr int gap = 8;
} // namespace

WizardSteps::WizardSteps(const QStringList& steps, QWidget* parent)
    : QWidget(parent)
    , m_steps(steps)
{
    setObjectName(QStringLiteral("wizardSteps"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setCurrent(0);
}

void WizardSteps::setCurrent(int step, const QList<int>& passedOver)
{
    m_current = step;
    m_passedOver = passedOver;
    QString name = tr("Step %1 of %2: %3").arg(step + 1).arg(m_steps.size()).arg(m_steps.value(step));
    QStringList skipped;
    for (const int one : passedOver)
        skipped.append(m_steps.value(one));
    if (!skipped.isEmpty())
        name = tr("%1; not needed: %2", "step; other steps").arg(name, skipped.join(tr(", ")));
    setAccessibleName(name);
    setToolTip(skipped.isEmpty() ? QString() : tr("Not needed this time: %1").arg(skipped.join(tr(", "))));
    update();
}

QSize WizardSteps::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    int widest = 0;
    for (const QString& step : m_steps)
        widest = std::max(widest, metrics.horizontalAdvance(step));
    return {2 * margin + disc + gap + widest, static_cast<int>(m_steps.size()) * stepHeight};
}

void WizardSteps::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int step = 0; step < m_steps.size(); ++step)
        paintStep(painter, step);
}

void WizardSteps::paintStep(QPainter& painter, int step) const
{
    const bool present = step == m_current;
    const bool passedOver = m_passedOver.contains(step);
    const QColor accent = toneColour(Tone::Accent, palette());
    const QColor quiet = toneColour(Tone::Muted, palette());
    const QRect row(margin, margin + step * stepHeight, width() - 2 * margin, disc);
    const QRect circle = QStyle::visualRect(layoutDirection(), row, QRect(row.x(), row.y(), disc, disc));
    if (step + 1 < m_steps.size()) {
        painter.setPen(QPen(step < m_current ? accent : quiet, 1));
        painter.drawLine(circle.center().x(), circle.bottom() + 4, circle.center().x(), circle.bottom() + stepHeight - disc - 3);
    }
    painter.setPen(QPen(step <= m_current && !passedOver ? accent : quiet, 1.5));
    painter.setBrush(present ? QBrush(accent) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QRectF(circle).adjusted(1, 1, -1, -1));
    QFont plain = font();
    plain.setBold(present);
    painter.setFont(plain);
    if (passedOver) {
        icon(QStringLiteral("minus"), Tone::Muted).paint(&painter, circle.adjusted(5, 5, -5, -5));
    } else if (step < m_current) {
        icon(QStringLiteral("check"), Tone::Accent).paint(&painter, circle.adjusted(5, 5, -5, -5));
    } else {
        painter.setPen(present ? inkOn(accent) : quiet);
        painter.drawText(circle, Qt::AlignCenter, locale().toString(step + 1));
    }
    painter.setPen(step <= m_current && !passedOver ? palette().color(QPalette::WindowText) : quiet);
    const QRect text = QStyle::visualRect(layoutDirection(), row, row.adjusted(disc + gap, 0, margin, 0));
    painter.drawText(text, static_cast<int>(Qt::AlignVCenter | QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)), m_steps.at(step));
}

} // namespace tidemark::ui
