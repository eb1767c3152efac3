// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/manifest.h"
#include "core/finding.h"
#include "core/sanityquery.h"
#include "core/verdict.h"
#include "restore/contentcheck.h"

#include <QJsonObject>

#include <chrono>

namespace tidemark::restore::drill {

/// One database that was restored on trial.
struct DrilledDatabase
{
    QString name;
    qint64 objects = 0; // restored
    QList<TableComparison> tables;
    QList<core::SanityResult> sanity;
    core::Findings findings;

    qint64 rows() const;
};

struct DrillReport
{
    core::Verdict verdict = core::Verdict::Ok; // Ok, Warnings or Failed
    QString source;
    QString setFolder; // empty for a dump from elsewhere
    catalog::SetKind kind = catalog::SetKind::Database;
    QString serverVersion; // it was restored into
    QString place;         // the server's name; empty: a sandbox
    QList<DrilledDatabase> databases;
    core::Findings findings;               // of no database alone
    std::chrono::milliseconds duration{0}; // until it was proven
    std::chrono::milliseconds restoreDuration{
        0};               // until everything was restored: what a real restore would take, at best
    qint64 peakBytes = 0; // that it took on the disk

    core::Findings allFindings() const;
    qsizetype tables() const;
    qsizetype countOf(TableResult result) const; // of tables
    qint64 rows() const;
    /// From the findings.
    void settle();
    QJsonObject toJson() const;
};

} // namespace tidemark::restore::drill
