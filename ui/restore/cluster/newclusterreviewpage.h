// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/checkpage.h"
#include "ui/common/inquiry.h"
#include "ui/restore/cluster/newclusterstate.h"

namespace tidemark::ui {

/// What will be made of the base backup, and what speaks against it.
class NewClusterReviewPage : public CheckPage
{
    Q_OBJECT
public:
    NewClusterReviewPage(NewClusterState& state, QWidget* parent);

protected:
    void ask() override;
    bool hasPlan() const override { return m_state.review && m_state.review->plan; }

private:
    void receive(core::Result<NewClusterReview> review);

    NewClusterState& m_state;
    Inquiry m_inquiry;
    QLabel* m_backup;
    QLabel* m_data;
    QLabel* m_tablespaces;
    QLabel* m_space;
    QLabel* m_server;
};

} // namespace tidemark::ui
