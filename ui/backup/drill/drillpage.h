// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/checkpage.h"
#include "ui/backup/drill/drillreview.h"
#include "ui/common/inquiry.h"

class QCheckBox;
class QComboBox;

namespace tidemark::ui {

class ElidedLabel;
class MutedLabel;

/// What a trial restore will do, where, with whose rights, and what keeps it from being done.
class DrillPage : public CheckPage
{
    Q_OBJECT
public:
    /// `source` is the folder of a backup, or a dump from elsewhere.
    DrillPage(Services& services, const store::Profile& profile, const QString& source, QWidget* parent);

    const DrillChoice& choice() const { return m_choice; }
    /// Null until the answer is there.
    const DrillReview* review() const { return m_review ? &*m_review : nullptr; }

protected:
    void ask() override;
    bool hasPlan() const override
    {
        return m_review && !m_review->refusal && !core::hasBlocker(m_review->findings);
    }

private:
    void buildPlace();
    void buildTrust();
    void receive(core::Result<DrillReview> review);
    void describe();
    void openSanity();

    Services& m_services;
    const store::Profile m_profile;
    QList<store::Profile> m_servers;
    DrillChoice m_choice;
    Inquiry m_inquiry;
    std::optional<DrillReview> m_review;
    QLabel* m_backup;
    ElidedLabel* m_path;
    QComboBox* m_where;
    QLabel* m_place;
    QLabel* m_trustTitle;
    QWidget* m_trustBox;
    QCheckBox* m_trust;
    MutedLabel* m_trustWords;
    QLabel* m_compared;
    QLabel* m_sanity;
    QPushButton* m_editSanity;
};

} // namespace tidemark::ui
