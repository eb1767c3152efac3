// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contents/contenttreemodel.h"
#include "ui/contents/openeddump.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTreeView;

namespace tidemark::ui {

/// The tree of a dump's contents with its search. What was open stays open behind a search.
class ContentsTree : public QWidget
{
    Q_OBJECT
public:
    explicit ContentsTree(QWidget* parent = nullptr);

    /// `part`: only this database of it.
    void setDump(std::shared_ptr<const OpenedDump> dump, std::optional<int> part = std::nullopt);
    ContentTreeModel& model() { return m_model; }
    /// Shows it in the tree; a search that hides it is given up.
    void select(int object);
    void focusSearch();

Q_SIGNALS:
    /// -1 for a group that the dump does not create.
    void objectChosen(int object);
    void ticksChanged();
    /// Rows of a table are to be put back into a live one.
    void rowsRequested(int object);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTree();
    void buildSearch();
    void fillKinds();
    void filter();
    void expandFirst();
    void restoreExpansion();
    void setUpColumns();
    void rememberExpansion(const QModelIndex& index, bool open);
    void announceCurrent();
    void showMenu(const QPoint& at);

    std::shared_ptr<const OpenedDump> m_dump;
    ContentTreeModel m_model;
    QSet<int> m_open; // groups
    int m_chosen = -1;
    bool m_quiet = false; // the selection moves by itself
    QTimer m_pause;
    QLineEdit* m_search;
    QComboBox* m_kind;
    QTreeView* m_tree;
    QLabel* m_count;
};

} // namespace tidemark::ui
