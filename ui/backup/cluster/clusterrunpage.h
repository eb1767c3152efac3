// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/wizardrunpage.h"

#include <QStandardItemModel>

namespace tidemark::backup::cluster {
struct ClusterDumpReport;
}

namespace tidemark::ui {

struct ClusterDumpState;

/// "Run", and its end, of a dump of a whole server.
class ClusterRunPage : public WizardRunPage
{
    Q_OBJECT
public:
    ClusterRunPage(ClusterDumpState& state, QWidget* parent);

protected:
    QString subject() const override;
    QString destination() const override;
    void remember() override;
    void begin(const access::Target& target) override;

private:
    void receive(const backup::cluster::ClusterDumpReport& report);
    void fillDatabases(const backup::cluster::ClusterDumpReport& report);

    ClusterDumpState& m_state;
    QStandardItemModel m_databases;
};

} // namespace tidemark::ui
