// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"
#include "ui/replication/lagtext.h"

#include <QWidget>

namespace tidemark::ui {

/// Who sends to whom, as this server knows it: its sender, itself, those below it. Shown where there is a
/// level above and one below; a primary with its standbys needs no drawing.
class TopologyView : public QWidget
{
    Q_OBJECT
public:
    explicit TopologyView(QWidget* parent = nullptr);

    /// `server` is what people call it.
    void setSample(const replication::LagSample& sample, const QString& server);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Node
    {
        QString name;
        QString note; // state in a word
        ConditionLook look;
    };
    QRect boxOf(int column, int row, int rows) const;
    void paintNode(QPainter& painter, const QRect& box, const Node& node) const;
    int rows() const;

    Node m_sender;
    Node m_self;
    QList<Node> m_below;
    int m_hidden = 0; // of those below, beyond the drawing
    bool m_hasLevels = false;
};

} // namespace tidemark::ui
