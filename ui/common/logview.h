// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runcontext.h"

#include <QList>
#include <QPlainTextEdit>
#include <QTimer>

namespace tidemark::ui {

/// What a tool says, as it says it. Keeps the newest 5 000 lines, paints at most 20 times a second, stays where the reader
/// has scrolled to and follows the end otherwise. Red is for errors only.
class LogView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit LogView(QWidget* parent = nullptr);

    void setLines(const QList<core::LogLine>& lines);
    void append(const QList<core::LogLine>& lines);
    QString allText() const; // also of lines that are not painted yet

private:
    void flush();
    QList<core::LogLine> m_pending;
    QTimer m_timer;
};

} // namespace tidemark::ui
