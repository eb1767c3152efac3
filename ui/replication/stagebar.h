// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "replication/lagsample.h"

#include <QWidget>

#include <array>

namespace tidemark::ui {

/// Where the bytes are that a standby is behind: not yet sent, on their way, not yet on its disk, not yet
/// replayed. A bar of four parts, each with a pattern of its own; the figures stand beside it.
class StageBar : public QWidget
{
    Q_OBJECT
public:
    explicit StageBar(QWidget* parent = nullptr);

    /// Stages that are not known count as nothing. Hidden where there is nothing to divide.
    void setBytes(const replication::StageBytes& bytes);
    /// Bytes of each part: sending, network, disk, replay.
    const std::array<qint64, 4>& parts() const { return m_parts; }
    /// The colour and pattern of a part, for a key beside it.
    static QBrush brushOf(std::size_t part, const QPalette& palette);
    static QString titleOf(std::size_t part);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<qint64, 4> m_parts{};
    qint64 m_total = 0;
};

} // namespace tidemark::ui
