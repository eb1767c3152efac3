// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/definitionview.h"

#include "ui/common/status.h"
#include "ui/contents/sqlhighlighter.h"

#include <QEvent>

namespace tidemark::ui {

DefinitionView::DefinitionView(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new SqlHighlighter(document()))
{
    setObjectName(QStringLiteral("definition"));
    setAccessibleName(tr("Definition"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(fixedFont(font()));
    setFrameShape(QFrame::NoFrame);
    setPlaceholderText(tr("The dump holds no definition of this: only its data."));
    m_highlighter->setPalette(palette());
}

void DefinitionView::setSql(const QString& sql)
{
    // Line breaks of all kinds are one letter in a document.
    QString text = sql;
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(QLatin1Char('\r'), QLatin1Char('\n'));
    m_highlighter->setSql(text);
    setPlainText(text);
}

void DefinitionView::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_highlighter)
        m_highlighter->setPalette(palette());
}

} // namespace tidemark::ui
