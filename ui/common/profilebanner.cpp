// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/profilebanner.h"

#include "core/quoting.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace tidemark::ui {

namespace {

/// The environment's word on its colour.
QLabel* makeTag(const store::Profile& profile, QWidget* parent)
{
    auto* tag = new QLabel(store::environmentLabel(profile.environment), parent);
    tag->setObjectName(QStringLiteral("environmentTag"));
    tag->setTextFormat(Qt::PlainText);
    QFont font = tag->font();
    font.setBold(true);
    tag->setFont(font);
    tag->setContentsMargins(8, 2, 8, 2);
    const QColor fill = tagColour(profile);
    QPalette palette = tag->palette();
    palette.setColor(QPalette::Window, fill);
    palette.setColor(QPalette::WindowText, inkOn(fill));
    tag->setPalette(palette);
    tag->setAutoFillBackground(true);
    return tag;
}

} // namespace

ProfileBanner::ProfileBanner(const store::Profile& profile, QWidget* parent)
    : QWidget(parent)
    , m_colour(tagColour(profile))
{
    setObjectName(QStringLiteral("profileBanner"));
    const QString place = core::singleLine(profile.spec.withDatabase({}).describe());
    setAccessibleName(tr("Server %1").arg(profile.name));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(m_colour.isValid() ? 16 : 0, 4, 0, 4);
    layout->setSpacing(8);
    auto* picture = new QLabel(this);
    picture->setPixmap(icon(QStringLiteral("server")).pixmap(QSize(20, 20), devicePixelRatioF()));
    layout->addWidget(picture);
    auto* name = new ElidedLabel(core::singleLine(profile.name), this);
    QFont font = name->font();
    font.setBold(true);
    name->setFont(font);
    layout->addWidget(name);
    if (profile.environment != store::EnvironmentTag::None)
        layout->addWidget(makeTag(profile, this));
    layout->addStretch(1);
    if (!place.isEmpty() && place != profile.name)
        layout->addWidget(new ElidedLabel(place, this));
}

void ProfileBanner::paintEvent(QPaintEvent*)
{
    if (m_colour.isValid())
        QPainter(this).fillRect(0, 0, 6, height(), m_colour);
}

} // namespace tidemark::ui
