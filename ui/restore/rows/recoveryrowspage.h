// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/rows/recoverystate.h"
#include "ui/restore/rows/rowreader.h"

#include <QTimer>
#include <QWizardPage>

#include <array>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace tidemark::ui {

class ColumnsButton;
class DifferencesView;
class FindingsView;
class IconLabel;
class ServerBanner;
class Spinner;

/// "Rows": what differs between the backup and the live table, in three tabs, filtered and ticked.
class RecoveryRowsPage : public QWizardPage
{
    Q_OBJECT
public:
    RecoveryRowsPage(RecoveryState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override;
    bool isComplete() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using Places = std::array<std::vector<quint32>, 3>;
    using Numbers = std::shared_ptr<const std::vector<bool>>;

    void buildLayout();
    QWidget* buildBusy();
    QWidget* buildContent();
    QLayout* buildFilter();
    void compare();
    void showProgress();
    void receive(core::Result<RowComparison> comparison);
    void showComparison();
    void showTabTexts();
    void sayTicks();
    void applyFilter();
    void filterByText();
    void clearFilter();
    void receivePlaces(core::Result<Places> places);

    RecoveryState& m_state;
    Inquiry m_comparing;
    Inquiry m_filtering;
    RowReader m_reader;
    QTimer m_watch;    // for the progress of a task that begins when the password is there
    QTimer m_pause;    // while a text is typed
    Numbers m_meeting; // of the condition that was evaluated last
    QString m_evaluated;
    ServerBanner* m_banner;
    QStackedWidget* m_stack;
    Spinner* m_spinner;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    FindingsView* m_error;
    QLabel* m_summary;
    ColumnsButton* m_key;
    QLineEdit* m_text;
    QLineEdit* m_condition;
    QPushButton* m_apply;
    Spinner* m_filterSpinner;
    FindingsView* m_filterError;
    FindingsView* m_findings;
    QTabWidget* m_tabs;
    std::array<DifferencesView*, 3> m_views;
    IconLabel* m_ticked;
};

} // namespace tidemark::ui
