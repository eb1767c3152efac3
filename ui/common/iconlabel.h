// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;

namespace tidemark::ui {

/// An icon with a sentence beside it: how a status is shown everywhere, so that colour never speaks alone. The text is
/// plain, wraps and can be selected.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(QWidget* parent = nullptr);
    IconLabel(const QString& iconName, Tone tone, const QString& text, QWidget* parent = nullptr);

    void setStatus(const QString& iconName, Tone tone, const QString& text);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintIcon();
    QLabel* m_icon;
    QLabel* m_text;
    QString m_iconName;
    Tone m_tone = Tone::Text;
};

} // namespace tidemark::ui
