// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "ui/common/inquiry.h"

#include <QWidget>

namespace tidemark::ui {

class FindingsView;
class IconLabel;
class Spinner;

/// Tries to reach a server and says what was found: why it failed and what to try, or what it is and whether all is there
/// for a backup.
class ConnectionTest : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionTest(Services& services, QWidget* parent = nullptr);

    /// With this password, or where it is empty with the saved one.
    void start(const store::Profile& profile, const core::Secret& password);
    void cancel();
    bool isRunning() const { return m_inquiry.isRunning() || m_waiting; }
    const core::Findings& findings() const { return m_findings; }

Q_SIGNALS:
    void finished();

private:
    void check(const access::Target& target);
    void showVerdict(const core::Findings& findings);
    void showFindings(const core::Findings& findings);

    Services& m_services;
    Inquiry m_inquiry;
    Spinner* m_spinner;
    IconLabel* m_verdict;
    FindingsView* m_view;
    core::Findings m_findings;
    int m_number = 0;
    bool m_waiting = false; // for the keychain
};

} // namespace tidemark::ui
