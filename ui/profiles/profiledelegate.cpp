// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/profiles/profiledelegate.h"

#include "ui/common/icons.h"
#include "ui/profiles/environmenttag.h"
#include "ui/profiles/profilemodel.h"

#include <QApplication>
#include <QPainter>

namespace tidemark::ui {

namespace {

constexpr int iconSide = 16;

QFont placeFont(const QStyleOptionViewItem& option)
{
    QFont font = option.font;
    font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

Tone toneOf(ServerState::Kind kind)
{
    switch (kind) {
    case ServerState::Kind::Reachable:
        return Tone::Ok;
    case ServerState::Kind::Unreachable:
        return Tone::Danger;
    default:
        return Tone::Muted;
    }
}

} // namespace

QSize ProfileDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {200, option.fontMetrics.height() + QFontMetrics(placeFont(option)).height() + 3 * gridStep};
}

void ProfileDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const auto* model = qobject_cast<const ProfileModel*>(index.model());
    if (!model)
        return;
    const store::Profile& profile = model->at(index.row());
    const ServerState state = model->state(profile.id);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor text = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);

    painter->save();
    QRect area = option.rect.adjusted(gridStep, gridStep, -gridStep, -gridStep);
    const QRect iconArea(area.left(), area.top() + (option.fontMetrics.height() - iconSide) / 2, iconSide, iconSide);
    icon(state.iconName(), toneOf(state.kind)).paint(painter, iconArea, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
    area.setLeft(iconArea.right() + 1 + gridStep);

    painter->setPen(text);
    painter->setFont(option.font);
    const QRect nameArea(area.left(), area.top(), area.width(), option.fontMetrics.height());
    painter->drawText(nameArea, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, nameArea.width()));

    const QFont small = placeFont(option);
    const QFontMetrics smallMetrics(small);
    QRect below(area.left(), nameArea.bottom() + gridStep / 2, area.width(), smallMetrics.height() + gridStep / 2);
    const int tagWidth = paintTag(painter, below, profile, small);
    below.setLeft(below.left() + (tagWidth ? tagWidth + gridStep : 0));
    painter->setFont(small);
    painter->setPen(selected ? text : toneColour(Tone::Muted, option.palette));
    painter->drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                      smallMetrics.elidedText(index.data(ProfileModel::PlaceRole).toString(), Qt::ElideMiddle, below.width()));
    painter->restore();
}

} // namespace tidemark::ui
