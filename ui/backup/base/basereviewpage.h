// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/backup/base/basebackupstate.h"
#include "ui/backup/checkpage.h"
#include "ui/common/inquiry.h"

namespace tidemark::ui {

class ElidedLabel;

/// "Review" of a base backup.
class BaseReviewPage : public CheckPage
{
    Q_OBJECT
public:
    BaseReviewPage(BaseBackupState& state, QWidget* parent);

protected:
    void ask() override;
    bool hasPlan() const override;

private:
    void receive(core::Result<BaseReview> review);
    QString form() const;
    QString estimate(const BaseReview& review) const;

    BaseBackupState& m_state;
    Inquiry m_inquiry;
    ElidedLabel* m_folder;
    QLabel* m_what;
    QLabel* m_form;
    QLabel* m_tablespaces;
    QLabel* m_estimate;
};

} // namespace tidemark::ui
