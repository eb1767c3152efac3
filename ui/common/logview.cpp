// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/logview.h"

#include "core/quoting.h"
#include "ui/common/status.h"

#include <QScrollBar>
#include <QTextBlock>

namespace tidemark::ui {

namespace {
constexpr int keptLines = 5000;
constexpr int flushMilliseconds = 50;
} // namespace

LogView::LogView(QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("log"));
    setAccessibleName(tr("Log"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setMaximumBlockCount(keptLines);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    QFont small = fixedFont(font());
    small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
    m_timer.setSingleShot(true);
    m_timer.setInterval(flushMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &LogView::flush);
}

void LogView::setLines(const QList<core::LogLine>& lines)
{
    m_pending.clear();
    clear();
    append(lines);
    flush();
}

void LogView::append(const QList<core::LogLine>& lines)
{
    m_pending += lines;
    if (m_pending.size() > keptLines)
        m_pending.remove(0, m_pending.size() - keptLines);
    if (!m_pending.isEmpty() && !m_timer.isActive())
        m_timer.start();
}

void LogView::flush()
{
    if (m_pending.isEmpty())
        return;
    const bool follows = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 1;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    for (const core::LogLine& line : std::as_const(m_pending)) {
        QTextCharFormat format;
        if (line.level == core::LogLevel::Error)
            format.setForeground(toneColour(Tone::Danger, palette()));
        if (!document()->isEmpty())
            cursor.insertBlock();
        cursor.insertText(core::singleLine(line.text), format);
    }
    cursor.endEditBlock();
    m_pending.clear();
    if (follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

QString LogView::allText() const
{
    QString text = toPlainText();
    for (const core::LogLine& line : m_pending)
        text += QLatin1Char('\n') + line.text;
    return text;
}

} // namespace tidemark::ui
