// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sanityquery.h"

#include "core/quoting.h"
#include "core/text.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace tidemark::core {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("core::sanity", text);
}

constexpr Expectation expectations[]{Expectation::Nothing, Expectation::Equal, Expectation::SomeRows,
                                     Expectation::AtLeast};

std::optional<double> firstNumber(const SanityAnswer& answer)
{
    if (answer.rows.isEmpty() || answer.rows.constFirst().isEmpty() || !answer.rows.constFirst().constFirst())
        return std::nullopt;
    bool isNumber = false;
    const double value = answer.rows.constFirst().constFirst()->toDouble(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

bool holds(const SanityQuery& query, const std::optional<SanityAnswer>& source, const SanityAnswer& target)
{
    switch (query.expectation) {
    case Expectation::Equal:
        return !source || source->isFailed() || source->hasSameValues(target);
    case Expectation::SomeRows:
        return !target.rows.isEmpty();
    case Expectation::AtLeast: {
        const auto number = firstNumber(target);
        return number && *number >= query.least;
    }
    case Expectation::Nothing:
        break;
    }
    return true;
}

QString unmetSentence(const SanityResult& result)
{
    const QString name = singleLine(result.query.name);
    switch (result.query.expectation) {
    case Expectation::SomeRows:
        return tr("“%1” has to return rows, and returned none.").arg(name);
    case Expectation::AtLeast:
        return tr("“%1” has to be at least %2, and is %3.")
            .arg(name, QString::number(result.query.least), result.target.summary());
    case Expectation::Equal:
    case Expectation::Nothing:
        break;
    }
    return tr("“%1” has to be equal: it was %2 and is %3.")
        .arg(name, result.source ? result.source->summary() : QString(), result.target.summary());
}

} // namespace

QString expectationName(Expectation expectation)
{
    switch (expectation) {
    case Expectation::Equal:
        return QStringLiteral("equal");
    case Expectation::SomeRows:
        return QStringLiteral("rows");
    case Expectation::AtLeast:
        return QStringLiteral("least");
    case Expectation::Nothing:
        break;
    }
    return QStringLiteral("none");
}

QJsonObject SanityQuery::toJson() const
{
    QJsonObject json{{QStringLiteral("name"), name},
                     {QStringLiteral("sql"), sql},
                     {QStringLiteral("enabled"), enabled},
                     {QStringLiteral("expect"), expectationName(expectation)}};
    if (expectation == Expectation::AtLeast)
        json.insert(QStringLiteral("least"), least);
    return json;
}

SanityQuery SanityQuery::fromJson(const QJsonObject& object)
{
    SanityQuery query;
    query.name = object.value(u"name").toString();
    query.sql = object.value(u"sql").toString();
    query.enabled = object.value(u"enabled").toBool(true);
    for (const Expectation each : expectations) {
        if (object.value(u"expect").toString() == expectationName(each))
            query.expectation = each;
    }
    query.least = object.value(u"least").toDouble(1);
    return query;
}

Status SanityQuery::check() const
{
    constexpr qsizetype longestName = 200;
    constexpr qsizetype longestSql = 100'000;
    if (name.trimmed().isEmpty())
        return Error{ErrorKind::InvalidInput, tr("A query needs a name."), {}, {}};
    if (sql.trimmed().isEmpty())
        return Error{ErrorKind::InvalidInput,
                     tr("The query “%1” has no statement.").arg(singleLine(name)),
                     {},
                     tr("Write one SELECT.")};
    if (name.size() > longestName || sql.size() > longestSql)
        return Error{ErrorKind::InvalidInput,
                     tr("The query “%1” is too long.").arg(singleLine(name.left(longestName))),
                     {},
                     {}};
    return {};
}

QString SanityAnswer::summary() const
{
    constexpr qsizetype longest = 60;
    if (isFailed())
        return tr("failed");
    if (rows.isEmpty())
        return tr("no rows");
    if (rows.size() == 1 && rows.constFirst().size() == 1) {
        const auto& cell = rows.constFirst().constFirst();
        if (!cell)
            return tr("NULL");
        const QString text = singleLine(*cell);
        return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
    }
    const int number = static_cast<int>(rows.size());
    const QString count = QCoreApplication::translate("core::sanity", "%n row(s)", nullptr, number);
    return isCut ? tr("more than %1").arg(count) : count;
}

QJsonObject SanityAnswer::toJson() const
{
    QJsonArray lines;
    for (const auto& row : rows) {
        QJsonArray cells;
        for (const auto& cell : row)
            cells.append(cell ? QJsonValue(*cell) : QJsonValue());
        lines.append(cells);
    }
    QJsonObject json{{QStringLiteral("columns"), QJsonArray::fromStringList(columns)},
                     {QStringLiteral("rows"), lines},
                     {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()}};
    if (isCut)
        json.insert(QStringLiteral("cut"), true);
    if (isFailed())
        json.insert(QStringLiteral("problem"), problem);
    return json;
}

SanityAnswer SanityAnswer::fromJson(const QJsonObject& object)
{
    SanityAnswer answer;
    for (const QJsonValue& column : object.value(u"columns").toArray())
        answer.columns.append(column.toString());
    for (const QJsonValue& line : object.value(u"rows").toArray()) {
        QList<std::optional<QString>> row;
        for (const QJsonValue& cell : line.toArray())
            row.append(cell.isString() ? std::optional(cell.toString()) : std::nullopt);
        answer.rows.append(row);
    }
    answer.isCut = object.value(u"cut").toBool();
    answer.duration =
        std::chrono::milliseconds(static_cast<qint64>(object.value(u"seconds").toDouble() * 1000));
    answer.problem = object.value(u"problem").toString();
    return answer;
}

SanityResult SanityResult::judge(const SanityQuery& query, const std::optional<SanityAnswer>& source,
                                 const SanityAnswer& target)
{
    SanityResult result{query, source, target, SanityOutcome::NotCompared};
    if (target.isFailed())
        result.outcome = SanityOutcome::Failed;
    else if (!holds(query, source, target))
        result.outcome = SanityOutcome::Unmet;
    else if (source && !source->isFailed())
        result.outcome = source->hasSameValues(target) ? SanityOutcome::Equal : SanityOutcome::Different;
    return result;
}

std::optional<Finding> SanityResult::finding(bool sameMoment) const
{
    const QString name = singleLine(query.name);
    switch (outcome) {
    case SanityOutcome::Unmet:
        return Finding{
            Severity::Blocker, QStringLiteral("sanity.unmet"), unmetSentence(*this), query.sql, {}};
    case SanityOutcome::Failed: {
        const bool isCertain = query.expectation != Expectation::Nothing && !(source && source->isFailed());
        return Finding{isCertain ? Severity::Blocker : Severity::Warning,
                       QStringLiteral("sanity.failed"),
                       tr("“%1” could not be answered by the restored database.").arg(name),
                       target.problem,
                       {}};
    }
    case SanityOutcome::Different:
        if (!sameMoment)
            return std::nullopt;
        return Finding{Severity::Warning,
                       QStringLiteral("sanity.different"),
                       tr("“%1” was %2 when the backup was made, and is %3 in the restored database.")
                           .arg(name, source ? source->summary() : QString(), target.summary()),
                       tr("The rows are compared by themselves; a query that depends on the time or on "
                          "settings differs too."),
                       {}};
    case SanityOutcome::Equal:
    case SanityOutcome::NotCompared:
        break;
    }
    return std::nullopt;
}

QString outcomeName(SanityOutcome outcome)
{
    switch (outcome) {
    case SanityOutcome::Equal:
        return QStringLiteral("equal");
    case SanityOutcome::Different:
        return QStringLiteral("different");
    case SanityOutcome::Unmet:
        return QStringLiteral("unmet");
    case SanityOutcome::Failed:
        return QStringLiteral("failed");
    case SanityOutcome::NotCompared:
        break;
    }
    return QStringLiteral("notCompared");
}

QJsonObject SanityResult::toJson() const
{
    QJsonObject json = query.toJson();
    json.insert(QStringLiteral("outcome"), outcomeName(outcome));
    json.insert(QStringLiteral("target"), target.toJson());
    if (source)
        json.insert(QStringLiteral("source"), source->toJson());
    return json;
}

} // namespace tidemark::core
