// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/choicecard.h"

#include "ui/common/mutedlabel.h"
#include "ui/common/seenticks.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>

namespace tidemark::ui {

namespace {
constexpr double corner = 6;
}

ChoiceCard::ChoiceCard(const QString& title, const QString& sentence, QWidget* parent)
    : QFrame(parent)
    , m_button(new QRadioButton(title, this))
    , m_mark(new QLabel(this))
    , m_sentence(new MutedLabel(sentence, this))
{
    QFont bold = m_button->font();
    bold.setBold(true);
    m_button->setFont(bold);
    auto* seen = new SeenTicks;
    seen->setParent(m_button);
    m_button->setStyle(seen);
    m_mark->setObjectName(QStringLiteral("cardMark"));
    m_mark->setTextFormat(Qt::PlainText);
    m_mark->setContentsMargins(gridStep, 1, gridStep, 1);
    m_mark->setAutoFillBackground(true);
    m_mark->hide();
    m_sentence->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->setSpacing(gridStep);
    head->addWidget(m_button);
    head->addStretch(1);
    head->addWidget(m_mark);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(gridStep + gridStep / 2, gridStep, gridStep + gridStep / 2, gridStep);
    layout->setSpacing(gridStep / 2);
    layout->addLayout(head);
    layout->addWidget(m_sentence);
    layout->addStretch(1);
    setCursor(Qt::PointingHandCursor);
    connect(m_button, &QRadioButton::toggled, this, qOverload<>(&QWidget::update));
    describe();
    colourMark();
}

void ChoiceCard::setMark(const QString& word, Tone tone)
{
    m_markTone = tone;
    colourMark();
    m_mark->setText(word);
    m_mark->setVisible(!word.isEmpty());
    describe();
}

void ChoiceCard::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    describe();
}

QString ChoiceCard::mark() const
{
    return m_mark->text();
}

void ChoiceCard::describe()
{
    m_button->setAccessibleDescription(m_mark->text().isEmpty() ? m_sentence->text() : m_mark->text() + QStringLiteral(". ") + m_sentence->text());
}

void ChoiceCard::colourMark()
{
    const QColor fill = toneColour(m_markTone, palette());
    QPalette colours = m_mark->palette();
    colours.setColor(QPalette::Window, fill);
    colours.setColor(QPalette::WindowText, inkOn(fill));
    m_mark->setPalette(colours);
}

void ChoiceCard::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
        m_button->setFocus(Qt::MouseFocusReason);
        m_button->click();
    }
}

void ChoiceCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = m_button->isChecked();
    QColor edge = toneColour(chosen ? Tone::Accent : Tone::Muted, palette());
    if (!chosen)
        edge.setAlphaF(0.45F);
    painter.setPen(QPen(edge, chosen ? 2 : 1));
    painter.setBrush(palette().brush(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), corner, corner);
}

void ChoiceCard::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourMark();
}

} // namespace tidemark::ui
