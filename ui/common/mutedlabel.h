// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace tidemark::ui {

/// Plain text that steps back behind what it explains and can still be read, in light and dark.
class MutedLabel : public QLabel
{
    Q_OBJECT
public:
    explicit MutedLabel(const QString& text = {}, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeColour();
};

} // namespace tidemark::ui
