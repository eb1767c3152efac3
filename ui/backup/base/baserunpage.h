// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/wizardrunpage.h"

#include <QStandardItemModel>

namespace tidemark::backup::base {
struct BaseBackupReport;
}

namespace tidemark::ui {

struct BaseBackupState;

/// "Run", and its end, of a base backup.
class BaseRunPage : public WizardRunPage
{
    Q_OBJECT
public:
    BaseRunPage(BaseBackupState& state, QWidget* parent);

protected:
    QString subject() const override;
    QString destination() const override;
    void remember() override;
    void begin(const access::Target& target) override;

private:
    void receive(const backup::base::BaseBackupReport& report);
    void fillFacts(const backup::base::BaseBackupReport& report);

    BaseBackupState& m_state;
    QStandardItemModel m_facts;
};

} // namespace tidemark::ui
