// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QMimeData;

namespace tidemark::ui {

/// Takes one file or folder that is dropped onto it, and says so.
class DropZone : public QFrame
{
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent = nullptr);

Q_SIGNALS:
    void pathDropped(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_hovered = false;
};

/// The single local file or folder that is dragged; empty where it is anything else.
QString draggedPath(const QMimeData& data);

} // namespace tidemark::ui
