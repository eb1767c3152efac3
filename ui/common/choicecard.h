// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QFrame>

class QLabel;
class QRadioButton;

namespace tidemark::ui {

class MutedLabel;

/// One of a few choices that want a sentence each: a radio button with the sentence below it, pressed anywhere. Put the
/// buttons into a QButtonGroup; the arrow keys then go from card to card.
class ChoiceCard : public QFrame
{
    Q_OBJECT
public:
    /// `title` may have a mnemonic.
    ChoiceCard(const QString& title, const QString& sentence, QWidget* parent);

    QRadioButton& button() { return *m_button; }
    /// A word beside the title, such as "Recommended"; empty for none.
    void setMark(const QString& word, Tone tone = Tone::Accent);
    QString mark() const;
    void setSentence(const QString& sentence);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();
    void colourMark();
    QRadioButton* m_button;
    QLabel* m_mark;
    Tone m_markTone = Tone::Accent;
    MutedLabel* m_sentence;
};

} // namespace tidemark::ui
