// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace tidemark::ui {

/// The steps of a wizard at its side: done (a tick), present (filled, bold), to come (a number). Only shows.
class WizardSteps : public QWidget
{
    Q_OBJECT
public:
    explicit WizardSteps(const QStringList& steps, QWidget* parent = nullptr);

    void setCurrent(int step);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintStep(QPainter& painter, int step) const;
    QStringList m_steps;
    int m_current = 0;
};

} // namespace tidemark::ui
