// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/backupbatch.h"
#include "ui/common/headedmodel.h"

#include <memory>

namespace tidemark::ui {

/// The databases of one run, and what each came to.
class BatchModel : public HeadedModel
{
    Q_OBJECT
public:
    enum Column
    {
        Database,
        Verdict,
        Rows,
        Size,
        ColumnCount,
    };
    explicit BatchModel(QObject* parent = nullptr)
        : HeadedModel(ColumnCount, parent)
    {
    }

    void setReport(std::shared_ptr<const jobs::BatchReport> report);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    Head headOf(int column) const override;

private:
    std::shared_ptr<const jobs::BatchReport> m_report;
};

} // namespace tidemark::ui
