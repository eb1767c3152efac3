// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/backup/relationtreemodel.h"
#include "ui/common/inquiry.h"

#include <QTimer>
#include <QWizardPage>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QTreeView;

namespace tidemark::ui {

class FindingsView;
class IconLabel;
class MutedLabel;
class Spinner;

/// "Contents" of one database: its schemas and tables with what is kept of each. The server is asked while the page is
/// alive; who does not wait for it takes all, or what was chosen last.
class ContentChoicePage : public QWizardPage
{
    Q_OBJECT
public:
    ContentChoicePage(BackupState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildControls();
    void buildTree();
    void buildLayout();
    void load();
    void receive(core::Result<std::shared_ptr<RelationTree>> answer);
    void filter();
    void expandFirst();
    void take();
    void showPatterns();
    void forgetPatterns();
    void showMenu(const QPoint& globalPosition);
    void keepSelected(backup::Keep keep);
    QModelIndexList selectedLines() const;
    bool pressed(const QKeyEvent& key);
    backup::ContentChoice& choice();

    BackupState& m_state;
    Inquiry m_inquiry;
    RelationTreeModel m_model;
    QTimer m_pause; // between letters
    QString m_loaded; // the database that the tree is of
    QComboBox* m_part;
    QCheckBox* m_largeObjects;
    QLineEdit* m_search;
    QTreeView* m_tree;
    Spinner* m_spinner;
    FindingsView* m_error;
    MutedLabel* m_hint;
    IconLabel* m_summary;
    QWidget* m_patternLine;
    IconLabel* m_patterns;
    int m_taken = 0; // of BackupState
};

} // namespace tidemark::ui
