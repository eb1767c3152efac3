// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace tidemark::ui {

struct NoticeAction
{
    QString text;
    QString objectName;
    std::function<void()> run; // the notice is gone by then
};

/// Something that should be read but stops nobody.
struct Notice
{
    QString id; // a newer notice of the same id takes the place of the older one
    QString icon;
    Tone tone = Tone::Accent;
    QString text;
    QList<NoticeAction> actions;
};

/// Lines above the content: what the window has to say without being asked. Hidden while there are none.
class Notices : public QWidget
{
    Q_OBJECT
public:
    explicit Notices(QWidget* parent = nullptr);

    void say(const Notice& notice);
    void dismiss(const QString& id);
    bool isShown(const QString& id) const { return m_rows.contains(id); }
    QString text(const QString& id) const;

private:
    QVBoxLayout* m_layout;
    QHash<QString, QWidget*> m_rows;
};

} // namespace tidemark::ui
