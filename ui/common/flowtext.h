// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>

namespace tidemark::ui {

/// A paragraph that can be selected and copied, as high as its text is at its width. Unlike a label it also breaks inside
/// a word that is wider than the line: paths and names from elsewhere can be. Not a stop of the Tab key.
class FlowText : public QTextEdit
{
    Q_OBJECT
public:
    explicit FlowText(QWidget* parent = nullptr);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent* event) override; // scrolls what it stands in
};

} // namespace tidemark::ui
