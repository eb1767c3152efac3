// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/album.h"

#include "ui/common/seenticks.h"

#include <QApplication>
#include <QDir>
#include <QPalette>
#include <QStyleFactory>
#include <QTest>
#include <QWidget>

namespace tidemark::test {

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x36, 0x3a), QColor(0x2b, 0x2c, 0x30));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x20, 0x23));
    palette.setColor(QPalette::AlternateBase, QColor(0x27, 0x28, 0x2c));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x7e, 0xd8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(0x1f, 0x20, 0x23));
    palette.setColor(QPalette::ToolTipText, Qt::white);
    return palette;
}

} // namespace

Album::Album(const QApplication& application)
{
    const QStringList arguments = application.arguments();
    if (arguments.size() < 2)
        qFatal("%s FOLDER [dark] [WIDTHxHEIGHT]", qPrintable(arguments.value(0)));
    m_folder = arguments.at(1);
    QApplication::setStyle(new ui::SeenTicks(QStyleFactory::create(QStringLiteral("Fusion")))); // as main() does
    const bool dark = arguments.contains(QStringLiteral("dark"));
    if (dark)
        QApplication::setPalette(darkPalette());
    for (const QString& argument : arguments.mid(2)) {
        const QStringList sides = argument.split(QLatin1Char('x'));
        if (sides.size() == 2 && sides.first().toInt() > 0)
            m_size = QSize(sides.first().toInt(), sides.last().toInt());
    }
    QDir().mkpath(m_folder);
    m_suffix = QStringLiteral("%1-%2")
                   .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                   .arg(m_size.width());
}

void Album::take(QWidget& widget, const QString& name)
{
    QTest::qWait(120); // layouts settle, icons arrive
    widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_suffix));
}

void until(const std::function<bool()>& condition)
{
    if (!QTest::qWaitFor(condition, 60'000))
        qFatal("waited in vain");
}

} // namespace tidemark::test
