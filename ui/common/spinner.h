// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;

namespace tidemark::ui {

/// A turning ring with a sentence that says what is waited for. Hidden while nothing is.
class Spinner : public QWidget
{
    Q_OBJECT
public:
    explicit Spinner(QWidget* parent = nullptr);

    void start(const QString& text);
    void stop();
    bool isSpinning() const { return m_timer.isActive(); }
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QTimer m_timer;
    QLabel* m_label;
    int m_step = 0;
};

} // namespace tidemark::ui
