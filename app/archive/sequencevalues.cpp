// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/sequencevalues.h"

#include "archive/sqlnames.h"

#include <optional>

namespace tidemark::archive {

namespace {

// SELECT pg_catalog.setval('schema.name', 123, true);
std::optional<SequenceValue> parse(const TocEntry& entry)
{
    SqlReader reader(entry.definition());
    if (!reader.takeWord("SELECT") || !reader.takeName() || !reader.takeSymbol('(') ||
        reader.token().kind != SqlToken::Kind::String)
        return std::nullopt;
    reader.advance();
    if (!reader.takeSymbol(','))
        return std::nullopt;
    const bool isNegative = reader.takeSymbol('-');
    // As a whole: the lowest value of all has no positive counterpart.
    const QByteArray number = (isNegative ? "-" : "") + reader.written().toByteArray();
    bool isNumber = false;
    SequenceValue value{entry.dumpId(), entry.schema(), entry.tag(), number.toLongLong(&isNumber), false};
    reader.advance();
    if (!isNumber || !reader.takeSymbol(','))
        return std::nullopt;
    value.isCalled = reader.isWord("TRUE");
    if (!value.isCalled && !reader.isWord("FALSE"))
        return std::nullopt;
    return value;
}

} // namespace

QList<SequenceValue> sequenceValues(const Toc& toc)
{
    QList<SequenceValue> values;
    for (const TocEntry& entry : toc.entries) {
        if (entry.type() != QLatin1String("SEQUENCE SET"))
            continue;
        if (const std::optional<SequenceValue> value = parse(entry))
            values.append(*value);
    }
    return values;
}

} // namespace tidemark::archive
