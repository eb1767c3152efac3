// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sanity/sanityresultmodel.h"

namespace tidemark::ui {

class VerdictPage;

/// The answers to sanity queries at the end of a run: source and restored database beside each other, as the
/// second table of its page. Enter on one shows the rows of both.
class SanityResults : public QObject
{
    Q_OBJECT
public:
    /// Belongs to the page.
    explicit SanityResults(VerdictPage& page);

    /// `live`: names of those whose source is the live database, as it is now. None: no table.
    void show(const QList<core::SanityResult>& results, const QStringList& live = {});

private:
    void showRows(int row);

    VerdictPage& m_page;
    SanityResultModel m_model;
};

} // namespace tidemark::ui
