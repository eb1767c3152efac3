// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/inquiry.h"
#include "ui/restore/restorestate.h"

#include <QWizardPage>

#include <optional>

class QScrollArea;

namespace tidemark::ui {

class ConflictChoice;
class FindingsView;
class MoreOptions;
class OtherNameBox;
class RestoreOptionsBox;
class RoleChoice;
class Spinner;

/// "How": what an existing database has already and what happens to it, whose things will be, and what only
/// some people need.
class HowPage : public QWizardPage
{
    Q_OBJECT
public:
    HowPage(RestoreState& state, QWidget* parent);

    void initializePage() override;
    void cleanupPage() override {} // Back never loses an answer
    bool isComplete() const override;
    int nextId() const override;

private:
    void buildLayout();
    bool isExisting() const { return m_state.draft.target == restore::TargetKind::ExistingDatabase; }
    void look();
    void receive(core::Result<TargetLook> look);
    void takeDecision();
    void takeNames();
    void showNames();
    void takeOptions();
    void showOptions();
    void askForOptions();
    void judge();
    void showVerdict(const core::Findings& findings);

    RestoreState& m_state;
    Inquiry m_inquiry;
    Inquiry m_judgement;
    Inquiry m_tool;
    QString m_seen; // what the look is about
    std::optional<TargetLook> m_look;
    core::Findings m_verdict;
    bool m_choosesBeside = false; // it was decided here
    QScrollArea* m_scroll = nullptr;
    Spinner* m_spinner;
    FindingsView* m_error;
    ConflictChoice* m_conflicts;
    OtherNameBox* m_names;
    FindingsView* m_findings;
    RoleChoice* m_roles;
    MoreOptions* m_more;
    RestoreOptionsBox* m_options;
};

} // namespace tidemark::ui
