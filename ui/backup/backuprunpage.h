// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/batchmodel.h"
#include "ui/backup/contentmodel.h"
#include "ui/backup/wizardrunpage.h"

namespace tidemark::ui {

struct BackupState;

/// "Run", and its end, of dumps.
class BackupRunPage : public WizardRunPage
{
    Q_OBJECT
public:
    BackupRunPage(BackupState& state, QWidget* parent);

Q_SIGNALS:
    void restoreRequested(const QString& source);

protected:
    QString subject() const override;
    QString destination() const override;
    void remember() override;
    void begin(const access::Target& target) override;

private:
    void receive(std::shared_ptr<const jobs::BatchReport> report);
    void receiveOne(const backup::BackupReport& report);
    void receiveSeveral(std::shared_ptr<const jobs::BatchReport> report);

    BackupState& m_state;
    ContentModel m_content;
    BatchModel m_batch;
    QPushButton* m_restore;
};

} // namespace tidemark::ui
