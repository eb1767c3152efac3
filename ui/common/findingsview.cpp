// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/findingsview.h"

#include "core/quoting.h"
#include "ui/common/flowtext.h"
#include "ui/common/icons.h"
#include "ui/common/status.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace tidemark::ui {

namespace {

constexpr int iconSize = 20;
// A restore into a wrong server can have thousands; nobody reads them, and all of them are in the report.
constexpr qsizetype shownRows = 40;

FlowText* flowText(const QString& text, const char* objectName)
{
    auto* flow = new FlowText;
    flow->setObjectName(QLatin1String(objectName));
    flow->setPlainText(text);
    flow->setAccessibleName(text);
    return flow;
}

/// Lines stay lines; everything else that is not text is shown as its escape.
QString visibleLines(const QString& text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString& line : lines)
        line = core::singleLine(line.replace(QLatin1Char('\t'), QLatin1String("    ")));
    return lines.join(QLatin1Char('\n')).trimmed();
}

} // namespace

FindingsView::FindingsView(QWidget* parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("findings"));
    setAccessibleName(tr("Findings"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setSizePolicy(policy);
    hide();
}

void FindingsView::setActionText(const QString& actionId, const QString& text)
{
    m_actionTexts.insert(actionId, text);
}

void FindingsView::setFindings(const core::Findings& findings)
{
    core::Findings sorted = findings;
    std::stable_sort(sorted.begin(), sorted.end(), [](const core::Finding& a, const core::Finding& b) { return a.severity > b.severity; });
    QList<Row> rows;
    for (const core::Finding& finding : std::as_const(sorted)) {
        if (rows.size() < shownRows)
            rows.append({finding.severity, {}, finding.sentence, {}, finding.hint, finding.actionId});
    }
    m_count = findings.size();
    QStringList lines;
    for (const core::Finding& finding : std::as_const(sorted))
        lines.append(lookOf(finding.severity).word + QStringLiteral(": ") + finding.sentence + (finding.hint.isEmpty() ? QString() : QLatin1Char('\n') + finding.hint));
    m_text = lines.join(QLatin1Char('\n'));
    setRows(rows, m_count - rows.size());
}

void FindingsView::setError(const core::Error& error, const QString& actionId)
{
    m_count = 1;
    m_text = error.toText();
    const bool cancelled = error.kind == core::ErrorKind::Cancelled;
    setRows({{cancelled ? core::Severity::Info : core::Severity::Blocker, {}, error.message, error.detail, error.hint, actionId}}, 0);
}

void FindingsView::setRows(const QList<Row>& rows, qsizetype left)
{
    m_rows = rows;
    m_left = left;
    rebuild();
    setVisible(m_count > 0);
    updateGeometry();
}

void FindingsView::rebuild()
{
    auto* content = new QWidget(this);
    content->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (const Row& row : std::as_const(m_rows))
        addRow(*layout, row);
    if (m_left > 0)
        layout->addWidget(flowText(tr("And %n more; all of them are in the report.", nullptr, static_cast<int>(m_left)), "findingsLeft"));
    layout->addStretch(1);
    setWidget(content); // deletes the former one
    content->setAutoFillBackground(false); // setWidget() turns it on
}

void FindingsView::addRow(QVBoxLayout& layout, const Row& row)
{
    const StatusLook look = lookOf(row.severity);
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    auto* picture = new QLabel;
    picture->setPixmap(icon(look.icon, look.tone).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    picture->setAccessibleName(look.word);
    line->addWidget(picture, 0, Qt::AlignTop);

    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    const QString text = visibleLines(row.sentence);
    auto* sentence = flowText(look.word + QStringLiteral(": ") + text, "findingSentence");
    // Rich text only for the word; what comes from elsewhere is escaped.
    sentence->setHtml(QStringLiteral("<b><span style=\"color:%1\">%2:</span></b> %3")
                          .arg(toneColour(look.tone, palette()).name(), look.word.toHtmlEscaped(),
                               text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"))));
    texts->addWidget(sentence);
    if (!row.quotation.isEmpty()) {
        FlowText* quotation = flowText(visibleLines(row.quotation), "findingDetail");
        quotation->setFont(fixedFont(font()));
        texts->addWidget(quotation);
    }
    if (!row.hint.isEmpty())
        texts->addWidget(flowText(visibleLines(row.hint), "findingHint"));
    if (m_actionTexts.contains(row.actionId)) {
        auto* button = new QPushButton(m_actionTexts.value(row.actionId));
        button->setObjectName(row.actionId + QStringLiteral("Button"));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, id = row.actionId] { Q_EMIT actionTriggered(id); });
        texts->addWidget(button, 0, Qt::AlignLeft);
    }
    line->addLayout(texts, 1);
    layout.addLayout(line);
}

int FindingsView::contentHeight(int width) const
{
    if (!widget() || !widget()->layout())
        return 0;
    return widget()->layout()->hasHeightForWidth() ? widget()->layout()->heightForWidth(width) : widget()->layout()->sizeHint().height();
}

QSize FindingsView::sizeHint() const
{
    const int width = viewport()->width() > 100 ? viewport()->width() : 480;
    return {480, contentHeight(width)};
}

QSize FindingsView::minimumSizeHint() const
{
    return {160, std::min(sizeHint().height(), 88)};
}

void FindingsView::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    setMaximumHeight(std::max(1, contentHeight(viewport()->width())));
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

void FindingsView::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_rows.isEmpty())
        rebuild();
}

} // namespace tidemark::ui
