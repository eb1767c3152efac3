// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/checkpage.h"
#include "ui/backup/cluster/clusterdumpstate.h"
#include "ui/common/inquiry.h"

namespace tidemark::ui {

class ElidedLabel;

/// "Review" of a dump of a whole server.
class ClusterReviewPage : public CheckPage
{
    Q_OBJECT
public:
    ClusterReviewPage(ClusterDumpState& state, QWidget* parent);

protected:
    void ask() override;
    bool hasPlan() const override;

private:
    void receive(core::Result<ClusterReview> review);
    QString contents(const ClusterReview& review) const;
    QString passwords(const ClusterReview& review) const;
    QString estimate(const ClusterReview& review) const;

    ClusterDumpState& m_state;
    Inquiry m_inquiry;
    ElidedLabel* m_folder;
    QLabel* m_what;
    QLabel* m_passwords;
    QLabel* m_form;
    QLabel* m_estimate;
};

} // namespace tidemark::ui
