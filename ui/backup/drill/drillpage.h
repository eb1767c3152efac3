// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/checkpage.h"
#include "ui/backup/drill/drillreview.h"
#include "ui/common/inquiry.h"

namespace tidemark::ui {

class ElidedLabel;

/// What a trial restore will do, and what keeps it from being done here.
class DrillPage : public CheckPage
{
    Q_OBJECT
public:
    DrillPage(Services& services, const store::Profile& profile, QString folder, QWidget* parent);

    /// Null until the answer is there.
    const DrillReview* review() const { return m_review ? &*m_review : nullptr; }

protected:
    void ask() override;
    bool hasPlan() const override { return m_review && !m_review->refusal; }

private:
    void receive(core::Result<DrillReview> review);
    void describe();

    Services& m_services;
    const QString m_folder;
    Inquiry m_inquiry;
    std::optional<DrillReview> m_review;
    QLabel* m_backup;
    ElidedLabel* m_path;
    QLabel* m_place;
    QLabel* m_compared;
    QLabel* m_sanity;
};

} // namespace tidemark::ui
