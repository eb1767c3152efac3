// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace tidemark::ui {

class SqlHighlighter;

/// SQL to be read, selected and copied, with its words told apart by colour.
class DefinitionView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit DefinitionView(QWidget* parent = nullptr);

    void setSql(const QString& sql);

protected:
    void changeEvent(QEvent* event) override;

private:
    SqlHighlighter* m_highlighter;
};

} // namespace tidemark::ui
