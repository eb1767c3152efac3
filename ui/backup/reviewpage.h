// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/backupstate.h"
#include "ui/backup/checkpage.h"
#include "ui/common/inquiry.h"

namespace tidemark::ui {

class ElidedLabel;

/// "Review" of dumps.
class BackupReviewPage : public CheckPage
{
    Q_OBJECT
public:
    BackupReviewPage(BackupState& state, QWidget* parent);

protected:
    void ask() override;
    bool hasPlan() const override;

private:
    void receive(core::Result<BackupReview> review);
    QString contents(const BackupReview& review) const;
    QString form(const BackupReview& review) const;
    QString estimate(const BackupReview& review) const;

    BackupState& m_state;
    Inquiry m_inquiry;
    QLabel* m_databaseTitle;
    ElidedLabel* m_database;
    ElidedLabel* m_folder;
    QLabel* m_written;
    QLabel* m_form;
    QLabel* m_estimate;
};

} // namespace tidemark::ui
