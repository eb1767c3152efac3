// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;

namespace tidemark::ui {

/// The exact commands under a heading, to be read, selected and copied, never changed. They hold no password. Hidden while
/// there are none.
class CommandView : public QWidget
{
    Q_OBJECT
public:
    explicit CommandView(QWidget* parent = nullptr);

    /// Instead of "Exact commands".
    void setHeading(const QString& text);
    void setCommands(const QStringList& commands);
    QString text() const { return m_text->toPlainText(); }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void copy();
    void fitHeight();
    QLabel* m_heading;
    QPlainTextEdit* m_text;
    QPushButton* m_copy;
};

} // namespace tidemark::ui
