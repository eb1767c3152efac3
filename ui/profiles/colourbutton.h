// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QToolButton>

namespace tidemark::ui {

/// Chooses a colour from a small set that stays distinct on light and dark, or none of one's own.
class ColourButton : public QToolButton
{
    Q_OBJECT
public:
    explicit ColourButton(QWidget* parent = nullptr);

    void setColour(const QColor& colour);
    /// Invalid: none was chosen.
    const QColor& colour() const { return m_colour; }
    /// What is shown and used while none was chosen.
    void setFallback(const QColor& colour);

Q_SIGNALS:
    void changed();

private:
    void showColour();
    void choose(const QColor& colour);
    QColor m_colour;
    QColor m_fallback;
};

} // namespace tidemark::ui
