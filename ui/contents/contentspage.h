// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/contents/openeddump.h"
#include "ui/restore/restorerequest.h"

#include <QElapsedTimer>
#include <QWidget>

class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

class ContentsHeader;
class ContentsTree;
class FindingsView;
class ObjectDetail;
class SelectionPanel;
class Spinner;

/// What is inside a dump: opened from anywhere, looked through without a server, and taken out of.
class ContentsPage : public QWidget
{
    Q_OBJECT
public:
    explicit ContentsPage(Services& services, QWidget* parent = nullptr);

    /// A dump file, a folder of a dump, or of a backup set.
    void open(const QString& path);
    const QString& path() const { return m_path; }
    bool isOpen() const { return m_dump != nullptr; }
    void focusSearch();

Q_SIGNALS:
    void restoreRequested(const tidemark::ui::RestoreRequest& request);
    /// Rows of a table of it, -1 for one that is not chosen yet, are to be put back into a live one.
    void rowsRequested(const std::shared_ptr<const tidemark::ui::OpenedDump>& dump, int object);
    /// The dump at path() is to be restored on trial.
    void verifyRequested(const QString& path);
    void openRequested();
    void closeRequested();
    /// The dump at path() can be looked at, or the reason why not is shown.
    void opened(bool well);

private:
    void buildLayout();
    QWidget* buildContent();
    QWidget* buildLoading();
    void receive(core::Result<std::shared_ptr<const OpenedDump>> dump);
    void showProgress();
    void cancel();
    void fail(const core::Error& error);
    void extract();
    void askForRows(int object);
    void restoreTicked();
    void updateActions();

    Services& m_services;
    QString m_path;
    std::shared_ptr<const OpenedDump> m_dump;
    Inquiry m_inquiry;
    ContentsHeader* m_header;
    FindingsView* m_findings;
    QStackedWidget* m_stack;
    Spinner* m_spinner;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    ContentsTree* m_tree;
    ObjectDetail* m_detail;
    SelectionPanel* m_selection;
};

} // namespace tidemark::ui
