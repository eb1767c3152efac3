// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/openeddump.h"
#include "ui/services.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace tidemark::ui {

class DefinitionView;
class ElidedLabel;
class ObjectOverview;
class RowsView;

/// The chosen object: what is known about it, its definition, its rows.
class ObjectDetail : public QWidget
{
    Q_OBJECT
public:
    explicit ObjectDetail(Services& services, QWidget* parent = nullptr);

    void setDump(std::shared_ptr<const OpenedDump> dump);
    /// -1: none. What was looked at before can be gone back to.
    void showObject(int object);
    int object() const { return m_object; }
    void goBack();

Q_SIGNALS:
    /// A link was followed, or the way back taken; showObject() was called already.
    void wentTo(int object);

private:
    QWidget* buildHead();
    QWidget* buildEmpty();
    void follow(int object);
    void show(int object);
    void copyText(const QString& text);

    std::shared_ptr<const OpenedDump> m_dump;
    int m_object = -1;
    QList<int> m_history;
    QStackedWidget* m_stack;
    QLabel* m_nothing;
    QToolButton* m_back;
    QLabel* m_icon;
    ElidedLabel* m_name;
    QLabel* m_kind;
    QToolButton* m_copy;
    QTabWidget* m_tabs;
    ObjectOverview* m_overview;
    DefinitionView* m_definition;
    RowsView* m_rows;
};

} // namespace tidemark::ui
