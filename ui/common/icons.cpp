// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initialiseResources()
{
    Q_INIT_RESOURCE(tidemark); // the library is static: nothing else would pull it in
}

namespace tidemark::ui {

namespace {

QByteArray drawing(const QString& name)
{
    static const bool ready = [] {
        initialiseResources();
        return true;
    }();
    Q_UNUSED(ready)
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class DrawnIcon : public QIconEngine
{
public:
    DrawnIcon(QString name, Tone tone) : m_name(std::move(name)), m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        const QRect square(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side);
        const qreal scale = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        painter->drawPixmap(square, drawn(square.size() * scale, mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return drawn(size, mode); }

    QIconEngine* clone() const override { return new DrawnIcon(m_name, m_tone); }
    QString key() const override { return QStringLiteral("tidemark"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return !QFile::exists(QStringLiteral(":/icons/%1.svg").arg(m_name)); }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return toneColour(m_tone, palette);
    }

    QPixmap drawn(const QSize& size, QIcon::Mode mode) const
    {
        const QColor ink = colour(mode);
        const QString key = QStringLiteral("tidemark/%1/%2/%3x%4").arg(m_name, ink.name()).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QByteArray bytes = drawing(m_name);
        bytes.replace("currentColor", ink.name().toLatin1());
        QSvgRenderer renderer(bytes);
        if (renderer.isValid()) {
            QPainter painter(&pixmap);
            renderer.render(&painter);
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

QIcon icon(const QString& name, Tone tone)
{
    return QIcon(new DrawnIcon(name, tone));
}

QIcon applicationIcon()
{
    return icon(QStringLiteral("tidemark"));
}

} // namespace tidemark::ui
