// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/contents/openeddump.h"

#include <QWizardPage>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace tidemark::ui {

struct RestoreState;
class ContentsTree;
class FindingsView;
class RowsView;
class SelectionPanel;
class Spinner;

/// "Contents": which tables, what they need besides, and their rows to look at.
class TablesPage : public QWizardPage
{
    Q_OBJECT
public:
    TablesPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    int nextId() const override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildLayout();
    QWidget* buildSides();
    void open();
    void receive(core::Result<std::shared_ptr<const OpenedDump>> dump);
    void showDump();
    void take();
    void showSelection();
    void untickOthers();

    RestoreState& m_state;
    Inquiry m_inquiry;
    std::shared_ptr<const OpenedDump> m_shown;
    int m_part = -1;
    bool m_hasOthers = false;
    QStringList m_missing; // names of an earlier run that this backup does not have
    Spinner* m_spinner;
    FindingsView* m_error;
    QWidget* m_content;
    ContentsTree* m_tree;
    QTabWidget* m_tabs;
    QLabel* m_nothing;
    SelectionPanel* m_selection;
    FindingsView* m_others;
    QStackedWidget* m_rowsStack;
    RowsView* m_rows;
    QLabel* m_noRows;
};

} // namespace tidemark::ui
