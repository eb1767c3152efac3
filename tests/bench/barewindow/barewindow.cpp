// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a Qt Widgets program can be: what start and memory of the window are measured against.
#include <QApplication>
#include <QWidget>

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QWidget window;
    window.setWindowTitle(QStringLiteral("Bare window"));
    window.resize(960, 620);
    window.show();
    return QApplication::exec();
}
