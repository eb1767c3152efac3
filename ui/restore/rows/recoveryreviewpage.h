// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/rows/leftoutmodel.h"
#include "ui/restore/rows/recoverystate.h"

#include <QWizardPage>

class QLabel;
class QTabWidget;

namespace tidemark::ui {

class FindingsView;
class RecoveryOptions;
class RecoverySqlView;
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
    void takeFinding(const QString& action);
    void receive(core::Result<RecoveryReview> review);
    void showPlan();
    QString summary() const;
    void chooseUndoFile();
    QString ownUndoFile() const;

    RecoveryState& m_state;
    Inquiry m_inquiry;
    LeftOutModel m_leftOut;
    bool m_isConfirmed = false;
    ServerBanner* m_banner;
    QLabel* m_summary;
    Spinner* m_spinner;
    FindingsView* m_findings;
    QTabWidget* m_tabs;
    RecoveryOptions* m_options;
    RecoverySqlView* m_sql;
    RecordTable* m_left;
};

} // namespace tidemark::ui
