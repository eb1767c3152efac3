// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QSyntaxHighlighter>
#include <QTextCharFormat>

#include <array>
#include <vector>

namespace tidemark::ui {

/// Colours SQL, cut by archive's lexer once for the whole text: dollar-quoted bodies and comments reach over lines. The
/// colours are made for the palette in force.
class SqlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    enum class Look : quint8
    {
        Keyword,
        Name, // quoted
        Text,
        Number,
        Comment,
    };
    static constexpr int lookCount = 5;

    explicit SqlHighlighter(QTextDocument* document);

    /// What the document will hold: call it before the text is set. Longer texts than a megabyte stay as they are.
    void setSql(const QString& text);
    void setPalette(const QPalette& palette);

protected:
    void highlightBlock(const QString& line) override;

private:
    struct Span
    {
        int start = 0;
        int length = 0;
        Look look = Look::Keyword;
    };
    void addSpans(QByteArrayView sql, int position, int depth);
    std::vector<Span> m_spans; // in the order of the text
    std::array<QTextCharFormat, lookCount> m_formats;
};

} // namespace tidemark::ui
