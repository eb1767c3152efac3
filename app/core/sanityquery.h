// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that somebody has about the own data, asked of the live database and of a restored one.
#pragma once

#include "core/finding.h"
#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tidemark::core {

/// What is wrong where it does not hold.
enum class Expectation
{
    Nothing,  // both answers are shown; a difference is good to know
    Equal,    // both have to be equal
    SomeRows, // the restored database has to answer with rows
    AtLeast,  // the first value of the restored database has to be a number that is not smaller
};

QString expectationName(Expectation expectation); // stable, for files: "none", "equal", "rows", "least"

struct SanityQuery
{
    QString name; // unique among those of a database
    QString sql;  // one SELECT, VALUES or TABLE
    bool enabled = true;
    Expectation expectation = Expectation::Nothing;
    double least = 1; // of Expectation::AtLeast

    QJsonObject toJson() const;
    static SanityQuery fromJson(const QJsonObject& object);
    /// InvalidInput where it has no name or no statement.
    Status check() const;
    friend bool operator==(const SanityQuery&, const SanityQuery&) = default;
};

/// Rows and columns are cut where there are too many to be looked at.
struct SanityAnswer
{
    QStringList columns; // empty where there are no rows
    QList<QList<std::optional<QString>>> rows;
    bool isCut = false; // there are more rows, or longer values
    std::chrono::milliseconds duration{0};
    QString problem; // the server's words; else empty

    bool isFailed() const { return !problem.isEmpty(); }
    /// "3 041", "12 rows", "no rows": for one line.
    QString summary() const;
    bool hasSameValues(const SanityAnswer& other) const
    {
        return columns == other.columns && rows == other.rows && isCut == other.isCut;
    }
    QJsonObject toJson() const;
    static SanityAnswer fromJson(const QJsonObject& object);
};

enum class SanityOutcome
{
    Equal,
    Different,   // and that is no fault by itself
    Unmet,       // the expectation does not hold
    Failed,      // the restored database could not answer
    NotCompared, // there is no other answer
};

/// One question with both answers.
struct SanityResult
{
    SanityQuery query;
    std::optional<SanityAnswer> source; // of the live database, or of the backup's own moment
    SanityAnswer target;                // of the restored one
    SanityOutcome outcome = SanityOutcome::NotCompared;

    static SanityResult judge(const SanityQuery& query, const std::optional<SanityAnswer>& source,
                              const SanityAnswer& target);
    /// For Unmet and Failed, with the query's name; and for Different where the answers are of the same
    /// moment.
    std::optional<Finding> finding(bool sameMoment) const;
    QJsonObject toJson() const;
};

QString outcomeName(
    SanityOutcome outcome); // stable, for JSON: "equal", "different", "unmet", "failed", "notCompared"

} // namespace tidemark::core
