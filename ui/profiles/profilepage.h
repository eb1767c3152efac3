// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/profile.h"

#include <QWidget>

#include <optional>

namespace tidemark::ui {

/// What is wrong with what was entered, and where.
struct FieldProblem
{
    QWidget* field = nullptr;
    QString sentence;
};

/// One page of the profile form. It shows some fields of a profile and puts exactly those back: what it does not show
/// stays as it was.
class ProfilePage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual void setProfile(const store::Profile& profile) = 0;
    virtual void apply(store::Profile& profile) const = 0;
    virtual std::optional<FieldProblem> problem() const { return std::nullopt; }

Q_SIGNALS:
    void edited();
};

} // namespace tidemark::ui
