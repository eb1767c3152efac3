// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of windows, for people to look at.
#pragma once

#include <QSize>
#include <QString>

#include <functional>

class QApplication;
class QWidget;

namespace tidemark::test {

/// PNG files in a folder, one palette and one window size to a run: PROGRAM FOLDER [dark] [WIDTHxHEIGHT]
class Album
{
public:
    /// Reads the arguments, and gives the application its style and palette.
    explicit Album(const QApplication& application);

    QSize size() const { return m_size; }
    void take(QWidget& widget, const QString& name);

private:
    QString m_folder;
    QString m_suffix;
    QSize m_size{1280, 800};
};

/// Ends the program where it does not come true within a minute.
void until(const std::function<bool()>& condition);

} // namespace tidemark::test
