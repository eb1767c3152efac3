// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sanity/sanityresults.h"

#include "ui/common/verdictpage.h"
#include "ui/sanity/answersdialog.h"

namespace tidemark::ui {

SanityResults::SanityResults(VerdictPage& page)
    : QObject(&page)
    , m_page(page)
{
    connect(&page, &VerdictPage::moreRecordActivated, this, &SanityResults::showRows);
}

void SanityResults::show(const QList<core::SanityResult>& results, const QStringList& live)
{
    m_model.setResults(results, live);
    m_page.setMoreRecords(results.isEmpty() ? nullptr : &m_model, SanityResultModel::Query,
                          tr("&Sanity queries (Enter shows the rows)"));
}

void SanityResults::showRows(int row)
{
    const auto heading = [this](int column) { return m_model.headerData(column, Qt::Horizontal).toString(); };
    (new AnswersDialog(m_model.at(row), heading(SanityResultModel::Source),
                       heading(SanityResultModel::Target), &m_page))
        ->open();
}

} // namespace tidemark::ui
