// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/batchmodel.h"
#include "ui/backup/contentmodel.h"

#include <QWizardPage>

class QPushButton;
class QStackedWidget;

namespace tidemark::ui {

struct BackupState;
class RunPage;
class VerdictPage;

/// "Run", and its end.
class BackupRunPage : public QWizardPage
{
    Q_OBJECT
public:
    BackupRunPage(BackupState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override { return m_ended; }

Q_SIGNALS:
    void started();
    void succeeded(const QString& setFolder);
    void failed();
    void backgroundRequested();
    void restoreRequested(const QString& source);

private:
    void buildActions();
    void begin(const access::Target& target);
    void receive(std::shared_ptr<const jobs::BatchReport> report);
    void receiveOne(const backup::BackupReport& report);
    void receiveSeveral(std::shared_ptr<const jobs::BatchReport> report);
    QString subject() const;
    void showError(const core::Error& error);
    void rememberFolder();
    QString reportText() const;

    BackupState& m_state;
    ContentModel m_content;
    BatchModel m_batch;
    QString m_setFolder;
    bool m_ended = false;
    QStackedWidget* m_stack;
    RunPage* m_run;
    VerdictPage* m_verdict;
    QPushButton* m_openFolder;
    QPushButton* m_restore;
};

} // namespace tidemark::ui
