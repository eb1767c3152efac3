// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace tidemark::ui {

/// The steps of a wizard at its side: done (a tick), passed over (a dash), present (filled, bold), to come (a number). Only shows.
class WizardSteps : public QWidget
{
    Q_OBJECT
public:
    explicit WizardSteps(const QStringList& steps, QWidget* parent = nullptr);

    /// `passedOver` are those before it that were not needed.
    void setCurrent(int step, const QList<int>& passedOver = {});
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintStep(QPainter& painter, int step) const;
    QStringList m_steps;
    int m_current = 0;
    QList<int> m_passedOver;
};

} // namespace tidemark::ui
