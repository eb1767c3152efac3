// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replication/stagebar.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <numeric>

namespace tidemark::ui {

namespace {
constexpr int barHeight = 8;
constexpr std::array<Qt::BrushStyle, 4> patterns{Qt::Dense6Pattern, Qt::Dense4Pattern, Qt::BDiagPattern,
                                                 Qt::SolidPattern};
constexpr std::array<const char*, 4> titles{
    QT_TRANSLATE_NOOP("tidemark::ui::StageBar", "Not yet sent"),
    QT_TRANSLATE_NOOP("tidemark::ui::StageBar", "On the way"),
    QT_TRANSLATE_NOOP("tidemark::ui::StageBar", "Not yet on its disk"),
    QT_TRANSLATE_NOOP("tidemark::ui::StageBar", "Not yet replayed")};
} // namespace

StageBar::StageBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("stageBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Where the bytes are"));
}

QString StageBar::titleOf(std::size_t part)
{
    return tr(titles.at(part));
}

QBrush StageBar::brushOf(std::size_t part, const QPalette& palette)
{
    return {toneColour(Tone::Accent, palette), patterns.at(part)};
}

void StageBar::setBytes(const replication::StageBytes& bytes)
{
    qint64 before = 0;
    std::size_t i = 0;
    for (const auto& stage : {bytes.sent, bytes.write, bytes.flush, bytes.replay}) {
        // A stage that is not known is passed over: what it would have is counted with the next one.
        const qint64 behind = stage ? stage->bytes() : before;
        m_parts.at(i++) = std::max<qint64>(0, behind - before);
        before = std::max(before, behind);
    }
    m_total = std::accumulate(m_parts.begin(), m_parts.end(), qint64(0));
    QStringList lines;
    for (std::size_t part = 0; part < m_parts.size(); ++part)
        lines.append(QStringLiteral("%1: %2").arg(titleOf(part), core::ByteSize(m_parts.at(part)).toText()));
    setToolTip(lines.join(QLatin1Char('\n')));
    setAccessibleDescription(lines.join(QStringLiteral(", ")));
    update();
}

QSize StageBar::sizeHint() const
{
    return {120, barHeight};
}

void StageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    QColor ground = palette().color(QPalette::WindowText);
    ground.setAlphaF(0.12F);
    painter.fillPath(outline, ground);
    if (m_total > 0) {
        painter.save();
        painter.setClipPath(outline);
        painter.setRenderHint(QPainter::Antialiasing, false);
        qint64 begin = 0;
        for (std::size_t part = 0; part < m_parts.size(); ++part) {
            const auto at = [this](qint64 bytes) {
                return static_cast<int>(static_cast<double>(bytes) / static_cast<double>(m_total) * width());
            };
            const int left = at(begin);
            begin += m_parts.at(part);
            painter.fillRect(QRect(left, 0, at(begin) - left, height()), brushOf(part, palette()));
        }
        painter.restore();
    }
    QColor edge = palette().color(QPalette::WindowText);
    edge.setAlphaF(0.3F);
    painter.setPen(edge);
    painter.drawPath(outline);
}

} // namespace tidemark::ui
