// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/rows/leftoutmodel.h"
#include "ui/restore/rows/recoverystate.h"

#include <QWizardPage>

class QCheckBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QRadioButton;
class QTabWidget;

namespace tidemark::ui {

class ColumnsButton;
class DefinitionView;
class ElidedLabel;
class FindingsView;
class IconLabel;
class RecordTable;
class ServerBanner;
class Spinner;

/// "Review": what will be written and what speaks against it, the options, the SQL, what is left out. Asked
/// anew whenever an option changes; Apply waits for the answer.
class RecoveryReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    RecoveryReviewPage(RecoveryState& state, QWidget* parent);

    /// Asks afresh: a plan serves one run.
    void check();
    void cleanupPage() override;
    bool isComplete() const override;
    /// Asks where rows are lost or the server is one in production.
    bool validatePage() override;

private:
    void buildLayout();
    QWidget* buildOptions();
    QWidget* buildSql();
    void showOptions();
    void takeOptions();
    void takeFinding(const QString& action);
    void receive(core::Result<RecoveryReview> review);
    void showPlan();
    QString summary() const;
    void chooseUndoFile();
    QString ownUndoFile() const;
    void saveSql();
    void saveCommand();
    void openCommand(const QList<QStringList>& keys, const QString& keysFile);

    RecoveryState& m_state;
    Inquiry m_inquiry;
    Inquiry m_saving;
    LeftOutModel m_leftOut;
    bool m_isConfirmed = false;
    bool m_isQuiet = false; // answers are being shown, not given
    ServerBanner* m_banner;
    QLabel* m_summary;
    Spinner* m_spinner;
    FindingsView* m_findings;
    QTabWidget* m_tabs;
    QCheckBox* m_parents;
    QRadioButton* m_fire;
    QRadioButton* m_off;
    QRadioButton* m_skip;
    QRadioButton* m_stop;
    QFormLayout* m_form;
    int m_columnsRow = 0;
    ColumnsButton* m_columns;
    ElidedLabel* m_undo;
    DefinitionView* m_sql;
    QLabel* m_sqlCount;
    QPushButton* m_copySql;
    QPushButton* m_saveSql;
    QPushButton* m_saveCommand;
    RecordTable* m_left;
    IconLabel* m_said;
};

} // namespace tidemark::ui
