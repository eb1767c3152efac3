// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/objectlinkmodel.h"
#include "ui/contents/openeddump.h"

#include <QWidget>

class QBoxLayout;
class QGridLayout;
class QLabel;

namespace tidemark::ui {

class RecordTable;

/// What is known about an object, what it needs, and what needs it.
class ObjectOverview : public QWidget
{
    Q_OBJECT
public:
    explicit ObjectOverview(QWidget* parent = nullptr);

    /// The dump must outlive this or the next call; a negative object is none.
    void setObject(const OpenedDump* dump, int object);

Q_SIGNALS:
    void linkFollowed(int object);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildLinks(RecordTable* table, ObjectLinkModel* model, QLabel* caption, QLabel* none, const char* name);

    ObjectLinkModel m_needs;
    ObjectLinkModel m_users;
    QGridLayout* m_facts;
    QBoxLayout* m_links;
    QLabel* m_needsCaption;
    QLabel* m_usersCaption;
    QLabel* m_needsNone;
    QLabel* m_usersNone;
    RecordTable* m_needsTable;
    RecordTable* m_usersTable;
};

} // namespace tidemark::ui
